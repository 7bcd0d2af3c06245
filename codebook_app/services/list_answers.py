"""The lines that readings of a candidate make, and the answers offered to a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import EncounterLine, Role
from codebook_app.domain.list_reading import Choice
from codebook_app.exchange.candidates import Candidate, Spelling
from codebook_app.services.known_codes import CodesKnown

CM, PCS, HCPCS, CPT, ICF = "icd10cm", "icd10pcs", "hcpcs", "cpt", "icf"
SERVICES = frozenset({CPT, HCPCS})
_TITLES = {
    CM: "ICD-10-CM",
    PCS: "ICD-10-PCS",
    HCPCS: "HCPCS",
    CPT: "CPT",
    ICF: "ICF",
    "msdrg": "MS-DRG",
}


def code_set_title(code_set: str) -> str:
    """Return the name of a code set for people."""
    return _TITLES.get(code_set, code_set)


class Answers:
    """Makes them from what is known of the codes."""

    def __init__(self, known: CodesKnown) -> None:
        self._known = known

    def choice(self, candidate: Candidate, one: Spelling, word: str = "") -> Choice:
        """Return the answer that a candidate is this code; *word* is said where it has no title."""
        line = self.line_of(candidate, one)
        title = line.title
        behind = f"  {title}" if title else f"  ({code_set_title(one.code_set)})"
        label = f"{one.code}{behind}" + (f", {word}" if word and not title else "")
        return Choice(label, line, one.code, title)

    def kept(self, candidate: Candidate, one: Spelling, title: str = "") -> Choice:
        """Return the answer that leaves the code as it is written."""
        line = self.line_of(candidate, one)
        if title and not line.title:
            line = replace(line, title=title)
        return Choice(f"Keep {one.code} as it is", line)

    def each_kept(
        self, candidate: Candidate, own: Sequence[Spelling], first: Sequence[Spelling]
    ) -> list[Choice]:
        """Return a choice for each reading of what stands there, the *first* first."""
        every = list(dict.fromkeys((*first, *own)))
        choices = [self.kept(candidate, one) for one in every]
        if len(every) == 1:
            return choices
        return [
            replace(choice, label=f"{choice.label}, of {code_set_title(one.code_set)}")
            for choice, one in zip(choices, every, strict=True)
        ]

    def instead(self, candidate: Candidate, code: Code, one: Spelling) -> Choice:
        """Return the answer that *code* of a release was meant in the place of a reading."""
        label = f"{code.code}  {code.title}"
        return Choice(label, self.filled(candidate, code, one), code.code, code.title)

    def filled(self, candidate: Candidate, code: Code, one: Spelling) -> EncounterLine:
        """Return the line of *code*, chosen in the place of what stands there."""
        filled = replace(one, code_set=code.code_set, code=code.code)
        line = self.line_of(candidate, filled)
        return replace(line, release=code.release, title=code.title)

    def line_of(self, candidate: Candidate, one: Spelling) -> EncounterLine:
        """Return the line of one reading, with what was said beside it."""
        known = self._line(one)
        given = candidate.given
        if known is None and one.code_set == ICF:
            known = self._line(replace(one, code=one.code.partition(".")[0]))
        other = self._known.others.get((one.code_set, one.code))
        release = "" if known is None else known.release
        title = "" if known is None else known.title
        if known is None and other is not None:
            release, title = other[0].release, other[0].title
        diagnosis, service = one.code_set == CM, one.code_set in SERVICES
        dated = service or one.code_set == PCS
        return EncounterLine(
            id="",
            code_set=one.code_set,
            release=release,
            code=one.code,
            title=title,
            poa=(one.poa or given.poa) if diagnosis else "",
            performed_on=given.performed_on if dated else None,
            units=given.units if service else None,
            modifiers=given.modifiers if service else (),
            pointers=given.pointers if service else (),
            role=given.role if diagnosis else Role.LISTED,
            charge=given.charge if service else None,
            revenue_code=given.revenue_code if service else "",
        )

    def _line(self, one: Spelling) -> Code | None:
        return self._known.line(one.code_set, one.code)
