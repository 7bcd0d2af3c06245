"""What each line of the code list says of its place on the claim, beside code and title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES, SERVICES, Claim
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting

LETTERS = "ABCDEFGHIJKL"
"""What pointers call the listed diagnoses by: twelve at most (CMS-1500 box 21)."""

POA_WORDS = {
    "Y": "present on admission",
    "N": "not present on admission",
    "U": "documentation insufficient to tell whether present on admission",
    "W": "clinically undetermined whether present on admission",
}
"""The indicators of the Official Guidelines, appendix I, in words."""

EXEMPT = "exempt"

_HEADINGS = {
    "principal": "Principal diagnosis",
    "first-listed": "First-listed diagnosis",
    "admitting": "Admitting diagnosis",
    "reason for visit": "Reason for visit",
    "secondary": "Other diagnoses",
    "external cause": "External causes",
    "principal procedure": "Procedures (ICD-10-PCS)",
    "procedure": "Procedures (ICD-10-PCS)",
    "service": "Services (CPT and HCPCS)",
    "other": "On no claim",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A few words of a line; *missing* is what a claim in its setting asks for and is not there."""

    text: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as its row shows it.

    *place* is the letter or number by which its field of the claim knows it. *role* is what it is
    on the claim, *heading* the words that stand above it where the line before it is in another
    field. *aside* is what stands at its right: the POA of a diagnosis of a stay, the day of a
    procedure. *details* are those of a service. *spoken* says all of it for a screen reader.
    """

    line: EncounterLine
    place: str
    role: str
    heading: str = ""
    aside: Part | None = None
    details: tuple[Part, ...] = ()
    spoken: str = ""


def takes_poa(line: EncounterLine, encounter: Encounter) -> bool:
    """Whether *line* has a present-on-admission indicator: a listed diagnosis of a stay."""
    return encounter.reports_poa and line.code_set == DIAGNOSES and line.role is Role.LISTED


def rows_of(encounter: Encounter, exempt: frozenset[str] | None = None) -> tuple[LineRow, ...]:
    """Return the rows of *encounter*'s lines, in its order.

    *exempt* are the codes, as printed, exempt from POA reporting, None where no list says so.
    """
    claim = Claim.of(encounter)
    roles = _roles(claim)
    places = _places(claim)
    counted = Counter(_HEADINGS[role] for role in roles)
    rows: list[LineRow] = []
    seen: set[str] = set()
    lines = zip(encounter.lines, roles, places, strict=True)
    for heading, run in groupby(lines, lambda one: _HEADINGS[one[1]]):
        words = _heading_words(heading, counted[heading], again=heading in seen)
        seen.add(heading)
        for line, role, place in run:
            aside = _aside(line, encounter, exempt)
            details = tuple(_details(line, encounter)) if line.code_set in SERVICES else ()
            spoken = _spoken(line, encounter, aside, details)
            rows.append(LineRow(line, place, role, words, aside, details, spoken))
            words = ""
    return tuple(rows)


def short_day(day: date, beside: date | None) -> str:
    """Return *day* without its year where it is that of *beside*: "09-02"."""
    text = day.isoformat()
    return text[5:] if beside is not None and beside.year == day.year else text


def _roles(claim: Claim) -> list[str]:
    return [claim.role_word(line) for line in claim.encounter.lines]


def _places(claim: Claim) -> list[str]:
    """Return by what each line is known in its field: a letter pointers use, or a number."""
    lettered = claim.encounter.setting is not Setting.INPATIENT
    places: dict[str, str] = {}
    for number, line in enumerate(claim.diagnoses):
        letter = lettered and number < len(LETTERS)
        places[line.id] = LETTERS[number] if letter else str(number + 1)
    fields: Sequence[Sequence[EncounterLine]] = (
        claim.reasons if len(claim.reasons) > 1 else (),
        claim.admitting if len(claim.admitting) > 1 else (),
        claim.procedures,
        claim.services,
    )
    for lines in fields:
        places |= {line.id: str(number) for number, line in enumerate(lines, start=1)}
    return [places.get(line.id, "") for line in claim.encounter.lines]


def _heading_words(heading: str, number: int, *, again: bool) -> str:
    if again:
        return f"{heading}, continued"
    if number == 1 or heading.startswith(("Principal", "First")):
        return heading
    return f"{heading} · {number}"


def _aside(line: EncounterLine, encounter: Encounter, exempt: frozenset[str] | None) -> Part | None:
    if takes_poa(line, encounter):
        if line.poa:
            return Part(line.poa)
        if exempt is not None and line.code in exempt:
            return Part(EXEMPT)
        return Part("POA ?", missing=True)
    if line.code_set == PROCEDURES:
        if line.performed_on is None:
            return Part("date ?", missing=True)
        return Part(short_day(line.performed_on, encounter.date_of_service))
    return None


def _details(line: EncounterLine, encounter: Encounter) -> Iterator[Part]:
    if line.modifiers:
        yield Part(" ".join(line.modifiers))
    if line.units is not None:
        yield Part(f"× {line.units}")
    if line.pointers:
        yield Part(f"→ {''.join(line.pointers)}")
    elif encounter.setting is Setting.PROFESSIONAL:
        yield Part("→ ?", missing=True)
    if line.charge is not None:
        yield Part(f"${line.charge:,.2f}")
    if line.revenue_code:
        yield Part(f"rev. {line.revenue_code}")
    if line.performed_on is not None and line.performed_on != encounter.date_of_service:
        yield Part(short_day(line.performed_on, encounter.date_of_service))


def _spoken(
    line: EncounterLine, encounter: Encounter, aside: Part | None, details: tuple[Part, ...]
) -> str:
    """Return what stands aside and below in words."""
    told: list[str] = []
    if takes_poa(line, encounter) and aside is not None:
        if aside.missing:
            told.append("present on admission not given")
        else:
            told.append(POA_WORDS.get(aside.text, "exempt from present-on-admission reporting"))
    elif line.code_set == PROCEDURES:
        done = f"done on {line.performed_on}" if line.performed_on else "date not given"
        told.append(done)
    if not details:
        return ", ".join(told)
    if line.modifiers:
        named = "modifier" if len(line.modifiers) == 1 else "modifiers"
        told.append(f"{named} {' '.join(line.modifiers)}")
    if line.units is not None:
        told.append(f"{line.units} {'unit' if line.units == 1 else 'units'}")
    if line.pointers:
        told.append(f"points to {' '.join(line.pointers)}")
    elif encounter.setting is Setting.PROFESSIONAL:
        told.append("points to no diagnosis")
    if line.charge is not None:
        told.append(f"charge {line.charge:.2f} dollars")
    if line.revenue_code:
        told.append(f"revenue code {line.revenue_code}")
    if line.performed_on is not None:
        told.append(f"on {line.performed_on}")
    return ", ".join(told)
