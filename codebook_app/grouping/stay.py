"""A stay as the grouper is asked about it, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class CodedDiagnosis:
    """A diagnosis of a stay, written without point, with its POA indicator or ""."""

    code: str
    poa: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """What the grouper and the editor are asked about: the principal diagnosis first.

    *on* is the day of the discharge. *sex* is "F", "M", "U" or "" where it is not known, *age* None
    likewise. *discharge_status* is the two digits of UB-04 FL17; where it is empty the patient went
    home. *days* is how long the stay was, None where the day of admission is not known.
    *poa_exempt* says that the hospital is exempt from POA reporting: nothing is taken for acquired
    in it.
    """

    on: date
    diagnoses: tuple[CodedDiagnosis, ...]
    procedures: tuple[str, ...] = ()
    admitting: str = ""
    age: int | None = None
    sex: str = ""
    discharge_status: str = ""
    days: int | None = None
    poa_exempt: bool = False

    def without_diagnosis(self, place: int) -> Stay:
        """Return the stay without the diagnosis at *place*; the next one is then the principal."""
        return replace(self, diagnoses=self.diagnoses[:place] + self.diagnoses[place + 1 :])

    def without_procedure(self, place: int) -> Stay:
        """Return the stay without the procedure at *place*."""
        return replace(self, procedures=self.procedures[:place] + self.procedures[place + 1 :])


@dataclass(frozen=True, slots=True)
class AcquiredCondition:
    """A hospital-acquired condition a diagnosis belongs to; *status* is the grouper's own word.

    *number* is CMS's, 1 for HAC 01 (appendix I of the MS-DRG definitions manual).
    """

    number: int
    name: str
    status: str

    @property
    def met(self) -> bool:
        """Whether its criteria are met: it was not there on admission."""
        return self.status == "HAC_CRITERIA_MET"


@dataclass(frozen=True, slots=True)
class GroupedDiagnosis:
    """What the grouper made of a diagnosis: its *severity* is "MCC", "CC" or "".

    *excluded* by the principal diagnosis, *excluded_by_death* a MCC only of who lives; *used* for
    the final DRG; *valid* in the version.
    """

    code: str
    severity: str
    excluded: bool
    excluded_by_death: bool
    used: bool
    valid: bool
    conditions: tuple[AcquiredCondition, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the grouper made of a stay: numbers None where it could not group it.

    *diagnoses* begin with the principal one; the others come in the grouper's own order.
    *raw* is the group as the grouper has it, 998 and 999 where there is none.
    *outcome* is its return code ("OK"), *base* the first DRG of the family, *severity* that of the
    secondary diagnoses, "MCC", "CC" or "". *used_procedures* are those it used for the DRG. What is
    called *initial* is before hospital-acquired conditions were taken off.
    """

    outcome: str
    raw: int
    drg: int | None
    title: str
    base: int | None
    mdc: int | None
    mdc_title: str
    severity: str
    initial: int | None
    initial_title: str
    diagnoses: tuple[GroupedDiagnosis, ...]
    used_procedures: frozenset[str]

    def at(self, place: int, stay: Stay) -> GroupedDiagnosis | None:
        """Return what was made of the diagnosis at *place* of *stay*, None where it was skipped."""
        if place == 0:
            return self.diagnoses[0]
        code = stay.diagnoses[place].code
        return next((one for one in self.diagnoses[1:] if one.code == code), None)
