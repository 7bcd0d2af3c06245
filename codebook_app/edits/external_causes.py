"""External causes among themselves: their order, their seventh character, and what is told once.

Official Guidelines, sections I.C.20.a.2, b, c, d, f, i.2 and k.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codebook_app.domain.claim import is_external_cause
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import Fix, MoveLine, ReplaceLine
from codebook_app.edits.chart import Chart, joined
from codebook_app.edits.code_groups import group
from codebook_app.edits.guideline import (
    distinct,
    guideline_finding,
    printed,
    taking_off,
)
from codebook_app.edits.listed import ListedCode

_ABUSE = group("X92-Y09")
_CONFIRMED_ABUSE = group("T74")
_TERRORISM = group("Y38")
_CATACLYSM = group("X34-X39")
_TRANSPORT = group("V00-V99")
_CAUSE = group("V00-Y84")
_CIRCUMSTANCE = group("Y92 Y93 Y99")
_INJURY = group("S00-T88 M80 M84.3-M84.6")
_INITIAL = frozenset("ABC")
_TAKES = {**dict.fromkeys("ABC", "A"), **dict.fromkeys("DEFGHJKMNPQR", "D"), "S": "S"}
_WORDS = {"A": "initial", "D": "subsequent", "S": "sequela"}


def external_cause_order(chart: Chart) -> Iterator[Finding]:
    """Yield information where external causes are not in the order of their priority.

    Confirmed abuse, terrorism, cataclysms, transport accidents, other causes (section I.C.20.f),
    then place, activity and status (section I.C.20.d). The fix brings them into it, each kind in
    its own order as it is.
    """
    codes = chart.diagnoses.codes
    abused = any(_CONFIRMED_ABUSE.holds(one) for one in codes)
    ranked = [
        (_rank(one, abused=abused), one)
        for one in codes
        if _CAUSE.holds(one) or _CIRCUMSTANCE.holds(one)
    ]
    ordered = sorted(ranked, key=lambda pair: pair[0])
    if ordered == ranked:
        return
    causes = [one for _, one in ranked]
    right = [one for _, one in ordered]
    yield guideline_finding(
        "external_cause_order",
        distinct(causes),
        f"By their priority, the external causes stand {joined([one.written for one in right])}.",
        section="I.C.20.d and I.C.20.f",
        action="Bring them into this order.",
        severity=Severity.INFORMATION,
        fixes=(_sorted_fix(causes, right),),
    )


def external_cause_character(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for causes whose seventh character is that of no injury on the list.

    Section I.C.20.a.2: it matches that of the injury. Putting the matching code in its place is
    offered where all injuries say the same.
    """
    for cause, says, right in _mismatched(chart.diagnoses.codes):
        code = chart.offered.get(right) if right else None
        fixes = (
            (Fix(f"Replace {cause.written} by {code.code}", (ReplaceLine(cause.line_id, code),)),)
            if code is not None
            else ()
        )
        yield guideline_finding(
            "external_cause_character",
            (cause,),
            f"{cause.written} is of {'an' if says == 'initial' else 'a'} {says} encounter, and none"
            " of the injuries is."
            if says != "sequela"
            else f"{cause.written} is of a sequela, and none of the injuries is.",
            section="I.C.20.a.2 and I.C.20.i",
            action="Give it the seventh character of the injury.",
            fixes=fixes,
        )


def matching_causes(codes: Sequence[ListedCode]) -> Iterator[str]:
    """Yield the codes that :func:`external_cause_character` would put in the place of others."""
    for _, _, right in _mismatched(codes):
        if right:
            yield right


def initial_only(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for place, activity and status where no injury is under first treatment.

    Sections I.C.20.b, c and k: they are told once, at the initial encounter.
    """
    listed = distinct(chart.diagnoses.codes)
    told = [one for one in listed if _CIRCUMSTANCE.holds(one)]
    injuries = _sevenths(listed)
    if told and injuries and _INITIAL.isdisjoint(injuries):
        names = joined([one.written for one in told])
        yield guideline_finding(
            "initial_only",
            told,
            f"{names} {'is' if len(told) == 1 else 'are'} told at the initial encounter for an"
            " injury, and none of those listed is.",
            section="I.C.20.b, c and k",
            action="Leave out what was told then.",
            fixes=taking_off(told),
        )


def _rank(one: ListedCode, *, abused: bool) -> int:
    if _CIRCUMSTANCE.holds(one):
        return 5
    for rank, kind in enumerate((_TERRORISM, _CATACLYSM, _TRANSPORT), 1):
        if kind.holds(one):
            return rank
    return 0 if abused and _ABUSE.holds(one) else 4


def _sorted_fix(causes: Sequence[ListedCode], right: Sequence[ListedCode]) -> Fix:
    """Return the moves that bring the causes into order, to where the first of them stands."""
    moves: list[MoveLine] = []
    now = list(causes)
    for place, one in enumerate(right):
        if now[place].line_id != one.line_id:
            moves.append(MoveLine(one.line_id, now[place].line_id))
            now.remove(one)
            now.insert(place, one)
    return Fix("Order the external causes", tuple(moves))


def _mismatched(codes: Sequence[ListedCode]) -> Iterator[tuple[ListedCode, str, str]]:
    """Yield causes, what their character says, and the matching code where there is but one."""
    listed = distinct(codes)
    injuries = {_TAKES[one] for one in _sevenths(listed) if one in _TAKES}
    if not injuries:
        return
    for one in listed:
        character = one.undotted[6:]
        if _CAUSE.holds(one) and character in _WORDS and character not in injuries:
            (only, *more) = sorted(injuries)
            right = "" if more else printed(one.undotted[:6] + only)
            yield one, _WORDS[character], right


def _sevenths(listed: Sequence[ListedCode]) -> set[str]:
    """Return the seventh characters of the injuries."""
    return {
        one.undotted[6]
        for one in listed
        if len(one.undotted) == 7 and _INJURY.holds(one) and not is_external_cause(one.undotted)
    }
