"""The coder's own work: an encounter and its code list. No patient's name is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Setting(StrEnum):
    """Where the service took place, which decides the claim and some checks."""

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class EncounterLine:
    """One code of the list, keeping code set, release and title as they were when added.

    *poa* is Y, N, U, W or empty; *pointers* are letters A to L of the diagnoses a procedure line
    answers to; *release* is empty where the code was found in no installed release.
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


@dataclass(frozen=True, slots=True)
class EncounterSummary:
    """An encounter as the list of encounters shows it."""

    id: str
    label: str
    setting: Setting
    date_of_service: date | None
    codes: tuple[str, ...]
    changed_at: datetime
