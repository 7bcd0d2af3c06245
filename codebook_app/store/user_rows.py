"""An encounter out of its rows and back into them, within a session that is open."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NoReturn

from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from codebook_app.domain.encounter import Encounter, EncounterLine, Override, Setting
from codebook_app.errors import ConflictError, KnownError
from codebook_app.store.user_models import (
    StoredChange,
    StoredEncounter,
    StoredLine,
    StoredOverride,
)


def code_key(code: str) -> str:
    """Return *code* as it is looked for: without dots, in capitals."""
    return code.replace(".", "").upper()


def answers(word: str) -> ColumnElement[bool]:
    """Return the condition that a label holds *word* or one of the codes begins with it."""
    in_label = StoredEncounter.label_key.contains(word.casefold(), autoescape=True)
    key = code_key(word)
    if not key:
        return in_label
    with_code = select(StoredLine.encounter_id).where(
        StoredLine.code_key.startswith(key, autoescape=True)
    )
    return or_(in_label, StoredEncounter.id.in_(with_code))


def free_label(session: Session, word: str) -> str:
    """Return ``word N`` with the number of the next encounter, deleted ones counted, or above."""
    number = (session.scalar(select(func.count()).select_from(StoredEncounter)) or 0) + 1
    while session.scalar(
        select(StoredEncounter.id)
        .where(StoredEncounter.label_key == f"{word} {number}".casefold())
        .limit(1)
    ):
        number += 1
    return f"{word} {number}"


def begun(
    encounter_id: str, label: str, setting: Setting, date_of_service: date | None
) -> StoredEncounter:
    """Return the row of a new encounter without lines."""
    now = datetime.now(UTC)
    return StoredEncounter(
        id=encounter_id,
        label=label,
        label_key=label.casefold(),
        setting=setting.value,
        date_of_service=date_of_service,
        age=None,
        sex="",
        discharge_status="",
        revision=1,
        step=0,
        created_at=now,
        changed_at=now,
        deleted_at=None,
    )


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
    lines = session.scalars(
        select(StoredLine)
        .where(StoredLine.encounter_id == stored.id)
        .order_by(StoredLine.position)
        .execution_options(populate_existing=True)
    )
    overrides = session.scalars(
        select(StoredOverride)
        .where(StoredOverride.encounter_id == stored.id)
        .order_by(StoredOverride.position)
        .execution_options(populate_existing=True)
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
    )


def write_encounter(
    session: Session, stored: StoredEncounter, before: Encounter, after: Encounter
) -> Encounter:
    """Write what *after* changes of *before*, raise the revision, return it as it stands."""
    stored.label = after.label
    stored.label_key = after.label.casefold()
    stored.setting = after.setting.value
    stored.date_of_service = after.date_of_service
    stored.age = after.age
    stored.sex = after.sex
    stored.discharge_status = after.discharge_status
    stored.revision += 1
    stored.changed_at = datetime.now(UTC)
    session.flush()
    if after.lines != before.lines:
        session.execute(delete(StoredLine).where(StoredLine.encounter_id == stored.id))
        if after.lines:
            session.execute(
                insert(StoredLine),
                [_line_row(stored.id, at, line) for at, line in enumerate(after.lines)],
            )
    if after.overrides != before.overrides:
        session.execute(delete(StoredOverride).where(StoredOverride.encounter_id == stored.id))
        if after.overrides:
            session.execute(
                insert(StoredOverride),
                [
                    {
                        "encounter_id": stored.id,
                        "position": at,
                        "rule": one.rule,
                        "codes": list(one.codes),
                        "reason": one.reason,
                        "made_at": one.made_at,
                    }
                    for at, one in enumerate(after.overrides)
                ],
            )
    return read_encounter(session, stored)


def _line(stored: StoredLine) -> EncounterLine:
    return EncounterLine(
        id=stored.id,
        code_set=stored.code_set,
        release=stored.release,
        code=stored.code,
        title=stored.title,
        poa=stored.poa,
        performed_on=stored.performed_on,
        units=stored.units,
        modifiers=tuple(stored.modifiers),
        pointers=tuple(stored.pointers),
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
    }
