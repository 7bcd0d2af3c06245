"""Codes that the guidelines ask another code for, where no note at the code names it firmly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits.chart import Chart, joined
from codebook_app.edits.code_groups import CodeGroup, group
from codebook_app.edits.guideline import distinct, guideline_finding, taking_off
from codebook_app.edits.listed import ListedCode

_NEOPLASM = group("C00-D49")
# Infections of the whole body, and those of chapter 1 and of care that the index has sepsis under.
_SYSTEMIC = group(
    "A00-B94 B99 J95.02 K65.1 O03.37 O03.87 O04.87 O07.37 O08.0 O08.82 O75.3 O85 O86 P36 P35"
    " T80.2 T81.4 T82.6 T82.7 T83.5 T83.6 T84.5-T84.7 T85.7 T86 T88.0"
)
_WEIGHT = group(
    "E40-E46 E64.0 E65-E68 E88.82 E88.A F50 K90 K91.2 K95 O25 O99.21 O99.84 P05 P92.6 R62.5 R63 R64"
)
_IN_CHILDBIRTH = re.compile(r"\b(?:complicating|in) childbirth\b")
_DELIVERY = group("O60.1 O60.2 O70 O80 O82")
# Not the sequelae (O94): the pregnancy and the puerperium are over.
_CHAPTER_15 = group("O00-O9A", but="O94")
_NEWBORN = group("P00-P96 Z38")


@dataclass(frozen=True, slots=True)
class _Companion:
    """Codes of *asking* are reported with one of *needed*, which *words* name; *names* opens them.

    Nothing is found where a code of *unless* is listed: it is another rule's; nor, with *beside*,
    where none of that group is. Where *takes_off*, taking the asking codes off is a way out, else
    the companion is to be added, which *action* may tell more nearly.
    """

    asking: CodeGroup
    needed: CodeGroup
    words: str
    names: tuple[str, ...]
    section: str
    severity: Severity = Severity.WARNING
    unless: CodeGroup | None = None
    beside: CodeGroup | None = None
    takes_off: bool = False
    action: str = "Add it from the record."


_COMPANIONS = (
    _Companion(
        group("R65.2"),
        _SYSTEMIC,
        "the systemic infection, A41.9 where no more is known",
        ("A40", "A41"),
        "I.C.1.d.1.b",
    ),
    _Companion(
        group("Z51.0 Z51.1"),
        _NEOPLASM,
        "the neoplasm that is treated",
        ("C00-D49",),
        "I.C.2.e.2",
    ),
    _Companion(
        group("C77-C79 C7B"),
        group("C00-C76 C7A C80 C81-C96 Z85"),
        "the primary: the site, its history (Z85), or C80.1 where it is not known",
        ("C80.1", "Z85"),
        "I.C.2.d and I.C.2.l.2",
        Severity.INFORMATION,
    ),
    _Companion(group("G89.3"), _NEOPLASM, "the neoplasm", ("C00-D49",), "I.C.6.b.5"),
    _Companion(
        group("I22"), group("I21"), "the first infarction of the four weeks", ("I21",), "I.C.9.e.4"
    ),
    _Companion(
        group("Y90"),
        group("F10"),
        "a disorder of category F10",
        ("F10",),
        "I.C.5.b.5",
        Severity.INFORMATION,
    ),
    _Companion(
        group("Z37"),
        group("O00-O9A Z33.2"),
        "the delivery, a code of chapter 15",
        ("O80", "O82"),
        "I.C.21.c.11",
        unless=_NEWBORN,
    ),
    _Companion(
        group("I10-I16 I1A"),
        group("O10 O11 O13-O16"),
        "a code of chapter 15 for hypertension, beside a pregnancy, childbirth or the puerperium",
        ("O10", "O11", "O13", "O14", "O16"),
        "I.C.15.a.1 and I.C.15.d",
        unless=_NEWBORN,
        beside=_CHAPTER_15,
        # The Excludes1 note at I10 names them; the other categories stay beside them.
        action="Add it from the record; it takes the place of I10.",
    ),
    _Companion(
        group("E08-E13"),
        group("O24"),
        "a code of chapter 15 for diabetes, beside a pregnancy, childbirth or the puerperium",
        ("O24",),
        "I.C.15.g",
        unless=_NEWBORN,
        beside=_CHAPTER_15,
    ),
    _Companion(
        group("Z68", but="Z68.5"),
        _WEIGHT,
        "the diagnosis that it belongs to, such as obesity or malnutrition",
        ("E66", "R63"),
        "I.C.21.c.3",
        unless=group("Z3A Z33.1 Z34 O09"),
    ),
    # Quality measures ask for it at a child's check-up.
    _Companion(
        group("Z68.5"),
        _WEIGHT,
        "the diagnosis that it belongs to, such as obesity or malnutrition",
        ("E66", "R63"),
        "I.C.21.c.3",
        Severity.INFORMATION,
    ),
    _Companion(
        group("Y92"),
        group("V00-Y84 T36-T88"),
        "what happened, an external cause",
        ("V00-Y84",),
        "I.C.20.b",
        Severity.INFORMATION,
    ),
    _Companion(
        group("Y99"),
        group("V00-Y84 Y93"),
        "what happened, an external cause",
        ("V00-Y84",),
        "I.C.20.k",
        takes_off=True,
    ),
)


def missing_code(chart: Chart) -> Iterator[Finding]:
    """Yield a warning, or information, for codes without the other code that belongs to them.

    The rows of this module, and the outcome of a delivery: a code that tells of one by its title
    ("complicating childbirth"), O60.1, O60.2, O70, O80 and O82 go with one of Z37. On a newborn's
    record a mother's code is out of place, which is told as that alone.
    """
    listed = distinct(chart.diagnoses.codes)
    newborn = chart.encounter.age_in_years == 0 or _any_of(_NEWBORN, listed)
    for row in _COMPANIONS:
        asking = [one for one in listed if row.asking.holds(one)]
        if not asking or _any_of(row.needed, listed):
            continue
        if row.unless is not None and _any_of(row.unless, listed):
            continue
        if row.beside is None or (not newborn and _any_of(row.beside, listed)):
            yield _finding(row, asking)
    if newborn:
        return
    delivered = [one for one in listed if _tells_of_a_delivery(one)]
    if delivered and not any(one.undotted.startswith("Z37") for one in listed):
        yield _finding(_OUTCOME, delivered)


_OUTCOME = _Companion(
    _DELIVERY, group("Z37"), "the outcome of the delivery", ("Z37",), "I.C.15.b.5"
)


def _any_of(wanted: CodeGroup, listed: Iterable[ListedCode]) -> bool:
    return any(wanted.holds(one) for one in listed)


def _tells_of_a_delivery(one: ListedCode) -> bool:
    if not one.undotted.startswith("O"):
        return False
    title = one.line.code.title if one.line is not None else ""
    return _DELIVERY.holds(one) or _IN_CHILDBIRTH.search(title) is not None


def _finding(row: _Companion, asking: list[ListedCode]) -> Finding:
    names = joined([one.written for one in asking], 4)
    return guideline_finding(
        "missing_code",
        asking,
        f"{names} {'is' if len(asking) == 1 else 'are'} listed without {row.words}.",
        section=row.section,
        action=f"Add it, or take {names} off." if row.takes_off else row.action,
        severity=row.severity,
        fixes=taking_off(asking) if row.takes_off else (),
        names=row.names,
    )
