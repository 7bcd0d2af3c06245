"""The person's encounters in user.db: each change is on the disk before it returns."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from codebook_app.domain.audit import KeptList
from codebook_app.domain.encounter import Encounter, EncounterSummary, Kind, Setting
from codebook_app.domain.encounter_changes import changes_between
from codebook_app.domain.encounter_log import Log
from codebook_app.store.user_history import difference, redone, undone
from codebook_app.store.user_kept_lists import read_kept_lists
from codebook_app.store.user_log import read_log, write_log
from codebook_app.store.user_models import StoredChange, StoredEncounter, StoredLine
from codebook_app.store.user_rows import (
    begun,
    not_there,
    read_encounter,
    standing,
    unchanged_since,
    write_encounter,
    write_lines,
)
from codebook_app.store.user_search import answers, free_label, on_days
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
        self,
        words: Sequence[str],
        limit: int,
        *,
        deleted: bool = False,
        archived: bool = False,
        favourites: bool = False,
        kind: Kind | None = None,
        days: tuple[date, date] | None = None,
    ) -> tuple[EncounterSummary, ...]:
        """Return the encounters that answer every word, the newest change first.

        :func:`codebook_app.store.user_search.answers` says how a word is answered. *deleted* and
        *archived* ask for these instead of the others, the deleted ones archived or not.
        """
        conditions = [answers(word) for word in words]
        if deleted:
            conditions.append(StoredEncounter.deleted_at.is_not(None))
        else:
            put_away = StoredEncounter.archived_at
            conditions.append(StoredEncounter.deleted_at.is_(None))
            conditions.append(put_away.is_not(None) if archived else put_away.is_(None))
        if favourites:
            conditions.append(StoredEncounter.favourite.is_(True))
        if kind is not None:
            conditions.append(StoredEncounter.kind == kind.value)
        if days is not None:
            conditions.append(on_days(*days))
        wanted = select(StoredEncounter).where(*conditions)
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
            return tuple(_summary(one, tuple(codes[one.id])) for one in encounters)

    def latest(self) -> Encounter | None:
        """Return the encounter that was changed last; archived ones and templates do not count."""
        newest = (
            select(StoredEncounter)
            .where(
                StoredEncounter.deleted_at.is_(None),
                StoredEncounter.archived_at.is_(None),
                StoredEncounter.kind == Kind.ENCOUNTER.value,
            )
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

    def named(self, text: str, shortest: int) -> tuple[EncounterSummary, ...]:
        """Return whose id *text* is, or else begins, from *shortest* characters on, or whose label.

        Deleted and archived ones too, the newest change first; their codes are left out.
        """
        whole = StoredEncounter.id == text
        begun = StoredEncounter.id.startswith(text.lower(), autoescape=True)
        labelled = StoredEncounter.label_key == text.casefold()
        with self._sessions.reading() as session:
            for wanted in (whole, or_(labelled, begun) if len(text) >= shortest else labelled):
                newest = StoredEncounter.changed_at.desc()
                found = session.scalars(select(StoredEncounter).where(wanted).order_by(newest))
                summaries = tuple(_summary(one, ()) for one in found)
                if summaries:
                    return summaries
            return ()

    def keep(self, encounter: Encounter, numbered: str, word: str) -> Encounter:
        """Keep a new encounter with its lines; without a label it is *numbered*, the next free.

        Its id is given here; *word* names its beginning in the log.
        """
        with self._sessions.writing() as session:
            stored = begun(
                replace(
                    encounter,
                    id=uuid.uuid4().hex,
                    label=encounter.label or free_label(session, numbered, encounter.kind),
                )
            )
            session.add(stored)
            session.flush()
            write_lines(session, stored.id, encounter.lines, encounter.overrides)
            made = read_encounter(session, stored)
            write_log(session, stored, word, changes_between(None, made), made)
            return made

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
            return self._write(session, stored, word, before, after)

    def undo(self, seen: Encounter) -> Encounter:
        """Take the last change back; without one, return the encounter as it stands."""
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            before = read_encounter(session, stored)
            last = session.get(StoredChange, (stored.id, stored.step))
            if last is None:
                return before
            stored.step -= 1
            after = undone(before, last.difference)
            return self._write(session, stored, f"undo: {last.word}", before, after)

    def redo(self, seen: Encounter) -> Encounter:
        """Make the change that was undone last again; without one, return it as it stands."""
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            before = read_encounter(session, stored)
            following = session.get(StoredChange, (stored.id, stored.step + 1))
            if following is None:
                return before
            stored.step += 1
            after = redone(before, following.difference)
            return self._write(session, stored, f"redo: {following.word}", before, after)

    def set_favourite(self, seen: Encounter, favourite: bool) -> Encounter:
        """Mark the encounter as a favourite, or no longer; no step of undo."""
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            before = read_encounter(session, stored)
            stored.favourite = favourite
            word = "make a favourite" if favourite else "no longer a favourite"
            return self._marked(session, stored, word, before)

    def set_archived(self, seen: Encounter, archived: bool) -> Encounter:
        """Put the encounter away, or bring it back; no step of undo."""
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            before = read_encounter(session, stored)
            if archived != (stored.archived_at is not None):
                stored.archived_at = datetime.now(UTC) if archived else None
            word = "archive" if archived else "take out of the archive"
            return self._marked(session, stored, word, before)

    def delete(self, seen: Encounter) -> None:
        """Take the encounter off the list; everything of it is kept for :meth:`restore`."""
        with self._sessions.writing() as session:
            stored = unchanged_since(session, seen)
            stored.deleted_at = datetime.now(UTC)
            stored.revision += 1
            write_log(session, stored, "delete", (), read_encounter(session, stored))

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
                write_log(session, stored, "restore", (), read_encounter(session, stored))
            return read_encounter(session, stored)

    def log(self, encounter_id: str) -> Log:
        """Return what was ever done to an encounter, a deleted one too, and whether it is sound."""
        with self._sessions.reading() as session:
            stored = session.get(StoredEncounter, encounter_id)
            if stored is None:
                not_there()
            return read_log(session, stored, read_encounter(session, stored))

    def kept_lists(self, at_once: int = 100) -> Iterator[tuple[KeptList, ...]]:
        """Yield all lists with codes that are neither archived nor deleted, some *at_once*.

        Nothing is held open between the portions, each of which is as it stands then.
        """
        after: str | None = ""
        while after is not None:
            with self._sessions.reading() as session:
                lists, after = read_kept_lists(session, after, at_once)
            yield lists

    def close(self) -> None:
        """Close the database; the next use opens it again."""
        self._sessions.close()

    def _write(
        self,
        session: Session,
        stored: StoredEncounter,
        word: str,
        before: Encounter,
        after: Encounter,
    ) -> Encounter:
        """Write the change and its entry of the log together."""
        written = write_encounter(session, stored, before, after)
        write_log(session, stored, word, changes_between(before, written), written)
        return written

    def _marked(
        self, session: Session, stored: StoredEncounter, word: str, before: Encounter
    ) -> Encounter:
        after = read_encounter(session, stored)
        if after == before:
            return before
        stored.revision += 1
        after = replace(after, revision=stored.revision)
        write_log(session, stored, word, changes_between(before, after), after)
        return after


def _summary(stored: StoredEncounter, codes: tuple[str, ...]) -> EncounterSummary:
    return EncounterSummary(
        stored.id,
        stored.label,
        Setting(stored.setting),
        stored.date_of_service,
        codes,
        stored.changed_at,
        Kind(stored.kind),
        stored.favourite,
        stored.archived_at is not None,
    )
