"""The person's encounters in user.db: each change is on the disk before it returns."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete, select

from codebook_app.domain.encounter import Encounter, EncounterSummary, Setting
from codebook_app.store.user_history import difference, redone, undone
from codebook_app.store.user_models import StoredChange, StoredEncounter, StoredLine
from codebook_app.store.user_rows import (
    answers,
    begun,
    free_label,
    not_there,
    read_encounter,
    standing,
    unchanged_since,
    write_encounter,
)
from codebook_app.store.user_sessions import UserSessions


class UserDb:
    """The person's database at a path or an SQLAlchemy URL; opened, and made, at its first use.

    For one thread at a time; any number of programs may use one database at once. A change names
    the revision it was made against: where the encounter has moved on, :class:`ConflictError`.
    All methods raise :class:`KnownError` for what the world did to the file (a full disk, no
    rights, damage, a newer schema), and then nothing was changed.
    """

    def __init__(self, location: Path | str) -> None:
        self._sessions = UserSessions(location)

    def found(
        self, words: Sequence[str], limit: int, *, deleted: bool = False
    ) -> tuple[EncounterSummary, ...]:
        """Return the encounters that answer every word, the newest change first.

        A word answers where the label holds it, in any case, or a code begins with it, with or
        without dots. *deleted* asks for the deleted ones instead.
        """
        wanted = select(StoredEncounter).where(
            StoredEncounter.deleted_at.is_not(None)
            if deleted
            else StoredEncounter.deleted_at.is_(None),
            *(answers(word) for word in words),
        )
        wanted = wanted.order_by(StoredEncounter.changed_at.desc(), StoredEncounter.id).limit(limit)
        with self._sessions.reading() as session:
            encounters = session.scalars(wanted).all()
            codes: dict[str, list[str]] = {encounter.id: [] for encounter in encounters}
            ids = wanted.with_only_columns(StoredEncounter.id).subquery()
            lines = (
                select(StoredLine.encounter_id, StoredLine.code)
                .join(ids, ids.c.id == StoredLine.encounter_id)
                .order_by(StoredLine.encounter_id, StoredLine.position)
            )
            for encounter_id, code in session.execute(lines):
                codes[encounter_id].append(code)
            return tuple(
                EncounterSummary(
                    one.id,
                    one.label,
                    Setting(one.setting),
                    one.date_of_service,
                    tuple(codes[one.id]),
                    one.changed_at,
                )
                for one in encounters
            )

    def latest(self) -> Encounter | None:
        """Return the encounter that was changed last, None where there is none."""
        newest = (
            select(StoredEncounter)
            .where(StoredEncounter.deleted_at.is_(None))
            .order_by(StoredEncounter.changed_at.desc(), StoredEncounter.id)
            .limit(1)
        )
        with self._sessions.reading() as session:
            stored = session.scalars(newest).one_or_none()
            return None if stored is None else read_encounter(session, stored)

    def open(self, encounter_id: str) -> Encounter:
        """Return the encounter as it stands now."""
        with self._sessions.reading() as session:
            return read_encounter(session, standing(session, encounter_id))

    def create(
        self, label: str, numbered: str, setting: Setting, date_of_service: date | None
    ) -> Encounter:
        """Begin an encounter; without *label* it is *numbered* with the next number free."""
        with self._sessions.writing() as session:
            stored = begun(
                uuid.uuid4().hex, label or free_label(session, numbered), setting, date_of_service
            )
            session.add(stored)
            session.flush()
            return read_encounter(session, stored)

    def change(
        self, seen: Encounter, word: str, edit: Callable[[Encounter], Encounter]
    ) -> Encounter:
        """Save what *edit* makes of the encounter, as one step of undo that *word* names.

        Changes that were undone can't be redone any more. Where *edit* changes nothing, nothing
        is saved.
        """
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            before = read_encounter(session, stored)
            after = edit(before)
            made = difference(before, after)
            if not made:
                return before
            session.execute(
                delete(StoredChange).where(
                    StoredChange.encounter_id == stored.id, StoredChange.number > stored.step
                )
            )
            stored.step += 1
            session.add(
                StoredChange(
                    encounter_id=stored.id,
                    number=stored.step,
                    word=word,
                    made_at=datetime.now(UTC),
                    difference=made,
                )
            )
            return write_encounter(session, stored, before, after)

    def undo(self, seen: Encounter) -> Encounter:
        """Take the last change back; without one, return the encounter as it stands."""
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            before = read_encounter(session, stored)
            last = session.get(StoredChange, (stored.id, stored.step))
            if last is None:
                return before
            stored.step -= 1
            return write_encounter(session, stored, before, undone(before, last.difference))

    def redo(self, seen: Encounter) -> Encounter:
        """Make the change that was undone last again; without one, return it as it stands."""
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            before = read_encounter(session, stored)
            following = session.get(StoredChange, (stored.id, stored.step + 1))
            if following is None:
                return before
            stored.step += 1
            return write_encounter(session, stored, before, redone(before, following.difference))

    def delete(self, seen: Encounter) -> None:
        """Take the encounter off the list; everything of it is kept for :meth:`restore`."""
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            stored.deleted_at = datetime.now(UTC)
            stored.revision += 1

    def restore(self, encounter_id: str) -> Encounter:
        """Bring a deleted encounter back as it was; one that is not deleted is left as it is."""
        with self._sessions.writing() as session:
            stored = session.get(StoredEncounter, encounter_id)
            if stored is None:
                not_there()
            if stored.deleted_at is not None:
                stored.deleted_at = None
                stored.revision += 1
                session.flush()
            return read_encounter(session, stored)

    def close(self) -> None:
        """Close the database; the next use opens it again."""
        self._sessions.close()
