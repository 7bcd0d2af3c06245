"""Writes a code list for other programs, and reads one from an encounter file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from codebook_app.codesets.icd10cm import grammar
from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Rendered
from codebook_app.domain.encounter import Encounter, EncounterLine
from codebook_app.errors import KnownError
from codebook_app.exchange.encounter_file import EncounterFile
from codebook_app.exchange.formats import standard_formats

if TYPE_CHECKING:
    from codebook_app.services.releases import Releases


class Copying:
    """Writes encounters in the formats other programs take.

    With *releases*, the lines of an encounter file get the title and release that the release in
    force on its date gives them; without, they have the codes alone.
    """

    def __init__(self, releases: Releases | None = None) -> None:
        self._releases = releases
        self._formats = standard_formats()

    def formats(self) -> tuple[CopyFormat, ...]:
        """Return the formats in the order of a menu."""
        return self._formats.described()

    def render(self, encounter: Encounter, format_name: str, options: CopyOptions) -> Rendered:
        """Write every line of the encounter in its order; KnownError where no format is so named.

        Codes and titles are written as the lines keep them; nothing is looked up.
        """
        return self._formats.named(format_name).render(Claim.of(encounter), options)

    def read_encounter(self, text: str, name: str) -> Encounter:
        """Read the *text* of an encounter file; *name* is the file's, for messages.

        It is not kept: its id is empty. Codes are written as printed, in whatever spelling they
        stand in the file; one that no release holds stays on the list, for the checks to find.
        KnownError says in one line where the text differs from ``encounter.schema.json``.
        """
        encounter = EncounterFile().read(text, name, datetime.now(UTC))
        diagnoses = {
            line.id: replace(line, code=printed)
            for line in encounter.lines
            if line.code_set == "icd10cm" and (printed := grammar.normalise(line.code))
        }
        titled = self._titled(encounter, diagnoses)
        return replace(
            encounter, lines=tuple(titled.get(line.id, line) for line in encounter.lines)
        )

    def _titled(
        self, encounter: Encounter, diagnoses: dict[str, EncounterLine]
    ) -> dict[str, EncounterLine]:
        """Return *diagnoses* with the titles of the release for the encounter's date."""
        if self._releases is None or not diagnoses:
            return diagnoses
        from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

        try:
            choice = self._releases.choose("icd10cm", encounter.date_of_service)
        except KnownError:
            return diagnoses  # nothing is installed yet, and codes alone can be copied too
        book = ListedLines(self._releases.reader("icd10cm", choice.release.release))
        found = book.named(line.code for line in diagnoses.values())
        return {
            line_id: replace(line, code=code.code, title=code.title, release=code.release)
            if (code := found.get(line.code))
            else line
            for line_id, line in diagnoses.items()
        }
