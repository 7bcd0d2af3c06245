"""Writes a code list for other programs, and reads one from an encounter file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol

from codebook_app.codesets.icd10cm import grammar
from codebook_app.domain.claim import DIAGNOSES, Claim
from codebook_app.domain.copying import (
    CopyFormat,
    CopyOptions,
    Need,
    Rendered,
    Written,
)
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.errors import KnownError
from codebook_app.exchange.encounter_file import EncounterFile
from codebook_app.exchange.formats import Formats, standard_formats
from codebook_app.exchange.own_templates import OwnTemplate, template_faults

if TYPE_CHECKING:
    from codebook_app.domain.finding import CheckReport
    from codebook_app.domain.grouping import Grouped
    from codebook_app.services.copy_templates import CopyTemplates
    from codebook_app.services.releases import Releases


class Exemptions(Protocol):
    """Who knows the codes exempt from POA reporting."""

    def poa_exempt(self, codes: Iterable[str], on: date | None) -> frozenset[str] | None:
        """Return those of *codes* that are exempt, None where there is no list to ask."""


class Copying:
    """Writes encounters in the formats other programs take.

    With *releases*, the lines of an encounter file get the title and release that the release in
    force on its date gives them; without, they have the codes alone. *templates* are the person's
    own formats; *exemptions*, *group* and *check* are asked where a format needs them, and what
    none is there to ask is None in the claim. Safe from one thread at a time.
    """

    def __init__(
        self,
        releases: Releases | None = None,
        templates: CopyTemplates | None = None,
        *,
        exemptions: Exemptions | None = None,
        group: Callable[[Encounter], Grouped] | None = None,
        check: Callable[[Encounter], CheckReport] | None = None,
    ) -> None:
        self._releases = releases
        self.templates = templates
        """Where the person's own formats are kept, None where they can't be."""
        self._exemptions = exemptions
        self._group = group
        self._check = check
        self._standard = standard_formats()

    def formats(self) -> tuple[CopyFormat, ...]:
        """Return the formats in the order of a menu, the person's own at the end.

        These are read each time, so that one made in another window is there too.
        """
        return self._formats().described()

    def described(self, format_name: str) -> CopyFormat:
        """Return the format so named, in capitals or not; KnownError where there is none."""
        return self._formats().named(format_name).described

    def claim(self, encounter: Encounter, needs: Collection[Need] = ()) -> Claim:
        """Return *encounter* by the fields of a claim, with what is in *needs*.

        Only an inpatient stay is grouped. May take some tenths of a second where it is.
        """
        exempt, grouped, report = None, None, None
        if Need.EXEMPT in needs and self._exemptions is not None:
            codes = [line.code for line in encounter.lines if line.code_set == DIAGNOSES]
            exempt = self._exemptions.poa_exempt(codes, encounter.date_of_service)
        inpatient = encounter.setting is Setting.INPATIENT
        if Need.GROUPING in needs and inpatient and self._group is not None:
            grouped = self._group(encounter)
        if Need.REPORT in needs and self._check is not None:
            report = self._check(encounter)
        return Claim.of(encounter, exempt=exempt, grouped=grouped, report=report)

    def render(self, encounter: Encounter, format_name: str, options: CopyOptions) -> Rendered:
        """Write every line of the encounter.

        Codes and titles are written as the lines keep them; nothing is looked up.

        Raises:
            KnownError: no format is so named, or it can't hold the whole list.
        """
        format_ = self._formats().named(format_name)
        return format_.render(self.claim(encounter, format_.described.needs), options)

    def write(self, encounter: Encounter, format_name: str, options: CopyOptions) -> Written:
        """Write as :meth:`render` does, or say why the format can't hold the list.

        KnownError where no format is so named.
        """
        format_ = self._formats().named(format_name)
        claim = self.claim(encounter, format_.described.needs)
        unfit = format_.unfit(claim)
        return Written(None, unfit) if unfit else Written(format_.render(claim, options))

    def _formats(self) -> Formats:
        if self.templates is None:
            return self._standard
        # One that this version can't read stays among the kept, for the person to mend.
        sound = (one for one in self.templates.all() if not template_faults(one))
        return self._standard.with_own(OwnTemplate(one) for one in sound)

    def read_encounter(self, text: str, name: str) -> Encounter:
        """Read the *text* of an encounter file; *name* is the file's, for messages.

        It is not kept: its id is empty. Codes are written as printed, in whatever spelling they
        stand in the file; one that no release holds stays on the list, for the checks to find.
        A line that names its release keeps it, and the title of the file.
        KnownError says in one line where the text differs from ``encounter.schema.json``.
        """
        encounter = EncounterFile().read(text, name, datetime.now(UTC))
        lines = [
            replace(line, code=printed)
            if line.code_set == DIAGNOSES and (printed := grammar.normalise(line.code))
            else line
            for line in encounter.lines
        ]
        titled = self._titled(lines, encounter.date_of_service)
        return replace(encounter, lines=tuple(titled.get(line.id, line) for line in lines))

    def _titled(self, lines: Sequence[EncounterLine], on: date | None) -> dict[str, EncounterLine]:
        """Return the lines that name no release, by id, with the title of the release in force."""
        if self._releases is None:
            return {}
        from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

        titled: dict[str, EncounterLine] = {}
        for code_set in dict.fromkeys(line.code_set for line in lines if not line.release):
            bare = [line for line in lines if line.code_set == code_set and not line.release]
            try:
                choice = self._releases.choose(code_set, on)
                book = ListedLines(self._releases.reader(code_set, choice.release.release))
            except KnownError:
                continue  # nothing of it is installed yet, and codes alone can be copied too
            found = book.named(line.code for line in bare)
            titled |= {
                line.id: replace(line, code=code.code, title=code.title, release=code.release)
                for line in bare
                if (code := found.get(line.code))
            }
        return titled
