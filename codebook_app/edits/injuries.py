"""Injuries: burns by their degree, sequelae apart from the injury, and a shock after a procedure.

Official Guidelines, sections I.B.10, I.C.1.d.5.c, I.C.19.d.1 and I.C.19.d.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codebook_app.domain.finding import Finding
from codebook_app.edits.chart import Chart, joined
from codebook_app.edits.code_groups import group
from codebook_app.edits.guideline import (
    distinct,
    guideline_finding,
    printed,
    putting_first,
    putting_in_place,
    taking_off,
)
from codebook_app.edits.listed import ListedCode
from codebook_app.edits.sequencing import is_sequela

_BURNS = group("T20-T25")
_ANY_BURN = group("T20-T32")
_INJURIES = group("S00-T88")
# The degree by the fourth character, burns and corrosions alike; unspecified is not compared.
_DEGREES = {"1": 1, "2": 2, "3": 3, "5": 1, "6": 2, "7": 3}
_CORROSION = frozenset("4567")
_CURRENT = "A"
_AFTER_PROCEDURE = group("T81.44", sevenths="ADS")


def burns(chart: Chart) -> Iterator[Finding]:
    """Yield warnings: ``guideline_order`` and ``not_together`` of burns and corrosions.

    The first diagnosis, where it is an external burn, is one of the highest degree listed (section
    I.C.19.d.1); one site of one side is coded by its highest degree (section I.C.19.d.2). Of
    burns under first treatment only.
    """
    listed = [
        one
        for one in distinct(chart.diagnoses.codes)
        if _BURNS.holds(one) and one.undotted[6:] == _CURRENT and one.undotted[3] in _DEGREES
    ]
    worst: dict[tuple[str, bool, str], ListedCode] = {}
    for one in sorted(listed, key=_degree, reverse=True):
        worst.setdefault(_site(one), one)
    for one in listed:
        highest = worst[_site(one)]
        if _degree(one) < _degree(highest):
            yield guideline_finding(
                "not_together",
                (one, highest),
                f"{one.written} is of the same site as {highest.written}, which is of a higher"
                " degree.",
                section="I.C.19.d.2",
                action=f"Code the site by its highest degree, {highest.written}.",
                fixes=taking_off((one,)),
            )
    first = chart.first
    if first is None or not listed or listed[0].line_id != first.line_id:
        return
    highest = max(listed, key=_degree)
    if _degree(highest) > _degree(listed[0]) and _site(highest) != _site(listed[0]):
        yield guideline_finding(
            "guideline_order",
            (listed[0], highest),
            f"{highest.written} is to stand before {listed[0].written}: the burn of the highest"
            " degree comes first.",
            section="I.C.19.d.1",
            action=f"Move {highest.written} before {listed[0].written}.",
            fixes=putting_first(chart, highest),
        )


def sequela_with_injury(chart: Chart) -> Iterator[Finding]:
    """Yield a warning, ``not_together``, for an injury listed as current and as a sequela.

    Section I.B.10: the code of the acute phase is never used with that of the late effect. Burns
    are the exception of section I.C.19.d.8.
    """
    listed = distinct(chart.diagnoses.codes)
    for late in listed:
        if not is_sequela(late) or not _INJURIES.holds(late) or _ANY_BURN.holds(late):
            continue
        current = [
            one
            for one in listed
            if one.undotted[:6] == late.undotted[:6]
            and len(one.undotted) == 7
            and not is_sequela(one)
        ]
        if current:
            yield guideline_finding(
                "not_together",
                (late, *current),
                f"{late.written} is the sequela of {joined([one.written for one in current])},"
                " which is coded as current.",
                section="I.B.10",
                action="Keep the one that the record supports.",
            )


def shock_after_procedure(chart: Chart) -> Iterator[Finding]:
    """Yield a warning, ``not_together``, for sepsis after a procedure with R65.21.

    Section I.C.1.d.5.c: its shock is T81.12-, with the seventh character of the sepsis.
    """
    for sepsis, shock, right in _shocks(chart.diagnoses.codes):
        yield guideline_finding(
            "not_together",
            (sepsis, shock),
            f"{shock.written} is not used with {sepsis.written}: a septic shock after a procedure"
            f" is {right}.",
            section="I.C.1.d.5.c",
            action=f"Code {right}, unless the sepsis did not follow the procedure.",
            fixes=putting_in_place(chart, (shock,), chart.offered.get(right)),
            names=(right,),
        )


def postprocedural_shocks(codes: Sequence[ListedCode]) -> Iterator[str]:
    """Yield the codes that :func:`shock_after_procedure` would put in the place of others."""
    for _, _, right in _shocks(codes):
        yield right


def _shocks(codes: Sequence[ListedCode]) -> Iterator[tuple[ListedCode, ListedCode, str]]:
    listed = distinct(codes)
    sepsis = next((one for one in listed if _AFTER_PROCEDURE.holds(one)), None)
    shock = next((one for one in listed if one.undotted == "R6521"), None)
    told = any(one.undotted.startswith("T8112") for one in listed)
    if sepsis is not None and shock is not None and not told:
        yield sepsis, shock, printed(f"T8112X{sepsis.undotted[6]}")


def _degree(one: ListedCode) -> int:
    return _DEGREES[one.undotted[3]]


def _site(one: ListedCode) -> tuple[str, bool, str]:
    """Return where a burn is: its category, burn or corrosion, and the site within."""
    return one.undotted[:3], one.undotted[3] in _CORROSION, one.undotted[4:6]
