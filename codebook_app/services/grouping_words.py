"""What the grouper says of a stay and its codes, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codebook_app.grouping.stay import AcquiredCondition, Answer, GroupedDiagnosis, Stay

_MISSING_POA = frozenset(
    {
        "HAC_MISSING_ONE_POA",
        "HAC_STATUS_INVALID_POA_INVALID_OR_1",
        "HAC_STATUS_INVALID_MULT_HACS_POA_NOT_Y_W",
        "HAC_STATUS_INVALID_POA_N_OR_U",
    }
)
_PRESENT = {"Y": "present on admission", "W": "whether it was present can't be determined"}
_ABSENT = {"N": "not present on admission", "U": "the record does not say whether it was present"}


def acquired_name(condition: AcquiredCondition) -> str:
    """Return a hospital-acquired condition by number and CMS's name."""
    return f"HAC {condition.number:02} {condition.name}"


def not_counted(told: GroupedDiagnosis, stay: Stay, poa: str = "N") -> str:
    """Return why a secondary CC or MCC does not count as one, "" where it does or is none."""
    if not told.severity:
        return ""
    principal = stay.diagnoses[0].code
    if told.code == principal:
        return "It repeats the principal diagnosis."
    if told.excluded:
        return f"The principal diagnosis excludes it as {told.severity}."
    if told.excluded_by_death:
        return f"It is {told.severity} only of patients discharged alive."
    met = [one for one in told.conditions if one.met]
    if met:
        numbers = " and ".join(f"HAC {one.number:02}" for one in met)
        if not poa:
            return f"Its POA decides whether it counts as {told.severity}: it may be {numbers}."
        return f"Acquired in the hospital ({numbers}), it does not count as {told.severity}."
    return ""


def poa_effect(told: GroupedDiagnosis, poa: str, *, exempt_hospital: bool = False) -> str:
    """Return what the POA indicator of a diagnosis did: it matters for hospital-acquired ones."""
    if not told.conditions:
        return ""
    numbers = " and ".join(f"HAC {one.number:02}" for one in told.conditions)
    if exempt_hospital:
        return f"{numbers} does not apply: the hospital is exempt from POA reporting."
    if not poa:
        return f"No POA: {numbers} can't be judged without it."
    if poa in _PRESENT:
        return f"POA {poa}, {_PRESENT[poa]}: not {numbers}."
    word = f"POA {poa}, {_ABSENT.get(poa, 'no such indicator')}"
    if any(one.met for one in told.conditions):
        return f"{word}: {' and '.join(f'HAC {o.number:02}' for o in told.conditions if o.met)}."
    return f"{word}, and not {numbers}: the rest of its criteria is not met."


def problem_of(answer: Answer, stay: Stay, printed: Mapping[str, str], day: date) -> str:
    """Return why *stay* can't be grouped, and what to do; *printed* are the codes as listed."""
    first = answer.diagnoses[0].code if answer.diagnoses else ""
    principal = printed.get(first, first)
    if answer.outcome in _MISSING_POA:
        # The grouper asks for the indicator of every code of a condition, met or not.
        given = {one.code for one in stay.diagnoses if one.poa}
        codes = [
            printed.get(one.code, one.code)
            for one in answer.diagnoses[1:]
            if one.conditions and one.code not in given
        ]
        named = tuple(dict.fromkeys(codes)) or ("A code",)
        if len(named) > 1:
            return (
                f"{', '.join(named)} may be hospital-acquired conditions, and their POA indicators "
                "decide the group: give each Y, N, U or W."
            )
        return (
            f"{named[0]} may be a hospital-acquired condition, and its POA indicator decides the "
            "group: give it Y, N, U or W."
        )
    match answer.outcome:
        case "INVALID_PDX" | "INVALID_PRINCIPAL_DIAGNOSIS":
            return (
                f"{principal}, the principal diagnosis, is no valid ICD-10-CM code on {day}: "
                "complete it, or choose another."
            )
        case "DX_CANNOT_BE_PDX":
            return f"{principal} can't be the principal diagnosis: put another one first."
        case "INVALID_SEX":
            return f"The group of {principal} depends on the patient's sex: give F or M."
        case "INVALID_AGE":
            return f"The group of {principal} depends on the patient's age: give it."
        case "INVALID_DISCHARGE_STATUS":
            return "The group depends on the discharge status, and there is no such one: give it."
        case "OK":
            return (
                f"{principal} is no principal diagnosis that a stay ends with (MS-DRG 998): put "
                "first what occasioned the stay."
            )
        case _:
            return (
                f"No MS-DRG takes this combination of codes ({answer.outcome.lower()}): check the "
                "principal diagnosis and the procedures."
            )


def undotted(code: str) -> str:
    """Return *code* as the grouper takes it: without point and blanks, in capitals."""
    return "".join(code.split()).replace(".", "").upper()
