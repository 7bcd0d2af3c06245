"""The notebook in the person's database: read whole, changed in steps that undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from codebook_app.domain.notebook import (
    EarlierText,
    NotebookChange,
    NotebookContents,
    OwnNote,
)
from codebook_app.store import notebook_journal
from codebook_app.store.notebook_edit import NotebookEdit
from codebook_app.store.notebook_journal import Journal
from codebook_app.store.notebook_rows import read_contents, read_note, texts_before
from codebook_app.store.user_models import StoredNotebookChange, StoredOwnNote
from codebook_app.store.user_sessions import UserSessions

UNCHANGED = NotebookChange(0, "")
_ASKED_AT_ONCE = 500
T = TypeVar("T")


class UserNotebook:
    """The notebook kept in the person's database, for one thread at a time.

    Each change is on the disk before it returns, whole or not at all. A change made against an
    entry that another program has changed meanwhile raises
    :class:`~codebook_app.errors.ConflictError`; faults of the file are
    :class:`~codebook_app.errors.KnownError`. Nothing is overwritten then.
    """

    def __init__(self, location: Path | str) -> None:
        self._sessions = UserSessions(location)

    def contents(self) -> NotebookContents:
        """Return all that is not deleted."""
        with self._sessions.reading() as session:
            return read_contents(session)

    def notes_on(self, code_set: str, codes: Sequence[str]) -> tuple[OwnNote, ...]:
        """Return the notes on these codes of one code set, the first written first."""
        found: list[OwnNote] = []
        with self._sessions.reading() as session:
            for at in range(0, len(codes), _ASKED_AT_ONCE):
                wanted = (
                    select(StoredOwnNote)
                    .where(
                        StoredOwnNote.code_set == code_set,
                        StoredOwnNote.code.in_(codes[at : at + _ASKED_AT_ONCE]),
                        StoredOwnNote.deleted_at.is_(None),
                    )
                    .order_by(StoredOwnNote.changed_at, StoredOwnNote.id)
                )
                found += map(read_note, session.scalars(wanted))
        return tuple(found)

    def deleted_notes(self) -> tuple[OwnNote, ...]:
        """Return the notes that were deleted, the last one first."""
        wanted = (
            select(StoredOwnNote)
            .where(StoredOwnNote.deleted_at.is_not(None))
            .order_by(StoredOwnNote.deleted_at.desc(), StoredOwnNote.id)
        )
        with self._sessions.reading() as session:
            return tuple(map(read_note, session.scalars(wanted)))

    def earlier_texts(self, note_id: str) -> tuple[EarlierText, ...]:
        """Return the texts the note had before the one it has, the latest first, each once."""
        with self._sessions.reading() as session:
            stored = session.get(StoredOwnNote, note_id)
            return texts_before(session, note_id, "" if stored is None else stored.text)

    def change(
        self, word: str, edit: Callable[[NotebookEdit], T], sitting: str = ""
    ) -> tuple[T, NotebookChange]:
        """Save what *edit* does as one step of undo that *word* names, or nothing where it raises.

        Changes of one *sitting* that only add to a note's text are one step.
        """
        with self._sessions.writing() as session:
            journal = Journal(session, word, sitting)
            result = edit(NotebookEdit(session, journal))
            change = journal.close()
            return result, UNCHANGED if change is None else _read_change(change)

    def undo(self, number: int | None = None) -> NotebookChange:
        """Take change *number* back, by default the last one; without one do nothing."""
        with self._sessions.writing() as session:
            if number is None:
                last = notebook_journal.last_made(session)
                if last is None:
                    return UNCHANGED
                number = last.number
            return _read_change(notebook_journal.undo(session, number))

    def redo(self) -> NotebookChange:
        """Make the change that was undone last again; without one do nothing."""
        with self._sessions.writing() as session:
            following = notebook_journal.first_undone(session)
            if following is None:
                return UNCHANGED
            return _read_change(notebook_journal.redo(session, following.number))

    def close(self) -> None:
        """Close the database; the next use opens it again."""
        self._sessions.close()


def _read_change(stored: StoredNotebookChange) -> NotebookChange:
    return NotebookChange(stored.number, stored.word)
