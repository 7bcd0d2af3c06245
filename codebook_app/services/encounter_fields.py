"""What may be entered with an encounter and its lines: read, put in shape, or refused in words.

Every function raises :class:`KnownError` for what can't be entered, and says what can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final

from codebook_app.domain.claim import DIAGNOSES, SERVICES
from codebook_app.domain.encounter import OLDEST_AGE, EncounterLine, Role
from codebook_app.errors import KnownError


class Unchanged(Enum):
    """The type of :data:`UNCHANGED`."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED
"""Stands for a field that is not to be changed, where None takes its value away."""

MOST_UNITS = 99_999
MOST_MODIFIERS = 12
LARGEST_CHARGE = Decimal("9999999.99")
_CENT = Decimal("0.01")
_LETTERS = re.compile("[A-Z]{1,2}")
_MODIFIER = re.compile("[A-Z0-9]{2}")

LineFields = Mapping[str, object]


def age(years: int | None) -> int | None:
    """Return an age in whole years, 0 to 130, or None."""
    if years is not None and not 0 <= years <= OLDEST_AGE:
        raise KnownError(f"{years} is no age.", f"Give whole years from 0 to {OLDEST_AGE}.")
    return years


def sex(letter: str) -> str:
    """Return F, M, U or an empty text."""
    letter = letter.strip().upper()
    if letter not in {"", "F", "M", "U"}:
        raise KnownError(f"“{letter}” is no sex.", "Give F, M or U (unknown).")
    return letter


def discharge_status(digits: str) -> str:
    """Return the two digits of UB-04 FL17, or an empty text; "1" is taken for 01."""
    digits = digits.strip()
    if not re.fullmatch("([0-9]{1,2})?", digits):
        raise KnownError(
            f"“{digits}” is no discharge status.", "Give its two digits (01 is discharged home)."
        )
    return digits.zfill(2) if digits else ""


def changed_line(line: EncounterLine, given: LineFields) -> dict[str, Any]:
    """Return *given* as a line keeps it; :class:`KnownError` for what the line cannot have."""
    fields: dict[str, Any] = {}
    for name, value in given.items():
        if name not in _READ:
            raise TypeError(f"a line has no field {name} to set")
        read = _READ[name](value)
        if read and not applies(name, line.code_set):
            raise KnownError(
                f"{line.code} is {_KIND_WORDS[_kind(line.code_set)]}: it has no {WORDS[name]}.",
                f"Choose {_OF_WORDS[name]}.",
            )
        fields[name] = read
    return fields


def applies(field: str, code_set: str) -> bool:
    """Whether a line of *code_set* may have *field* ("poa", "units", …)."""
    return _kind(code_set) in _HAVE[field]


def _kind(code_set: str) -> str:
    if code_set == DIAGNOSES:
        return "diagnosis"
    return "service" if code_set in SERVICES else "procedure"


def _poa(value: object) -> str:
    letter = str(value).strip().upper()
    if letter not in {"", "Y", "N", "U", "W"}:
        raise KnownError(
            f"“{letter}” is no present-on-admission indicator.",
            "Give Y, N, U or W, or nothing where the code is exempt.",
        )
    return letter


def _units(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or not 1 <= value <= MOST_UNITS:
        raise KnownError(
            f"{value} is no number of units.", f"Give a whole number from 1 to {MOST_UNITS:,}."
        )
    return value


def _modifiers(value: object) -> tuple[str, ...]:
    given = _texts(value)
    for one in given:
        if not _MODIFIER.fullmatch(one):
            raise KnownError(f"“{one}” is no modifier.", "A modifier is two letters or digits.")
    if len(given) > MOST_MODIFIERS:
        raise KnownError(
            f"{len(given)} modifiers are too many for a line.", "Four stand on a claim."
        )
    return given


def _pointers(value: object) -> tuple[str, ...]:
    given = _texts(value)
    for one in given:
        if not _LETTERS.fullmatch(one):
            raise KnownError(
                f"“{one}” is no diagnosis pointer.", "Give letters: A is the first diagnosis."
            )
    return tuple(dict.fromkeys(given))


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError("a sequence of texts is asked for")
    return tuple(str(one).strip().upper() for one in value)


def _charge(value: object) -> Decimal | None:
    if value is None:
        return None
    try:
        amount = Decimal(str(value)).quantize(_CENT)
        exact = amount == Decimal(str(value))
    except InvalidOperation:
        amount, exact = Decimal(-1), False
    if not exact or not 0 <= amount <= LARGEST_CHARGE:
        raise KnownError(
            f"{value} is no charge.", f"Give dollars and cents from 0.00 to {LARGEST_CHARGE:,}."
        )
    return amount


def _revenue_code(value: object) -> str:
    digits = str(value).strip()
    if not re.fullmatch("([0-9]{3,4})?", digits):
        raise KnownError(f"“{digits}” is no revenue code.", "Give its four digits (0450).")
    return digits.zfill(4) if digits else ""


def _performed_on(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    raise TypeError("a date is asked for")


_READ: dict[str, Callable[[object], Any]] = {
    "poa": _poa,
    "role": lambda value: Role(str(value)),
    "performed_on": _performed_on,
    "units": _units,
    "modifiers": _modifiers,
    "pointers": _pointers,
    "charge": _charge,
    "revenue_code": _revenue_code,
}
WORDS = {
    "poa": "POA",
    "role": "role",
    "performed_on": "date",
    "units": "units",
    "modifiers": "modifiers",
    "pointers": "pointers",
    "charge": "charge",
    "revenue_code": "revenue code",
}
"""The fields of a line that may be set, in words."""
_SERVICE = frozenset({"service"})
_HAVE = {
    "poa": frozenset({"diagnosis"}),
    "role": frozenset({"diagnosis"}),
    "performed_on": frozenset({"procedure", "service"}),
    "units": frozenset({"procedure", "service"}),
    "modifiers": _SERVICE,
    "pointers": _SERVICE,
    "charge": _SERVICE,
    "revenue_code": _SERVICE,
}
_KIND_WORDS = {
    "diagnosis": "a diagnosis",
    "procedure": "no CPT or HCPCS code",
    "service": "a service",
}
_OF_WORDS = {
    name: "a diagnosis"
    if "diagnosis" in kinds
    else "a CPT or HCPCS code"
    if kinds == _SERVICE
    else "a procedure or service"
    for name, kinds in _HAVE.items()
}
