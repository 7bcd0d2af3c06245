"""The answers for the eye. A table without lines reads as well in a terminal as in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.cli.rendering import billable, columns, marked, text
from codebook_app.domain.checkup import Condition, Examination
from codebook_app.domain.copying import CopyFormat
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.release import Release, days_word
from codebook_app.domain.search import Completion, FailedWord, Hit, HitKind

if TYPE_CHECKING:
    from rich.table import Table

_SEVERITY_STYLE = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.INFORMATION: "blue",
}
_CONDITION_STYLE = {
    Condition.OK: "green",
    Condition.WARNING: "yellow",
    Condition.FAILED: "bold red",
}


def hit_table(hits: Sequence[Hit], between: str) -> Table:
    """Return the hits, best first: code, billable or not, title, and what matched elsewhere.

    *between* stands between the parts of a cell that may have several.
    """
    table = columns()
    several = len({hit.code_set for hit in hits}) > 1
    for hit in hits:
        title = marked(hit.title, hit.marks)
        if hit.reason:
            title.append(f"{between}{hit.reason}: ", "dim")
            title.append_text(marked(hit.reason_text, hit.reason_marks, "dim"))
        code_set = [text(hit.code_set, "dim")] if several else []
        # An index leads to the tabular, which alone says whether a code is billable.
        state = billable(hit.billable) if hit.kind is HitKind.CODE else text(hit.level, "dim")
        table.add_row(*code_set, text(hit.code, "bold"), state, title)
    return table


def failed_lines(failed: Sequence[FailedWord]) -> list[str]:
    """Return a sentence for each word that is in nothing found: with the nearest, if any."""
    return [
        f"Nothing found with “{each.word}”."
        + (f" Did you mean {' or '.join(each.nearest)}?" if each.nearest else "")
        for each in failed
    ]


def completion_line(completions: Sequence[Completion]) -> str:
    """Return how the query may go on, and how many entries hold each word."""
    counted = (f"{one.word} ({one.hits:,})" if one.hits else one.word for one in completions)
    return f"Go on with: {', '.join(counted)}"


def installed_table(releases: Sequence[Release], on: date) -> Table:
    """Return the installed releases, with the state of each *on* a day."""
    table = columns("code set", "release", "in force", "", "codes", "billable", "from")
    for release in releases:
        words = [f"in force on {on}" if release.in_force_on(on) else ""]
        words += [] if release.searchable else ["not searchable: run codebook setup"]
        words += [] if release.confirmed else ["off: see codebook licence"]
        usable = release.searchable and release.confirmed
        table.add_row(
            release.code_set,
            text(release.release, "bold"),
            days_word(release.effective_from, release.effective_to),
            text(
                ", ".join(filter(None, words)),
                "green" if usable else "yellow",
            ),
            f"{release.codes:,}",
            f"{release.billable:,}",
            release.origin,
        )
    return table


def finding_table(findings: Sequence[Finding], between: str) -> Table:
    """Return the findings: how grave, which codes, what is wrong, where it is said, what to do."""
    table = columns()
    for finding in findings:
        what = text(finding.text.replace("\n", between))
        what.append(f"{between}{finding.source}" if finding.source else "", "dim")
        what.append(f"{between}{finding.action}" if finding.action else "")
        table.add_row(
            text(finding.severity.value, _SEVERITY_STYLE[finding.severity]),
            text(", ".join(finding.codes), "bold"),
            what,
        )
    return table


def format_table(formats: Sequence[CopyFormat]) -> Table:
    """Return the formats of ``export``."""
    table = columns()
    for copy_format in formats:
        what = " ".join((copy_format.description, *copy_format.limits))
        table.add_row(text(copy_format.name, "bold"), text(copy_format.title), text(what))
    return table


def checkup_table(examinations: Sequence[Examination], between: str) -> Table:
    """Return every part that was examined, what was seen, and what to do."""
    table = columns()
    for found in examinations:
        what = text(found.text)
        what.append(f"{between}{found.action}" if found.action else "", "bold")
        table.add_row(
            text(found.condition.value, _CONDITION_STYLE[found.condition]),
            text(found.part),
            what,
        )
    return table
