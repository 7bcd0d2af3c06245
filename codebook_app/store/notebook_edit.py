"""What one step may do to the notebook, with everything it changes written down."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NoReturn

from sqlalchemy.orm import Session

from codebook_app.domain.notebook import (
    Bookmark,
    EarlierText,
    Favourite,
    Folder,
    NotebookContents,
    OwnNote,
)
from codebook_app.errors import ConflictError
from codebook_app.store.notebook_journal import Journal
from codebook_app.store.notebook_rows import (
    favourite_id,
    read_contents,
    read_note,
    texts_before,
)
from codebook_app.store.user_models import (
    StoredBookmark,
    StoredEntry,
    StoredFavourite,
    StoredFolder,
    StoredOwnNote,
)

Entry = OwnNote | Folder | Bookmark | Favourite


class NotebookEdit:
    """Reads and writes entries within one step; other programs wait until it is done.

    An entry that is there already is written only where its *revision* is the one that stands: it
    was changed, or deleted, by another window or command otherwise, and
    :class:`~codebook_app.errors.ConflictError` takes the whole step back.
    """

    def __init__(self, session: Session, journal: Journal) -> None:
        self._session = session
        self._journal = journal

    def contents(self) -> NotebookContents:
        """Return all that is not deleted, as it stands within this step."""
        return read_contents(self._session)

    def deleted_note(self, note_id: str) -> OwnNote | None:
        """Return the note of this id where it is deleted."""
        stored = self._session.get(StoredOwnNote, note_id)
        return None if stored is None or stored.deleted_at is None else read_note(stored)

    def earlier_texts(self, note: OwnNote) -> tuple[EarlierText, ...]:
        """Return the texts the note had before the one it has."""
        return texts_before(self._session, note.id, note.text)

    def put(self, entry: Entry) -> None:
        """Write *entry* as it is, making it where it is not there.

        What the caller removed itself, and so knows the revision of, is brought back by it.
        """
        table, row_id, values = _row(entry)
        stored = self._session.get(table, row_id)
        if stored is not None and not isinstance(entry, Favourite):
            self._unchanged(stored, entry)
        self._journal.write(table, row_id, {**values, "deleted_at": None})

    def revive(self, entry: Entry) -> None:
        """Write *entry* whether it was deleted, changed or never there."""
        table, row_id, values = _row(entry)
        self._journal.write(table, row_id, {**values, "deleted_at": None})

    def remove(self, entry: Entry) -> None:
        """Take *entry* out; it is kept for undo."""
        table, row_id, _ = _row(entry)
        stored = self._session.get(table, row_id)
        if stored is None or stored.deleted_at is not None:
            _gone(entry)
        if not isinstance(entry, Favourite):
            self._unchanged(stored, entry)
        self._journal.write(table, row_id, {"deleted_at": datetime.now(UTC)})

    def _unchanged(self, stored: StoredEntry, entry: OwnNote | Folder | Bookmark) -> None:
        if stored.revision != entry.revision and stored.deleted_at is not None:
            _gone(entry)
        if stored.revision != entry.revision:
            raise ConflictError(
                f"{called(entry)} was changed in another window or command.",
                "Nothing was overwritten: look at it again and repeat your change.",
            )


def called(entry: Entry) -> str:
    """Return how messages name an entry, at the beginning of a sentence."""
    match entry:
        case OwnNote():
            return f"The note on {entry.code}"
        case Folder():
            return f"The folder “{entry.name}”"
        case Bookmark():
            return f"The bookmark “{entry.title}”"
        case Favourite():
            return f"The favourite {entry.code}"


def _gone(entry: Entry) -> NoReturn:
    raise ConflictError(
        f"{called(entry)} was removed in another window or command.",
        "Undo there, or make it anew.",
    )


def _row(entry: Entry) -> tuple[type[StoredEntry], str, dict[str, Any]]:
    match entry:
        case OwnNote():
            return (
                StoredOwnNote,
                entry.id,
                {
                    "code_set": entry.code_set,
                    "code": entry.code,
                    "text": entry.text,
                    "changed_at": entry.changed_at,
                },
            )
        case Folder():
            return (
                StoredFolder,
                entry.id,
                {
                    "parent_id": entry.parent_id or None,
                    "name": entry.name,
                    "position": entry.position,
                },
            )
        case Bookmark():
            return (
                StoredBookmark,
                entry.id,
                {
                    "folder_id": entry.folder_id or None,
                    "place": entry.place,
                    "code_set": entry.code_set,
                    "code": entry.code,
                    "title": entry.title,
                    "position": entry.position,
                },
            )
        case Favourite():
            return (
                StoredFavourite,
                favourite_id(entry.code_set, entry.code),
                {
                    "code_set": entry.code_set,
                    "code": entry.code,
                    "title": entry.title,
                    "added_at": entry.added_at,
                },
            )
