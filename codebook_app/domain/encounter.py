"""The coder's own work: an encounter and its code list. No patient's name is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

OLDEST_AGE = 130
"""The oldest a patient may be, in whole years; the encounter file's schema says the same."""


class Setting(StrEnum):
    """Where the service took place, which decides the claim and some checks."""

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"
    PROFESSIONAL = "professional"


class Kind(StrEnum):
    """What a kept list is: an encounter, or a template that encounters begin from."""

    ENCOUNTER = "encounter"
    TEMPLATE = "template"


class Role(StrEnum):
    """What a diagnosis is on the claim where its place on the list does not say it.

    A listed diagnosis is the principal or first-listed one where it is the first, an external cause
    where its code is of chapter 20, else a secondary one (see :mod:`codebook_app.domain.claim`).
    The admitting diagnosis and the reasons for the visit stand in fields of their own, and their
    codes may stand among the listed ones too.
    """

    LISTED = ""
    ADMITTING = "admitting"
    REASON_FOR_VISIT = "reason_for_visit"


@dataclass(frozen=True, slots=True)
class EncounterLine:
    """One code of the list, keeping code set, release and title as they were when added.

    *poa* is Y, N, U, W or empty; *pointers* are letters of the listed diagnoses a service answers
    to, A the first (see :mod:`codebook_app.domain.pointers`); *units* of a service are 1 to 99,999,
    None where none are entered; *release* is empty where the code was found in no installed
    release. *role* is a diagnosis' only. *charge* is in dollars, None where
    the coder does not know it; *revenue_code* is the four digits of an institutional service (UB-04
    FL42), or empty.
    """

    id: str
    code_set: str
    release: str
    code: str
    title: str
    poa: str = ""
    performed_on: date | None = None
    units: int | None = None
    modifiers: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    role: Role = Role.LISTED
    charge: Decimal | None = None
    revenue_code: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A warning the person set aside: the *rule*, the *codes* it named, and why."""

    rule: str
    codes: tuple[str, ...]
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Encounter:
    """A code list with its label, date of service and setting, in the person's order.

    *revision* grows with each change, undo and redo included; a change made against an older
    revision is refused. The first diagnosis is the principal or first-listed one. *undo_word* and
    *redo_word* name the change that undo or redo would touch ("add E11.22"), empty where none.

    *date_of_service* picks the releases in force: of an inpatient stay it is the day of discharge,
    and *admitted_on* the day of admission. *age* is in whole years as the person gave it; with a
    *birth_date* it need not be given. *discharge_status* is the two digits of UB-04 FL17. A
    template has neither dates nor patient. *archived_at* is when it was put away.
    *poa_exempt_hospital* says that the hospital is exempt from POA reporting (critical access,
    cancer, children's and others; see :attr:`reports_poa`).
    """

    id: str
    label: str
    setting: Setting
    date_of_service: date | None
    lines: tuple[EncounterLine, ...]
    overrides: tuple[Override, ...]
    revision: int
    created_at: datetime
    changed_at: datetime
    age: int | None = None
    sex: str = ""
    discharge_status: str = ""
    undo_word: str = ""
    redo_word: str = ""
    admitted_on: date | None = None
    birth_date: date | None = None
    kind: Kind = Kind.ENCOUNTER
    favourite: bool = False
    archived_at: datetime | None = None
    poa_exempt_hospital: bool = False

    @property
    def reports_poa(self) -> bool:
        """Whether its diagnoses have POA indicators: those of a stay in a hospital not exempt.

        Exempt are hospitals that the inpatient prospective payment system does not pay, and those
        of Maryland (Deficit Reduction Act of 2005, section 5001(c); CMS, "POA exempt hospitals").
        """
        return self.setting is Setting.INPATIENT and not self.poa_exempt_hospital

    @property
    def age_in_years(self) -> int | None:
        """The age at admission, else at the service: that of the birth date where one is known.

        None where neither is given, or the birth date lies after that day.
        """
        day = self.admitted_on or self.date_of_service
        if self.birth_date is None or day is None:
            return self.age
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        years = day.year - self.birth_date.year - before_birthday
        return years if years >= 0 else None


@dataclass(frozen=True, slots=True)
class EncounterSummary:
    """An encounter or template as the list of encounters shows it."""

    id: str
    label: str
    setting: Setting
    date_of_service: date | None
    codes: tuple[str, ...]
    changed_at: datetime
    kind: Kind = Kind.ENCOUNTER
    favourite: bool = False
    archived: bool = False
