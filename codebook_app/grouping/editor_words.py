"""The edits of the Medicare Code Editor in sentences, and the codes each of them is about.

The editor gives names and counts only. The edits are those of CMS's Definitions of Medicare Code
Edits; a code is concerned where the edit counts less without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from codebook_app.grouping.stay import CodedDiagnosis, Stay

Edit = Callable[[Stay], Mapping[str, int] | None]

OF_PRINCIPAL = frozenset(
    {
        "E_CODE_AS_PDX",
        "MANIFESTATION_AS_PDX",
        "NONSPECIFIC_PDX",
        "QUESTIONABLE_ADMISSION",
        "REQUIRES_SDX",
        "UNACCEPTABLE_PDX",
    }
)
"""Edits that are about the principal diagnosis and no other code."""

OF_NO_CODE = frozenset({"INVALID_AGE", "INVALID_SEX", "INVALID_DISCHARGE_STATUS"})
"""Edits that are about the patient or the stay."""

_ADMITTING = "INVALID_ADMIT_DX"
# A diagnosis that takes part in no edit but those of every code.
_INERT = "R69"
_TRANSPLANTS = {
    "COMBINATION_HEART_LUNG": "a heart and lung transplant",
    "HEART_IMPLANT": "the implantation of a heart assist system",
    "HEART_TRANSPLANT": "a heart transplant",
    "INTESTINE": "an intestine transplant",
    "KIDNEY": "a kidney transplant",
    "LIVER": "a liver transplant",
    "LUNG_TRANSPLANT": "a lung transplant",
    "LVRS": "lung volume reduction surgery",
    "PANCREAS": "a pancreas transplant",
    "ARTIFICIAL_HEART": "an artificial heart",
}
_LIMITED = "LIMITED_COVERAGE"
_WORDS = {
    "INVALID_CODE": "Invalid code: not valid on the day of the discharge. "
    "The grouper leaves it out.",
    "SEX_CONFLICT": "Sex conflict: the code does not go with the patient's sex.",
    "AGE_CONFLICT": "Age conflict: the code does not go with the patient's age.",
    "TYPE_OF_AGE_CONFLICT": "Age conflict: the code does not go with the patient's age.",
    "QUESTIONABLE_ADMISSION": "Questionable admission: as a rule this principal diagnosis does not "
    "call for a stay in an acute care hospital.",
    "MANIFESTATION_AS_PDX": "Manifestation code as principal diagnosis: it tells how a disease "
    "shows itself; the disease comes first.",
    "NONSPECIFIC_PDX": "Nonspecific principal diagnosis: a more specific code says what was found.",
    "E_CODE_AS_PDX": "External cause as principal diagnosis: it tells how an injury came about; "
    "the injury comes first.",
    "UNACCEPTABLE_PDX": "Unacceptable principal diagnosis: it tells of a circumstance, or of what "
    "another condition causes.",
    "DUPLICATE_OF_PDX": "Duplicate of the principal diagnosis: a secondary diagnosis repeats it.",
    "MEDICARE_IS_SECONDARY_PAYER": "Medicare may be the secondary payer: the code points to "
    "another one who is liable first.",
    "REQUIRES_SDX": "Requires a secondary diagnosis: this principal diagnosis is accepted only "
    "with another one.",
    "NONSPECIFIC_OR": "Nonspecific operating room procedure: a more specific code says what was "
    "done.",
    "OPEN_BIOPSY": "Open biopsy: the code is for an open one; see that it was no closed biopsy.",
    "NON_COVERED": "Non-covered procedure: Medicare does not pay for it, or not with these "
    "diagnoses or at this age.",
    "BILATERAL": "Bilateral procedure: two procedures on joints of the lower extremities are told; "
    "see that they are two different joints.",
    "LIMITED_COVERAGE": "Limited coverage: Medicare covers the procedure under conditions only.",
    "QUESTIONABLE_OBSTETRIC_ADMISSION": "Questionable obstetric admission: a delivery is coded "
    "without a diagnosis of its outcome (Z37).",
    _ADMITTING: "Invalid admitting diagnosis: not valid on the day of the discharge.",
    "INVALID_AGE": "Invalid age: it has to be 0 to 124 years.",
    "INVALID_SEX": "Invalid sex: it has to be told for a discharge on this day.",
    "INVALID_DISCHARGE_STATUS": "Invalid discharge status: there is no such one on this day.",
    "INVALID_POA": "Invalid POA indicator.",
    "WRONG_PROCEDURE_PERFORMED": "Wrong procedure performed: a procedure was done wrongly, on the "
    "wrong side or patient; Medicare does not cover it.",
    "INCONSISTENT_WITH_LENGTH_OF_STAY": "Procedure inconsistent with the length of the stay: it "
    "lasts more than four days, and the stay did not.",
    "UNSPECIFIED": "Unspecified code: it counts as CC or MCC and another code of its subcategory "
    "says the side; see whether the record does.",
}


@dataclass(frozen=True, slots=True)
class RaisedEdit:
    """An edit by the editor's own *name*, and the places of the codes it is about.

    *diagnoses* and *procedures* count from 0; *admitting* tells of the admitting diagnosis.
    """

    name: str
    diagnoses: tuple[int, ...] = ()
    procedures: tuple[int, ...] = ()
    admitting: bool = False


def words(name: str) -> str:
    """Return an edit in a sentence; one that is new to us under its own name."""
    if name in _WORDS:
        return _WORDS[name]
    transplant = _TRANSPLANTS.get(name.removeprefix(f"{_LIMITED}_"))
    if transplant is not None:
        return f"Limited coverage: Medicare covers {transplant} under conditions only."
    return f"{name.replace('_', ' ').capitalize()}."


def raised(stay: Stay, edit: Edit) -> tuple[RaisedEdit, ...] | None:
    """Return the edits of a stay with the codes they are about; None where there is no editor."""
    counts = edit(stay)
    if counts is None:
        return None
    concerned = _Concerned(stay, counts, edit)
    return tuple(concerned.by(name) for name in counts)


class _Concerned:
    """Finds the codes of edits by asking the editor again without each code."""

    def __init__(self, stay: Stay, counts: Mapping[str, int], edit: Edit) -> None:
        self._stay = stay
        self._counts = counts
        sought = set(counts) - OF_PRINCIPAL - OF_NO_CODE - {_ADMITTING}
        self._diagnoses = list(self._without_diagnoses(edit)) if sought else []
        self._procedures = (
            [edit(stay.without_procedure(at)) or {} for at in range(len(stay.procedures))]
            if sought
            else []
        )

    def by(self, name: str) -> RaisedEdit:
        if name in OF_NO_CODE:
            return RaisedEdit(name)
        if name == _ADMITTING:
            return RaisedEdit(name, admitting=True)
        if name in OF_PRINCIPAL:
            return RaisedEdit(name, (0,))
        return RaisedEdit(
            name, self._fewer(name, self._diagnoses), self._fewer(name, self._procedures)
        )

    def _fewer(self, name: str, without: list[Mapping[str, int]]) -> tuple[int, ...]:
        before = self._counts[name]
        return tuple(at for at, left in enumerate(without) if left.get(name, 0) < before)

    def _without_diagnoses(self, edit: Edit) -> Iterator[Mapping[str, int]]:
        inert = replace(
            self._stay, diagnoses=(CodedDiagnosis(_INERT, "Y"), *self._stay.diagnoses[1:])
        )
        yield edit(inert) or {}
        for place in range(1, len(self._stay.diagnoses)):
            yield edit(self._stay.without_diagnosis(place)) or {}
