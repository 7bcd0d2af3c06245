"""What a check found, and what could not be checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.fix import Fix
from codebook_app.domain.guideline_sections import GuidelinesKept, cited_sections
from codebook_app.domain.note import CodeReference


class Severity(StrEnum):
    """How much a finding weighs, from the claim's point of view."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one rule.

    *codes* are the codes concerned as printed, *text* says what is wrong, *source* names the note,
    its code and the release or the guideline the rule comes from, *action* what to do.
    *line_ids* are the encounter's lines concerned; *completions* the valid codes to choose from,
    with an empty character where a code has no seventh; *override_reason* is set where the person
    has set the warning aside. *source_code* is the line of the book that the source stands at, as
    printed; empty where the source is no part of a book. *fixes* are what may be done about it with
    a key, beside choosing a completion; *named* the codes and ranges the source names, to open.
    """

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    text: str
    source: str
    action: str
    line_ids: tuple[str, ...] = ()
    completions: tuple[SeventhCharacter, ...] = ()
    override_reason: str = ""
    source_code: str = ""
    fixes: tuple[Fix, ...] = ()
    named: tuple[CodeReference, ...] = ()

    @property
    def overridable(self) -> bool:
        """Whether a reason may set this finding aside: warnings may, errors may not."""
        return self.severity is Severity.WARNING

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of the Official Guidelines that the source names: ``I.C.9.a.2``."""
        return cited_sections(self.source)


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that could not run, and why: it is never counted as passed."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings of one run, most severe first, and the rules that could not run.

    *exempt* are the listed codes that are exempt from POA reporting, None where no list says so.
    *guidelines* are those that the sections findings cite can be opened in, None where none are.
    """

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    exempt: frozenset[str] | None = None
    guidelines: GuidelinesKept | None = None

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
