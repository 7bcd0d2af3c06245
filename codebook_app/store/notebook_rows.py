"""The notebook's rows and what they stand for."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from codebook_app.domain.notebook import (
    Bookmark,
    EarlierText,
    Favourite,
    Folder,
    NotebookContents,
    OwnNote,
)
from codebook_app.store.user_models import (
    StoredBookmark,
    StoredFavourite,
    StoredFolder,
    StoredNotebookChange,
    StoredNotebookDifference,
    StoredOwnNote,
)


def read_note(stored: StoredOwnNote) -> OwnNote:
    """Return a note, a deleted one too."""
    return OwnNote(
        stored.id, stored.code_set, stored.code, stored.text, stored.changed_at, stored.revision
    )


def read_folder(stored: StoredFolder) -> Folder:
    """Return a folder, a deleted one too."""
    return Folder(stored.id, stored.name, stored.parent_id or "", stored.position, stored.revision)


def read_bookmark(stored: StoredBookmark) -> Bookmark:
    """Return a bookmark, a deleted one too."""
    return Bookmark(
        stored.id,
        stored.folder_id or "",
        stored.place,
        stored.code_set,
        stored.code,
        stored.title,
        stored.position,
        stored.revision,
    )


def read_favourite(stored: StoredFavourite) -> Favourite:
    """Return a favourite, a deleted one too."""
    return Favourite(stored.code_set, stored.code, stored.title, stored.added_at)


def favourite_id(code_set: str, code: str) -> str:
    """Return the id of a favourite: a code is marked once, whatever the release."""
    return f"{code_set}:{code}"


def read_contents(session: Session) -> NotebookContents:
    """Return all that is not deleted, each kind in its order."""
    notes = (
        select(StoredOwnNote)
        .where(StoredOwnNote.deleted_at.is_(None))
        .order_by(StoredOwnNote.code_set, StoredOwnNote.code, StoredOwnNote.changed_at)
    )
    folders = (
        select(StoredFolder)
        .where(StoredFolder.deleted_at.is_(None))
        .order_by(StoredFolder.parent_id, StoredFolder.position, StoredFolder.id)
    )
    bookmarks = (
        select(StoredBookmark)
        .where(StoredBookmark.deleted_at.is_(None))
        .order_by(StoredBookmark.folder_id, StoredBookmark.position, StoredBookmark.id)
    )
    favourites = (
        select(StoredFavourite)
        .where(StoredFavourite.deleted_at.is_(None))
        .order_by(StoredFavourite.added_at, StoredFavourite.id)
    )
    return NotebookContents(
        notes=tuple(map(read_note, session.scalars(notes))),
        folders=tuple(map(read_folder, session.scalars(folders))),
        bookmarks=tuple(map(read_bookmark, session.scalars(bookmarks))),
        favourites=tuple(map(read_favourite, session.scalars(favourites))),
    )


def texts_before(session: Session, note_id: str, now: str) -> tuple[EarlierText, ...]:
    """Return the texts the journal keeps of a note, the latest first, without *now*'s."""
    wanted = (
        select(StoredNotebookDifference, StoredNotebookChange.made_at)
        .join(
            StoredNotebookChange,
            StoredNotebookChange.number == StoredNotebookDifference.change_number,
        )
        .where(
            StoredNotebookDifference.kind == StoredOwnNote.__tablename__,
            StoredNotebookDifference.row_id == note_id,
        )
        .order_by(StoredNotebookDifference.change_number.desc())
    )
    seen = {now}
    found: list[EarlierText] = []
    for difference, made_at in session.execute(wanted):
        for content in (difference.after, difference.before):
            if content is not None and content["text"] not in seen:
                seen.add(content["text"])
                found.append(EarlierText(content["text"], made_at))
    return tuple(found)
