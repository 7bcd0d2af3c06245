"""Every change to the notebook is written down with what stood before, and can be taken back.

A difference holds a row's whole content before and after, as JSON. Undo compares what stands now
with what the change left: where another change has touched the row since, nothing is undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from codebook_app.errors import ConflictError, KnownError
from codebook_app.store.user_models import (
    StoredBookmark,
    StoredEntry,
    StoredFavourite,
    StoredFolder,
    StoredNotebookChange,
    StoredNotebookDifference,
    StoredOwnNote,
)

Content = dict[str, Any]

_TABLES: dict[str, type[StoredEntry]] = {
    table.__tablename__: table
    for table in (StoredOwnNote, StoredFolder, StoredBookmark, StoredFavourite)
}
_APART = frozenset({"id", "revision"})  # what undo never turns back


class Journal:
    """The changes of one session that holds the write lock."""

    def __init__(self, session: Session, word: str, sitting: str = "") -> None:
        self._session = session
        self._word = word
        self._sitting = sitting
        self._differences: list[StoredNotebookDifference] = []

    def write(self, table: type[StoredEntry], row_id: str, values: Mapping[str, Any]) -> None:
        """Give the row *row_id* these values, making it where it is not there.

        A row that has them already is left alone, and its revision too.
        """
        stored = self._session.get(table, row_id)
        before = None if stored is None else content(stored)
        if stored is None:
            stored = table(
                **{"deleted_at": None, "changed_at": datetime.now(UTC), **values},
                id=row_id,
                revision=0,
            )
            self._session.add(stored)
        elif all(getattr(stored, name) == value for name, value in values.items()):
            return
        else:
            for name, value in values.items():
                setattr(stored, name, value)
            if "changed_at" not in values:
                stored.changed_at = datetime.now(UTC)
        stored.revision += 1
        # A bookmark may name a folder of the same change.
        self._session.flush()
        self._differences.append(
            StoredNotebookDifference(
                kind=table.__tablename__, row_id=row_id, before=before, after=content(stored)
            )
        )

    def close(self) -> StoredNotebookChange | None:
        """Write the change down; None where nothing was changed."""
        if not self._differences:
            return None
        if self._typed_on():
            return None
        change = StoredNotebookChange(
            word=self._word, sitting=self._sitting, undone=False, made_at=datetime.now(UTC)
        )
        self._session.add(change)
        self._session.flush()
        for at, difference in enumerate(self._differences):
            difference.change_number = change.number
            difference.position = at
            self._session.add(difference)
        self._session.flush()
        return change

    def _typed_on(self) -> bool:
        """Join this change to the last one, where a sitting only added to a note's text.

        What was typed in one go is one change then, and no text that was taken away is lost.
        """
        if not self._sitting or len(self._differences) != 1:
            return False
        now = self._differences[0]
        last = self._session.scalars(
            select(StoredNotebookChange).order_by(StoredNotebookChange.number.desc()).limit(1)
        ).one_or_none()
        if last is None or last.undone or last.sitting != self._sitting:
            return False
        earlier = self._session.get(StoredNotebookDifference, (last.number, 0))
        if earlier is None or earlier.row_id != now.row_id or earlier.after != now.before:
            return False
        if not only_adds(earlier.after.get("text", ""), now.after.get("text", "")):
            return False
        if now.after["deleted_at"] != earlier.after["deleted_at"]:
            return False
        earlier.after = now.after
        last.made_at = datetime.now(UTC)
        return True


def only_adds(before: str, after: str) -> bool:
    """Whether *after* is *before* with something put in at one place."""
    if len(after) < len(before):
        return False
    head = next((at for at, one in enumerate(before) if after[at] != one), len(before))
    return after.endswith(before[head:])


def undo(session: Session, number: int) -> StoredNotebookChange:
    """Take change *number* back, whole or not at all."""
    change = _change(session, number)
    if change.undone:
        raise KnownError(f"“{change.word}” has been undone already.", "Nothing was changed.")
    for difference in reversed(_differences(session, number)):
        _turn(session, change, difference, difference.after, difference.before)
    change.undone = True
    return change


def redo(session: Session, number: int) -> StoredNotebookChange:
    """Make change *number*, which was undone, again, whole or not at all."""
    change = _change(session, number)
    if not change.undone:
        raise KnownError(f"“{change.word}” has not been undone.", "Nothing was changed.")
    for difference in _differences(session, number):
        _turn(session, change, difference, difference.before, difference.after)
    change.undone = False
    return change


def last_made(session: Session) -> StoredNotebookChange | None:
    """Return the change undo would take back next."""
    return session.scalars(
        select(StoredNotebookChange)
        .where(StoredNotebookChange.undone.is_(False))
        .order_by(StoredNotebookChange.number.desc())
        .limit(1)
    ).one_or_none()


def first_undone(session: Session) -> StoredNotebookChange | None:
    """Return the change redo would make again: the first undone one after the last that stands."""
    made = (
        select(func.coalesce(func.max(StoredNotebookChange.number), 0))
        .where(StoredNotebookChange.undone.is_(False))
        .scalar_subquery()
    )
    return session.scalars(
        select(StoredNotebookChange)
        .where(StoredNotebookChange.undone.is_(True), StoredNotebookChange.number > made)
        .order_by(StoredNotebookChange.number)
        .limit(1)
    ).one_or_none()


def content(stored: StoredEntry) -> Content:
    """Return a row as JSON holds it, without its id and revision."""
    return {
        column.key: _plain(getattr(stored, column.key))
        for column in type(stored).__table__.columns
        if column.key not in _APART
    }


def _turn(
    session: Session,
    change: StoredNotebookChange,
    difference: StoredNotebookDifference,
    expected: Content | None,
    wanted: Content | None,
) -> None:
    stored = session.get(_TABLES[difference.kind], difference.row_id)
    if stored is None or not _stands(stored, expected):
        raise ConflictError(
            f"“{change.word}” can't be turned back: it was changed again since.",
            "Nothing was changed.",
        )
    if wanted is None:
        stored.deleted_at = datetime.now(UTC)
    else:
        for name, value in wanted.items():
            setattr(stored, name, _read(name, value))
    stored.revision += 1
    session.flush()


def _stands(stored: StoredEntry, expected: Content | None) -> bool:
    """Whether the row is as a change left it; one that was not there then is deleted now."""
    return stored.deleted_at is not None if expected is None else content(stored) == expected


def _change(session: Session, number: int) -> StoredNotebookChange:
    change = session.get(StoredNotebookChange, number)
    if change is None:
        raise KnownError("There is no such change in this notebook.", "Nothing was changed.")
    return change


def _differences(session: Session, number: int) -> list[StoredNotebookDifference]:
    wanted = (
        select(StoredNotebookDifference)
        .where(StoredNotebookDifference.change_number == number)
        .order_by(StoredNotebookDifference.position)
    )
    return list(session.scalars(wanted))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name.endswith("_at") and value is not None else value
