"""Codes that the guidelines keep apart and no Excludes1 note does.

Official Guidelines, by the section of each row. A warning: the record may hold what the codes
cannot tell (two tumours, two infections, two encounters on one claim).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.note import NoteKind
from codebook_app.edits.chart import Chart, joined
from codebook_app.edits.code_groups import CodeGroup, group
from codebook_app.edits.guideline import distinct, guideline_finding, taking_off
from codebook_app.edits.instructions import instructions
from codebook_app.edits.listed import ListedCode


@dataclass(frozen=True, slots=True)
class _Apart:
    """Codes of *kept* that those of *other* are not used with, and why, in a few words.

    The other ones are offered to be taken off where *takes_off*. Nothing is found where a code of
    *unless* is listed, nor, with *unless_asked*, where a note at a third code asks for the other.
    """

    kept: CodeGroup
    other: CodeGroup
    why: str
    section: str
    takes_off: bool = True
    severity: Severity = Severity.WARNING
    unless: CodeGroup | None = None
    unless_asked: bool = False


_CHAPTER_15 = "O00-O9A"
_PREGNANT = group("Z3A Z33.1 Z34 O09")
_STILL_TREATED = "a history is of a disease that is gone"
_COMPLICATED = "the complication says what the status says"


def _history(cancer: str, history: str) -> _Apart:
    return _Apart(group(cancer), group(history), _STILL_TREATED, "I.C.2.m")


def _status(complication: str, status: str) -> _Apart:
    return _Apart(group(complication), group(status), _COMPLICATED, "I.C.21.c.3")


def _specified(specified: str, unspecified: str) -> _Apart:
    return _Apart(
        group(specified),
        group(unspecified),
        "it leaves open what the other says",
        "I.A.9.b and I.B.2",
        severity=Severity.INFORMATION,
    )


def _joint(*, side: str, site: str, status: str) -> _Apart:
    """Return the row of one joint: *site* its number in T84.0-, *side* its number in T84.5-."""
    mechanical = " ".join(f"T84.0{kind}{site}" for kind in "12356")
    return _status(f"{mechanical} T84.5{side}", f"Z96.6{status}")


_APART = (
    _Apart(
        group("U07.1"),
        group("Z20.822"),
        "an exposure is coded where the infection is not confirmed",
        "I.C.1.g.1.e",
    ),
    _Apart(
        group("A41.02 J15.212"),
        group("B95.62"),
        "the organism is part of the code",
        "I.C.1.e.1.a",
        unless_asked=True,
    ),
    _Apart(
        group("B95.62"), group("Z16.11"), "the resistance is part of the organism", "I.C.1.e.1.b"
    ),
    _Apart(
        group("C00-C79 C7A C7B"),
        group("C80.0"),
        "it is for disease whose sites are not known",
        "I.C.2.j",
    ),
    _Apart(
        group("C00-C76 C7A"),
        group("C80.1"),
        "it is for a cancer whose site cannot be found",
        "I.C.2.k",
    ),
    _history("C15", "Z85.01"),
    _history("C16", "Z85.02"),
    _history("C17", "Z85.06"),
    _history("C22", "Z85.05"),
    _history("C25", "Z85.07"),
    _history("C32", "Z85.21"),
    _history("C53", "Z85.41"),
    _history("C54 C55", "Z85.42"),
    _history("C61", "Z85.46"),
    _history("C67", "Z85.51"),
    _history("C73", "Z85.850"),
    _history("C81", "Z85.71"),
    _Apart(
        group("E66.813"), group("E66.01"), "the class is the more specific of the two", "I.C.4.b.1"
    ),
    _Apart(
        group("I25.11"),
        group("I25.10"),
        "the same disease is coded as with angina",
        "I.C.9.b",
    ),
    _Apart(
        group("I10-I13 I15 I1A"),
        group("R03.0"),
        "a reading is coded where there is no diagnosis of hypertension",
        "I.C.9.a.7",
    ),
    _Apart(
        group("N18.6"),
        group("N18.1-N18.5"),
        "end stage renal disease is coded without another stage",
        "I.C.14.a.1",
    ),
    _Apart(
        group("Z37 O80 O82"),
        group("O09"),
        "supervision is coded before the delivery only",
        "I.C.15.b.2",
        takes_off=False,
    ),
    _Apart(
        group("O24.4"),
        group("Z79.4 Z79.84 Z79.85"),
        "the code tells how gestational diabetes is controlled",
        "I.C.15.i",
    ),
    _Apart(
        group("O24.4"),
        group("O24", but="O24.4"),
        "gestational diabetes is coded without another code of O24",
        "I.C.15.i",
        takes_off=False,
    ),
    _Apart(
        group(_CHAPTER_15, but="O80 O09"),
        group("O80"),
        "it is for a delivery without any complication",
        "I.C.15.n.1",
    ),
    _Apart(
        group("O80"),
        group("Z37", but="Z37.0"),
        "its outcome is a single live birth, Z37.0",
        "I.C.15.n.3",
        takes_off=False,
    ),
    _Apart(
        group("P36.0 P36.2 P36.4"),
        group("B95 B96"),
        "the organism is part of the code",
        "I.C.16.f",
        unless_asked=True,
    ),
    _Apart(
        group("P95"),
        group("A00-Z99", but="O P95 Z37"),
        "a stillbirth is coded alone",
        "I.C.16.g",
        takes_off=False,
    ),
    _Apart(
        group("T76"),
        group("X92-Y09"),
        "the cause and the perpetrator are coded of confirmed abuse",
        "I.C.19.f",
        unless=group("T74"),
    ),
    _Apart(
        group("S00-T34", sevenths="DEFGHJKMNPQR"),
        group("Z47.89 Z48.00-Z48.03"),
        "aftercare of an injury is told by its seventh character",
        "I.C.21.c.7",
    ),
    _Apart(_PREGNANT, group("Z68"), "the body mass index is not coded in pregnancy", "I.C.21.c.3"),
    _status("T86.1", "Z94.0"),
    _status("T86.2", "Z94.1"),
    _status("T86.81", "Z94.2"),
    _status("T86.3", "Z94.3"),
    _status("T86.4", "Z94.4"),
    _status("T86.82", "Z94.5"),
    _status("T86.83", "Z94.6"),
    _status("T86.84", "Z94.7"),
    _status("T86.0", "Z94.81"),
    _status("T86.85", "Z94.82"),
    _status("T86.5", "Z94.84"),
    _status("T82.11 T82.12 T82.19", "Z95.0"),
    _status("T82.0 T82.6", "Z95.2"),
    _joint(side="1", site="0", status="41"),
    _joint(side="2", site="1", status="42"),
    _joint(side="3", site="2", status="51"),
    _joint(side="4", site="3", status="52"),
    _specified("A40 A41.0-A41.8", "A41.9"),
    _specified("D50.0-D50.8", "D50.9"),
    _specified("E66.0-E66.2 E66.8", "E66.9"),
    _specified("E78.0-E78.4", "E78.5"),
    _specified("F32.0-F32.5 F33", "F32.9 F32.A"),
    _specified("G47.31-G47.39", "G47.30"),
    _specified("I21.0-I21.4", "I21.9"),
    _specified("I48.0-I48.2", "I48.91"),
    _specified("I50.1-I50.8", "I50.9"),
    _specified("J12-J16", "J18.9"),
    _specified("J44.0-J44.8", "J44.9"),
    _specified("J45.2-J45.5", "J45.90"),
    _specified("J96.0-J96.2", "J96.9"),
    _specified("K21.0", "K21.9"),
    _specified("N18.1-N18.6", "N18.9"),
)


def not_together(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for codes that are not used with others on the list, once for each reason.

    The rows of this module: confirmed infections and exposure, a disease and its history, a
    complication and the status it tells, what a combination code has in it, and the like.
    Information where one leaves open what another says: there may be two diseases.
    """
    listed = distinct(chart.diagnoses.codes)
    for row in _APART:
        other = [one for one in listed if row.other.holds(one)]
        if not other:
            continue
        kept = [one for one in listed if row.kept.holds(one)]
        if not kept or (row.unless and any(row.unless.holds(one) for one in listed)):
            continue
        if row.unless_asked:
            other = [one for one in other if not _is_asked_for(one, listed, row.kept)]
        if other:
            yield _finding(row, kept, other)


def _is_asked_for(other: ListedCode, listed: Sequence[ListedCode], kept: CodeGroup) -> bool:
    """Whether a note at a third code asks for it: it may tell of that one."""
    return any(
        asked.names(other)
        for one in listed
        if not kept.holds(one) and one.written != other.written
        for asked in instructions(one, NoteKind.USE_ADDITIONAL_CODE)
    )


def _finding(row: _Apart, kept: Sequence[ListedCode], other: Sequence[ListedCode]) -> Finding:
    names = joined([one.written for one in other], 4)
    return guideline_finding(
        "not_together",
        (*kept, *other),
        f"{names} {'is' if len(other) == 1 else 'are'} not used with"
        f" {joined([one.written for one in kept], 4)}: {row.why}.",
        section=row.section,
        action=f"Keep {'it' if len(other) == 1 else 'them'} only where the record tells of"
        " something else."
        if row.takes_off
        else "Keep the one that the record supports.",
        severity=row.severity,
        fixes=taking_off(other) if row.takes_off else (),
    )
