"""What ``notes`` answers: as JSON, and for the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codebook_app.cli.rendering import columns, text
from codebook_app.domain.notebook import (
    Bookmark,
    CodeTitles,
    Favourite,
    NotebookContents,
    NotebookImport,
    OwnNote,
)

if TYPE_CHECKING:
    from rich.table import Table

Document = dict[str, object]


def notebook_document(contents: NotebookContents, titles: CodeTitles) -> Document:
    """Return what ``notes list`` answers; *gone*: the release in force does not have the code."""
    return {
        "notes": [
            {
                "id": note.id,
                "code_set": note.code_set,
                "code": note.code,
                "title": titles.title(note.code_set, note.code),
                "text": note.text,
                "changed_at": note.changed_at.isoformat(),
                "gone": titles.is_gone(note.code_set, note.code),
            }
            for note in contents.notes
        ],
        "bookmarks": [
            {
                "id": bookmark.id,
                "folder": folder_path(contents, bookmark),
                "place": bookmark.place,
                "code_set": bookmark.code_set,
                "code": bookmark.code,
                "title": bookmark.title,
                "gone": titles.is_gone(bookmark.code_set, bookmark.code),
            }
            for bookmark in contents.bookmarks
        ],
        "favourites": [
            {
                "code_set": one.code_set,
                "code": one.code,
                "title": titles.title(one.code_set, one.code) or one.title,
                "added_at": one.added_at.isoformat(),
                "gone": titles.is_gone(one.code_set, one.code),
            }
            for one in contents.favourites
        ],
    }


def import_document(report: NotebookImport) -> Document:
    """Return what ``notes import`` answers."""
    return {
        "added": {
            "notes": report.notes,
            "bookmarks": report.bookmarks,
            "folders": report.folders,
            "favourites": report.favourites,
        },
        "unchanged": report.unchanged,
        "older": report.older,
        "both_kept": list(report.both_kept),
    }


def notebook_tables(contents: NotebookContents, titles: CodeTitles) -> list[Table]:
    """Return the notebook as tables: notes, favourites, bookmarks; a note is one line of a cell."""
    shown = []
    if contents.notes:
        notes = columns("note on", "", "")
        for note in contents.notes:
            gone = " (not in the release in force)" if titles.is_gone(*_key(note)) else ""
            notes.add_row(
                text(note.code_set, "dim"),
                text(f"{note.code}{gone}", "bold"),
                text(" ".join(note.text.split())),
            )
        shown.append(notes)
    if contents.favourites:
        favourites = columns("favourite", "", "")
        for one in contents.favourites:
            title = titles.title(*_key(one)) or one.title
            favourites.add_row(text(one.code_set, "dim"), text(one.code, "bold"), text(title))
        shown.append(favourites)
    if contents.bookmarks:
        bookmarks = columns("bookmark", "", "", "")
        for bookmark in contents.bookmarks:
            bookmarks.add_row(
                text(bookmark.code_set, "dim"),
                text(bookmark.code, "bold"),
                text(bookmark.title),
                text(" / ".join(folder_path(contents, bookmark)), "dim"),
            )
        shown.append(bookmarks)
    return shown


def folder_path(contents: NotebookContents, bookmark: Bookmark) -> list[str]:
    """Return the names of the folders a bookmark lies in, the outermost first."""
    by_id = {folder.id: folder for folder in contents.folders}
    path: list[str] = []
    folder = by_id.get(bookmark.folder_id)
    while folder is not None:
        path.insert(0, folder.name)
        folder = by_id.get(folder.parent_id)
    return path


def _key(entry: OwnNote | Favourite) -> tuple[str, str]:
    return entry.code_set, entry.code
