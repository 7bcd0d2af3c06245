"""Conditions that one code tells together: hypertension with heart and kidney, acute on chronic.

Official Guidelines, sections I.B.9 (a combination code takes the place of several) and I.C.9.a (the
classification presumes that hypertension and heart or kidney disease belong together, unless the
record says that they do not).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from codebook_app.domain.finding import Finding
from codebook_app.edits.chart import Chart, joined
from codebook_app.edits.code_groups import group
from codebook_app.edits.guideline import (
    distinct,
    guideline_finding,
    printed,
    putting_in_place,
    taking_off,
)
from codebook_app.edits.listed import ListedCode

_HYPERTENSION = group("I10 I11.0 I11.9 I12.0 I12.9 I13.0 I13.10 I13.11 I13.2")
_HEART = group("I50 I51.4-I51.7 I51.89 I51.9")
_FAILURE = group("I50 I11.0 I13.0 I13.2")
_HEART_TOLD = group("I11 I13")
_OTHER_FAILURE = group("I09.81 I97.13")
_KIDNEY = group("N18")
_KIDNEY_TOLD = group("I12 I13")
_LAST_STAGES = group("N18.5 N18.6")
_LAST_STAGES_TOLD = group("I12.0 I13.11 I13.2")
_FAILURE_KINDS = group("I50.20-I50.23 I50.30-I50.33 I50.40-I50.43")
_RESPIRATORY = group("J96.0-J96.2")


@dataclass(frozen=True, slots=True)
class _Combined:
    """The code *right* without point that tells what *told* say one by one, *beside* what else."""

    right: str
    told: tuple[ListedCode, ...]
    beside: tuple[ListedCode, ...]
    section: str
    unless: str


def combination_code(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for codes that the guidelines have told by one.

    * I10 to I13 among themselves and with I50, I51.4 to I51.7, I51.89, I51.9 and N18: the one code
      of I10 to I13 that tells heart, kidney and stage (sections I.C.9.a.1 to 3).
    * Heart failure of several kinds, and acute with chronic (I50.2 to I50.4), and acute with
      chronic respiratory failure (J96): section I.B.9.
    """
    for one in _combined(chart.diagnoses.codes):
        listed = next((code for code in one.told if code.undotted == one.right), None)
        others = tuple(code for code in one.told if code is not listed)
        code = printed(one.right)
        names = joined([other.written for other in others], 4)
        if listed is not None:
            yield guideline_finding(
                "combination_code",
                (*others, listed),
                f"{code} tells what {names} {'tells' if len(others) == 1 else 'tell'}.",
                section=one.section,
                action=f"Keep {code} alone{one.unless}.",
                fixes=taking_off(others),
            )
        else:
            beside = joined([other.written for other in one.beside], 4) if one.beside else ""
            tells = "both" if len(others) == 2 else "it all"
            yield guideline_finding(
                "combination_code",
                (*others, *one.beside),
                f"{names} with {beside}: the hypertension is {code}."
                if beside
                else f"{names}: one code, {code}, tells {tells}.",
                section=one.section,
                action=f"Code {code}{one.unless}.",
                fixes=putting_in_place(chart, others, chart.offered.get(code)),
                names=(code,),
            )


def combined_codes(codes: Sequence[ListedCode]) -> Iterator[str]:
    """Yield the codes that :func:`combination_code` would put in the place of others."""
    for one in _combined(codes):
        yield printed(one.right)


def _combined(codes: Sequence[ListedCode]) -> Iterator[_Combined]:
    listed = distinct(codes)
    yield from _hypertension(listed)
    yield from _heart_failure(listed)
    yield from _respiratory_failure(listed)


def _hypertension(listed: Sequence[ListedCode]) -> Iterator[_Combined]:
    told = tuple(one for one in listed if _HYPERTENSION.holds(one))
    if not told:
        return
    every = [one.undotted for one in listed]
    if any(_OTHER_FAILURE.has(one) for one in every):
        # Rheumatic, or after surgery: its cause is told, and is not the hypertension.
        every = [one for one in every if not one.startswith("I50")]
    failure = any(_FAILURE.has(one) for one in every)
    heart = failure or any(_HEART.has(one) or _HEART_TOLD.has(one) for one in every)
    stages = [one for one in every if _KIDNEY.has(one)]
    kidney = bool(stages) or any(_KIDNEY_TOLD.has(one) for one in every)
    last = any((_LAST_STAGES if stages else _LAST_STAGES_TOLD).has(one) for one in stages or every)
    right = hypertension_code(heart=heart, failure=failure, kidney=kidney, last_stages=last)
    if [one.undotted for one in told] == [right]:
        return
    beside = tuple(one for one in listed if _tells_why(one, heart=heart, kidney=kidney))
    section = "I.C.9.a.3" if heart and kidney else "I.C.9.a.2" if kidney else "I.C.9.a.1"
    unless = ", unless the record says that they are unrelated" if beside else ""
    yield _Combined(right, told, beside, section, unless)


def hypertension_code(*, heart: bool, failure: bool, kidney: bool, last_stages: bool) -> str:
    """Return the code without point of hypertension with what else there is.

    *last_stages* are stage 5 of chronic kidney disease and end stage renal disease.
    """
    if heart and kidney:
        return (
            ("I132" if last_stages else "I130")
            if failure
            else ("I1311" if last_stages else "I1310")
        )
    if kidney:
        return "I120" if last_stages else "I129"
    if heart:
        return "I110" if failure else "I119"
    return "I10"


def _tells_why(one: ListedCode, *, heart: bool, kidney: bool) -> bool:
    """Whether a code beside those of hypertension is what changes them."""
    return (heart and _HEART.holds(one)) or (kidney and _KIDNEY.holds(one))


def _heart_failure(listed: Sequence[ListedCode]) -> Iterator[_Combined]:
    told = tuple(one for one in listed if _FAILURE_KINDS.holds(one))
    if len(told) < 2:
        return
    kinds = {one.undotted[3] for one in told}
    times = {one.undotted[4] for one in told}
    right = f"I50{kinds.pop() if len(kinds) == 1 else '4'}{_time(times)}"
    yield _Combined(right, told, (), "I.B.9", "")


def _time(times: Collection[str]) -> str:
    """Return the last character of acute on chronic (3), chronic (2), acute (1), or neither."""
    acute, chronic = not {"1", "3"}.isdisjoint(times), not {"2", "3"}.isdisjoint(times)
    return "3" if acute and chronic else "1" if acute else "2" if chronic else "0"


def _respiratory_failure(listed: Sequence[ListedCode]) -> Iterator[_Combined]:
    for with_what in "012":
        told = tuple(
            one
            for one in listed
            if _RESPIRATORY.holds(one) and len(one.undotted) == 5 and one.undotted[4] == with_what
        )
        if len(told) > 1:
            yield _Combined(f"J962{with_what}", told, (), "I.B.9", "")
