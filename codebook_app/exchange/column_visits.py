"""The encounters that the rows of a table belong to, and what the columns tell of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from codebook_app.domain.encounter import OLDEST_AGE, Setting
from codebook_app.exchange.candidates import Visit
from codebook_app.exchange.column_values import cleaned, day_in

_SETTINGS = {
    "inpatient": Setting.INPATIENT,
    "ip": Setting.INPATIENT,
    "outpatient": Setting.OUTPATIENT,
    "op": Setting.OUTPATIENT,
    "emergency": Setting.OUTPATIENT,
    "ed": Setting.OUTPATIENT,
    "observation": Setting.OUTPATIENT,
    "professional": Setting.PROFESSIONAL,
    "office": Setting.PROFESSIONAL,
}


class VisitsOfRows:
    """Tells the visits of rows apart by the account they name, else by the patient."""

    def __init__(self, names: Sequence[str]) -> None:
        """*names* are what the columns hold, as :func:`column_named` tells."""
        self._key = next((one for one in ("visit", "patient") if one in names), "")
        self._places: dict[str, int] = {}
        self._visits: list[Visit] = []
        self._name = ""

    @property
    def word(self) -> str:
        """What one of the visits is."""
        return "patient" if self._key == "patient" else "account"

    def of(self, told: Mapping[str, str]) -> int:
        """Return the place of the visit of a row; a row that names none goes with the one above.

        *told* are the texts of its cells by what their columns hold.
        """
        self._name = " ".join(cleaned(told.get(self._key, "")).split()) or self._name
        at = self._places.setdefault(self._name, len(self._visits))
        if at == len(self._visits):
            self._visits.append(_visit(self._name, told))
        elif not self._visits[at].tells:
            self._visits[at] = _visit(self._name, told)
        return at

    def told(self) -> tuple[Visit, ...]:
        """Return the visits in their order; none where the table tells of a list and no more."""
        visits = tuple(self._visits)
        return visits if len(visits) > 1 or any(one.tells for one in visits) else ()


def _visit(name: str, told: Mapping[str, str]) -> Visit:
    admitted = day_in(told.get("admitted", ""))
    discharged = day_in(told.get("discharged", ""))
    age = cleaned(told.get("age", ""))
    sex = cleaned(told.get("sex", "")).upper()[:1]
    status = cleaned(told.get("status", ""))
    status = status.zfill(2) if status.isdigit() and len(status) < 3 else ""
    said = cleaned(told.get("setting", "")).lower()
    setting = next((_SETTINGS[one] for one in said.split() if one in _SETTINGS), None)
    if setting is None and admitted is not None and discharged is not None and status:
        setting = Setting.INPATIENT
    day: date | None = discharged or (day_in(told.get("date", "")) if setting else None)
    return Visit(
        name,
        setting=setting,
        admitted_on=admitted,
        date_of_service=day,
        birth_date=day_in(told.get("birth", "")),
        sex=sex if sex in {"F", "M", "U"} else "",
        age=int(age) if age.isdecimal() and len(age) < 4 and int(age) <= OLDEST_AGE else None,
        discharge_status=status,
    )
