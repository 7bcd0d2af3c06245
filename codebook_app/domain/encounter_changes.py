"""What differs between two states of an encounter, in words a coder understands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from codebook_app.domain.encounter import Encounter, EncounterLine, Override, Role
from codebook_app.domain.encounter_log import LogChange

_FIELDS = {
    "kind": "Kind",
    "label": "Label",
    "setting": "Setting",
    "admitted_on": "Admission",
    "date_of_service": "Date of service",
    "age": "Age",
    "birth_date": "Birth date",
    "sex": "Sex",
    "discharge_status": "Discharge status",
    "poa_exempt_hospital": "Hospital exempt from POA reporting",
    "favourite": "Favourite",
    "archived_at": "Archived",
}
_LINE_FIELDS = {
    "code_set": "Code set",
    "release": "Release",
    "title": "Title",
    "role": "Role",
    "poa": "POA",
    "performed_on": "Date",
    "units": "Units",
    "modifiers": "Modifiers",
    "pointers": "Pointers",
    "charge": "Charge",
    "revenue_code": "Revenue code",
}
_DETAILS = tuple(name for name in _LINE_FIELDS if name not in {"code_set", "release", "title"})
_NOT_CONTENT = frozenset(
    {"id", "revision", "created_at", "changed_at", "undo_word", "redo_word", "lines", "overrides"}
)


def changes_between(before: Encounter | None, after: Encounter) -> tuple[LogChange, ...]:
    """Return what *after* changed of *before*, or all it holds where there was nothing before."""
    return (
        *_of_fields(before, after),
        *_of_lines(before.lines if before else (), after.lines),
        *_of_overrides(before.overrides if before else (), after.overrides),
    )


def state_of(encounter: Encounter, *, deleted: bool = False) -> str:
    """Return the SHA-256 of the content of *encounter*, in 64 hexadecimal digits.

    What has its default is left out, so that a field of a later version, where it is not used,
    leaves the digest as it is.
    """
    content = {
        **_told(encounter, _NOT_CONTENT),
        "lines": [_told(line) for line in encounter.lines],
        "overrides": [_told(override) for override in encounter.overrides],
    }
    if deleted:
        content["deleted"] = True
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _told(of: Encounter | EncounterLine | Override, without: frozenset[str] = frozenset()) -> Any:
    return {
        field.name: _plain(value)
        for field in fields(of)
        if field.name not in without
        and ((value := getattr(of, field.name)) != field.default or field.default is MISSING)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _of_fields(before: Encounter | None, after: Encounter) -> Iterator[LogChange]:
    for name, what in _FIELDS.items():
        old = "" if before is None else _words(getattr(before, name))
        new = _words(getattr(after, name))
        if old != new:
            yield LogChange(what, old, new)


def _of_lines(
    before: Sequence[EncounterLine], after: Sequence[EncounterLine]
) -> Iterator[LogChange]:
    if before == after:
        return
    were = {line.id: (at, line) for at, line in enumerate(before, 1)}
    are = {line.id: (at, line) for at, line in enumerate(after, 1)}
    for line_id, (at, line) in were.items():
        if line_id not in are:
            yield LogChange(f"{line.code} removed from line {at}{_details(line)}")
    moved = _moved([one for one in were if one in are], [one for one in are if one in were])
    for line_id, (at, line) in are.items():
        if line_id not in were:
            origin = (line.title, f"{line.code_set} {line.release}".rstrip())
            yield LogChange(f"{line.code} added as line {at}{_details(line, *origin)}")
            continue
        earlier_at, earlier = were[line_id]
        if line_id in moved:
            yield LogChange(f"Place of {earlier.code}", f"line {earlier_at}", f"line {at}")
        if line.code != earlier.code:
            yield LogChange(f"Code of line {at}", earlier.code, line.code)
        for name, what in _LINE_FIELDS.items():
            old, new = _words(getattr(earlier, name)), _words(getattr(line, name))
            if old != new:
                yield LogChange(f"{what} of {line.code}", old, new)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the ids, few of them, whose moving makes the order *after* of *before*."""
    if before == after:
        return set()
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {one for block in blocks for one in before[block.a : block.a + block.size]}
    return set(after) - stayed


def _of_overrides(before: Sequence[Override], after: Sequence[Override]) -> Iterator[LogChange]:
    for one in before:
        if one not in after:
            yield LogChange(f"Override of {one.rule}, {', '.join(one.codes)}", one.reason, "")
    for one in after:
        if one not in before:
            yield LogChange(f"Override of {one.rule}, {', '.join(one.codes)}", "", one.reason)


def _details(line: EncounterLine, *first: str) -> str:
    """Return *first* and what was entered with a line, for the words of its coming and going."""
    told = ((name, _words(getattr(line, name))) for name in _DETAILS)
    said = [
        *filter(None, first),
        *(f"{_LINE_FIELDS[name]} {words}" for name, words in told if words),
    ]
    return f" ({'; '.join(said)})" if said else ""


def _words(value: object) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case Role():
            return value.value.replace("_", " ")
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case tuple():
            return " ".join(value)
        case _:
            return str(value)
