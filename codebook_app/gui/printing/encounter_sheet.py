"""The coding summary of an encounter as it is printed: the claim, then what was found of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from codebook_app.domain.claim import Claim
from codebook_app.domain.coding_summary import CodingSummary
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.gui.printing.encounter_findings import (
    finding_blocks,
    grouping_blocks,
    release_blocks,
)
from codebook_app.gui.printing.printables import Printable
from codebook_app.gui.printing.sheet import Block, Cell, Sheet, Style, Words

BOOK = "Coding summary"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SEX = {"F": "female", "M": "male", "U": "sex unknown"}
_AFTER_HEADING = 3.0
_DIGIT = 6.2
"""The points a digit takes at most in the type of the body."""
Column = tuple[str, float]
"""A heading, and the points it has; the one with 0 points has what is left."""


class Summaries(Protocol):
    """What is asked for the summary: all there is to say of an encounter."""

    def of(self, encounter: Encounter) -> CodingSummary:
        """Return the summary of *encounter*; called on a worker."""


def printable_summary(encounter: Encounter, summaries: Summaries) -> Printable:
    """Return the coding summary of *encounter* to print, gathered when its pages are set."""
    return Printable(
        f"{BOOK}: {encounter.label}",
        lambda _choice, day, width: encounter_sheet(summaries.of(encounter), day, width),
    )


def encounter_sheet(summary: CodingSummary, printed_on: date, width: float) -> Sheet:
    """Return *summary* as it is printed, *width* points wide, a line a code where it fits."""
    claim = summary.claim
    encounter = claim.encounter
    blocks = (
        Block((Cell((Words(encounter.label, Style.TITLE),)),), kept=True),
        Block((Cell((Words(_about(encounter), Style.SMALL),)),), gap=2.0, kept=True),
        *_diagnoses(claim, width),
        *_procedures(claim, width),
        *_services(claim, width),
        *_others(claim, width),
        *grouping_blocks(claim),
        *finding_blocks(claim),
        *release_blocks(summary.releases),
    )
    foot = " · ".join(one.title for one in summary.releases) or "No codes"
    return Sheet(BOOK, encounter.label, None, blocks, printed_on, foot=foot)


def _about(encounter: Encounter) -> str:
    """Return setting, dates and patient in one line, what is not known left out."""
    day = encounter.date_of_service
    told = [f"{encounter.setting.value.capitalize()} encounter"]
    if encounter.setting is Setting.INPATIENT:
        if encounter.admitted_on:
            told.append(f"admitted {encounter.admitted_on.isoformat()}")
        told.append(f"discharged {day.isoformat()}" if day else "no date of discharge")
        if encounter.discharge_status:
            told.append(f"discharge status {encounter.discharge_status}")
        if encounter.poa_exempt_hospital:
            told.append("hospital exempt from POA reporting")
    else:
        told.append(f"date of service {day.isoformat()}" if day else "no date of service")
    if encounter.age_in_years is not None:
        age = encounter.age_in_years
        told.append("age under 1 year" if age == 0 else f"age {age}")
    if encounter.sex:
        told.append(_SEX.get(encounter.sex, encounter.sex))
    return " · ".join(told)


# The claim ------------------------------------------------------------------------------------


def _diagnoses(claim: Claim, width: float) -> Iterator[Block]:
    """Yield the listed diagnoses by the letters that pointers name, then those beside them."""
    poa = claim.encounter.reports_poa
    beside = (*claim.admitting, *claim.reasons)
    columns: list[Column] = [("", 18.0), ("Code", 60.0), ("Diagnosis", 0.0)]
    columns.append(("Role", 86.0 if claim.reasons else 78.0))
    if poa:
        columns.append(("POA", 46.0))
    lines = [*zip(map(_letter, range(len(claim.diagnoses))), claim.diagnoses, strict=True)]
    rows = [
        (
            letter,
            line.code,
            line.title,
            claim.role_word(line).capitalize(),
            *((_poa(claim, line) if letter else "",) if poa else ()),
        )
        for letter, line in (*lines, *(("", line) for line in beside))
    ]
    return _table("Diagnoses", columns, rows, width)


def _procedures(claim: Claim, width: float) -> Iterator[Block]:
    columns: list[Column] = [("", 18.0), ("Code", 60.0), ("Procedure", 0.0), ("Performed", 64.0)]
    rows = [
        (str(at), line.code, line.title, _iso(line.performed_on))
        for at, line in enumerate(claim.procedures, start=1)
    ]
    return _table("Procedures", columns, rows, width)


def _services(claim: Claim, width: float) -> Iterator[Block]:
    """Yield the services with what is told of any of them, each column as wide as it must be."""
    lines = claim.services
    charges = [line.charge for line in lines if line.charge is not None]
    columns: list[Column] = [("", 18.0), ("Code", 46.0)]
    cells = [[str(at) for at in range(1, len(lines) + 1)], [line.code for line in lines]]
    for name, least, text in _OF_A_SERVICE:
        told = [text(line) for line in lines]
        if any(told) or not least:
            columns.append((name, max(least, *map(_points, told)) if least else 0.0))
            cells.append(told)
    # All is told of each, or no sum is.
    if len(charges) == len(lines) > 1:
        total = f"{sum(charges):,.2f}"
        columns[-1] = ("Charge", max(columns[-1][1], _points(total)))
        for (name, _), told in zip(columns, cells, strict=True):
            told.append({"Service": "Total", "Charge": total}.get(name, ""))
    return _table("Services", columns, list(zip(*cells, strict=True)), width)


def _points(text: str) -> float:
    """Return the points a column of digits and capitals needs for *text* and what parts it."""
    return (len(text) - text.count(" ") / 2) * _DIGIT + 7.0


_OF_A_SERVICE: tuple[tuple[str, float, Callable[[EncounterLine], str]], ...] = (
    ("Modifiers", 50.0, lambda line: " ".join(line.modifiers)),
    ("Service", 0.0, lambda line: line.title),
    ("Units", 34.0, lambda line: "" if line.units is None else str(line.units)),
    ("Dx", 22.0, lambda line: "".join(line.pointers)),
    ("Date", 56.0, lambda line: _iso(line.performed_on)),
    ("Revenue", 50.0, lambda line: line.revenue_code),
    ("Charge", 46.0, lambda line: "" if line.charge is None else f"{line.charge:,.2f}"),
)
"""What is told of a service behind its code: heading, least points, text."""


def _others(claim: Claim, width: float) -> Iterator[Block]:
    columns: list[Column] = [("", 18.0), ("Code", 60.0), ("Title", 0.0)]
    rows = [("", line.code, line.title) for line in claim.others]
    return _table("On no claim", columns, rows, width)


def _poa(claim: Claim, line: EncounterLine) -> str:
    if line.poa:
        return line.poa
    if claim.exempt is not None and line.code in claim.exempt:
        return "exempt"
    return "–"


def _letter(at: int) -> str:
    """Return the letter that pointers name a diagnosis with; its number beyond the alphabet."""
    return _LETTERS[at] if at < len(_LETTERS) else str(at + 1)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# Tables ---------------------------------------------------------------------------------------


def _table(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], width: float
) -> Iterator[Block]:
    """Yield a table under its title; nothing where it has no rows."""
    if not rows:
        return
    places = _places(columns, width)
    names = [name for name, _ in columns]
    heads = replace(_row(names, places, names, head=True), kept=True, rule=True, gap=3.0)
    yield Block((Cell((Words(title, Style.HEADING),)),), gap=11.0, kept=True)
    yield heads
    for at, row in enumerate(rows):
        made = _row(row, places, names)
        # The first row stays with the headings, the last is not alone on a page.
        kept = at == 0 < len(rows) - 1 or at == len(rows) - 2
        gap = _AFTER_HEADING if at == 0 else 1.0
        yield replace(made, columns=heads, kept=kept, gap=gap)


def _row(
    texts: Sequence[str],
    places: Sequence[tuple[float, float]],
    names: Sequence[str],
    *,
    head: bool = False,
) -> Block:
    cells = []
    for text, name, (left, wide) in zip(texts, names, places, strict=True):
        if not text:
            continue
        style = Style.LABEL if head else Style.CODE_STRONG if name == "Code" else Style.BODY
        if not head and not name:
            style = Style.SMALL
        cells.append(Cell((Words(text, style),), left, width=wide, hang=8.0))
    return Block(tuple(cells))


def _places(columns: Sequence[Column], width: float) -> list[tuple[float, float]]:
    """Return left edge and width of each column."""
    rest = width - sum(points for _, points in columns)
    places, left = [], 0.0
    for _, points in columns:
        wide = points or rest
        places.append((left, wide - 4.0))
        left += wide
    return places
