"""What a change took out of an encounter and put in, so that it can be undone and redone.

A difference is JSON: for a field the old and the new value, for lines and overrides the place, and
what stood and stands there. It is small (a step of a long list does not store the list), and it
is the same thing forwards and backwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from codebook_app.domain.encounter import Encounter, EncounterLine, Override, Role, Setting

Difference = dict[str, Any]
T = TypeVar("T")

_FIELDS = (
    "label",
    "setting",
    "date_of_service",
    "age",
    "sex",
    "discharge_status",
    "birth_date",
    "admitted_on",
    "poa_exempt_hospital",
)


def difference(before: Encounter, after: Encounter) -> Difference:
    """Return what changed of the person's own content, empty where nothing did."""
    changed: Difference = {}
    for field in _FIELDS:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            changed[field] = [_plain(old), _plain(new)]
    if before.lines != after.lines:
        changed["lines"] = _splice(before.lines, after.lines)
    if before.overrides != after.overrides:
        changed["overrides"] = _splice(before.overrides, after.overrides)
    return changed


def undone(encounter: Encounter, change: Mapping[str, Any]) -> Encounter:
    """Return *encounter* as it was before *change*, which must be the last one made."""
    return _applied(encounter, change, old=True)


def redone(encounter: Encounter, change: Mapping[str, Any]) -> Encounter:
    """Return *encounter* as *change* made it, which must be the last one undone."""
    return _applied(encounter, change, old=False)


def _applied(encounter: Encounter, change: Mapping[str, Any], *, old: bool) -> Encounter:
    values: dict[str, Any] = {
        field: _FROM_PLAIN.get(field, _as_it_is)(change[field][0 if old else 1])
        for field in _FIELDS
        if field in change
    }
    if "lines" in change:
        values["lines"] = _spliced(encounter.lines, change["lines"], _line, old=old)
    if "overrides" in change:
        values["overrides"] = _spliced(encounter.overrides, change["overrides"], _override, old=old)
    return replace(encounter, **values)


def _splice(before: Sequence[Any], after: Sequence[Any]) -> dict[str, Any]:
    """Return the one stretch that differs: where it begins, what stood there, what stands."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    return {
        "at": head,
        "old": [_told(one) for one in before[head : len(before) - tail]],
        "new": [_told(one) for one in after[head : len(after) - tail]],
    }


def _spliced(
    now: Sequence[T],
    splice: Mapping[str, Any],
    build: Callable[[Mapping[str, Any]], T],
    *,
    old: bool,
) -> tuple[T, ...]:
    taken = splice["new" if old else "old"]
    given = splice["old" if old else "new"]
    at = splice["at"]
    return (*now[:at], *(build(one) for one in given), *now[at + len(taken) :])


def _told(of: EncounterLine | Override) -> dict[str, Any]:
    return {field.name: _plain(getattr(of, field.name)) for field in fields(of)}


def _plain(value: Any) -> Any:
    """Return *value* as JSON holds it: dates and decimals as text, tuples as lists."""
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _as_it_is(value: Any) -> Any:
    return value


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


_FROM_PLAIN: dict[str, Callable[[Any], Any]] = {
    "setting": Setting,
    "date_of_service": _date,
    "birth_date": _date,
    "admitted_on": _date,
}


def _line(plain: Mapping[str, Any]) -> EncounterLine:
    # A difference of an earlier version lacks the later fields: they have their defaults.
    charge = plain.get("charge")
    return EncounterLine(
        **{
            **plain,
            "performed_on": _date(plain["performed_on"]),
            "modifiers": tuple(plain["modifiers"]),
            "pointers": tuple(plain["pointers"]),
            "role": Role(plain.get("role", Role.LISTED)),
            "charge": None if charge is None else Decimal(charge),
        }
    )


def _override(plain: Mapping[str, Any]) -> Override:
    return Override(
        rule=plain["rule"],
        codes=tuple(plain["codes"]),
        reason=plain["reason"],
        made_at=datetime.fromisoformat(plain["made_at"]),
    )
