"""An encounter out of its rows and back into them, within a session that is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NoReturn

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from codebook_app.domain.encounter import (
    Encounter,
    EncounterLine,
    Kind,
    Override,
    Role,
    Setting,
)
from codebook_app.errors import ConflictError, KnownError
from codebook_app.store.user_models import (
    StoredChange,
    StoredEncounter,
    StoredLine,
    StoredOverride,
)
from codebook_app.store.user_search import code_key


def begun(encounter: Encounter) -> StoredEncounter:
    """Return the row of a new encounter, without its lines and its log."""
    now = datetime.now(UTC)
    stored = StoredEncounter(
        id=encounter.id,
        kind=encounter.kind.value,
        favourite=False,
        archived_at=None,
        log_count=0,
        log_hash="",
        revision=1,
        step=0,
        created_at=now,
        changed_at=now,
        deleted_at=None,
    )
    _take_fields(stored, encounter)
    return stored


def standing(session: Session, encounter_id: str) -> StoredEncounter:
    """Return the row of an encounter that is not deleted."""
    stored = session.get(StoredEncounter, encounter_id)
    if stored is None:
        not_there()
    if stored.deleted_at is not None:
        raise ConflictError(
            f"The encounter “{stored.label}” is deleted.", "Restore it to go on with it."
        )
    return stored


def unchanged_since(session: Session, seen: Encounter) -> StoredEncounter:
    """Return the row of *seen*, which nobody has changed meanwhile, held against other writers."""
    stored = session.get(StoredEncounter, seen.id, with_for_update=True)
    if stored is None:
        not_there()
    if stored.deleted_at is not None:
        raise ConflictError(
            f"The encounter “{stored.label}” was deleted in another window or command.",
            "Restore it to go on with it.",
        )
    if stored.revision != seen.revision:
        raise ConflictError(
            f"The encounter “{stored.label}” was changed in another window or command.",
            "Nothing was overwritten: open it again and repeat your last change.",
        )
    return stored


def not_there() -> NoReturn:
    """Raise the error for an id that no encounter has."""
    raise KnownError(
        "There is no such encounter in this database.", "Choose one from the list of encounters."
    )


def read_encounter(session: Session, stored: StoredEncounter) -> Encounter:
    """Return the encounter with its lines, overrides and the words of undo and redo."""
    # The columns and not the objects, which the session would keep an account of.
    lines = session.execute(
        select(*_LINE_COLUMNS)
        .where(StoredLine.encounter_id == stored.id)
        .order_by(StoredLine.position)
    )
    overrides = session.execute(
        select(
            StoredOverride.rule,
            StoredOverride.codes,
            StoredOverride.reason,
            StoredOverride.made_at,
        )
        .where(StoredOverride.encounter_id == stored.id)
        .order_by(StoredOverride.position)
    )
    near = select(StoredChange.number, StoredChange.word).where(
        StoredChange.encounter_id == stored.id,
        StoredChange.number.in_((stored.step, stored.step + 1)),
    )
    words: dict[int, str] = {row.number: row.word for row in session.execute(near)}
    return Encounter(
        id=stored.id,
        label=stored.label,
        setting=Setting(stored.setting),
        date_of_service=stored.date_of_service,
        lines=tuple(_line(one) for one in lines),
        overrides=tuple(
            Override(one.rule, tuple(one.codes), one.reason, one.made_at) for one in overrides
        ),
        revision=stored.revision,
        created_at=stored.created_at,
        changed_at=stored.changed_at,
        age=stored.age,
        sex=stored.sex,
        discharge_status=stored.discharge_status,
        undo_word=words.get(stored.step, ""),
        redo_word=words.get(stored.step + 1, ""),
        admitted_on=stored.admitted_on,
        birth_date=stored.birth_date,
        kind=Kind(stored.kind),
        favourite=stored.favourite,
        archived_at=stored.archived_at,
        poa_exempt_hospital=stored.poa_exempt_hospital,
    )


def write_encounter(
    session: Session, stored: StoredEncounter, before: Encounter, after: Encounter
) -> Encounter:
    """Write what *after* changes of *before*, raise the revision, return it as it stands."""
    _take_fields(stored, after)
    stored.revision += 1
    stored.changed_at = datetime.now(UTC)
    session.flush()
    if after.lines != before.lines:
        session.execute(delete(StoredLine).where(StoredLine.encounter_id == stored.id))
    if after.overrides != before.overrides:
        session.execute(delete(StoredOverride).where(StoredOverride.encounter_id == stored.id))
    write_lines(
        session,
        stored.id,
        after.lines if after.lines != before.lines else (),
        after.overrides if after.overrides != before.overrides else (),
    )
    return read_encounter(session, stored)


def write_lines(
    session: Session,
    encounter_id: str,
    lines: Sequence[EncounterLine],
    overrides: Sequence[Override],
) -> None:
    """Put *lines* and *overrides* into the tables, where there are none of the encounter's."""
    if lines:
        session.execute(
            insert(StoredLine),
            [_line_row(encounter_id, at, line) for at, line in enumerate(lines)],
        )
    if overrides:
        session.execute(
            insert(StoredOverride),
            [
                {
                    "encounter_id": encounter_id,
                    "position": at,
                    "rule": one.rule,
                    "codes": list(one.codes),
                    "reason": one.reason,
                    "made_at": one.made_at,
                }
                for at, one in enumerate(overrides)
            ],
        )


def _take_fields(stored: StoredEncounter, encounter: Encounter) -> None:
    stored.label = encounter.label
    stored.label_key = encounter.label.casefold()
    stored.setting = encounter.setting.value
    stored.date_of_service = encounter.date_of_service
    stored.age = encounter.age
    stored.sex = encounter.sex
    stored.discharge_status = encounter.discharge_status
    stored.birth_date = encounter.birth_date
    stored.admitted_on = encounter.admitted_on
    stored.poa_exempt_hospital = encounter.poa_exempt_hospital


_LINE_COLUMNS = (
    StoredLine.id,
    StoredLine.code_set,
    StoredLine.release,
    StoredLine.code,
    StoredLine.title,
    StoredLine.poa,
    StoredLine.performed_on,
    StoredLine.units,
    StoredLine.modifiers,
    StoredLine.pointers,
    StoredLine.role,
    StoredLine.charge,
    StoredLine.revenue_code,
)


def _line(row: Any) -> EncounterLine:
    return EncounterLine(
        id=row.id,
        code_set=row.code_set,
        release=row.release,
        code=row.code,
        title=row.title,
        poa=row.poa,
        performed_on=row.performed_on,
        units=row.units,
        modifiers=tuple(row.modifiers),
        pointers=tuple(row.pointers),
        role=Role(row.role),
        charge=None if row.charge is None else Decimal(row.charge),
        revenue_code=row.revenue_code,
    )


def _line_row(encounter_id: str, position: int, line: EncounterLine) -> dict[str, object]:
    return {
        "encounter_id": encounter_id,
        "position": position,
        "id": line.id,
        "code_set": line.code_set,
        "release": line.release,
        "code": line.code,
        "code_key": code_key(line.code),
        "title": line.title,
        "poa": line.poa,
        "performed_on": line.performed_on,
        "units": line.units,
        "modifiers": list(line.modifiers),
        "pointers": list(line.pointers),
        "role": line.role.value,
        "charge": None if line.charge is None else str(line.charge),
        "revenue_code": line.revenue_code,
    }
