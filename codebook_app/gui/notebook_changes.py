"""What a person changes in the notebook's window: asked of the desk, told, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.notebook import (
    Bookmark,
    Favourite,
    Folder,
    NotebookChange,
    NotebookContents,
    NotebookImport,
    OwnNote,
)
from codebook_app.errors import KnownError
from codebook_app.gui.models.notebook_rows import NotebookRow, key_of
from codebook_app.gui.notebook_desk import NotebookDesk

if TYPE_CHECKING:
    from codebook_app.services.notebook import Notebook


class NotebookChanges(QObject):
    """Makes changes on the desk worker and tells what came of each."""

    row_wanted = Signal(str, bool)
    """The key of the row to make current, and whether its name is to be typed."""
    said = Signal(str)
    """What was done, or why nothing was to do."""
    faulted = Signal(str)
    """What was not done, and what to do, in one line."""
    offered = Signal(str, object)
    """What was done, and the :class:`NotebookChange` that undo takes back."""

    def __init__(self, desk: NotebookDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def bookmark(self, place: str, code_set: str, code: str, title: str, within: str) -> None:
        """Keep a place of the book in the folder *within*; an empty place is told."""
        if not place:
            self.said.emit("Open a page of a book first: that page is then kept here.")
            return

        def done(made: tuple[Bookmark, NotebookChange]) -> None:
            self.row_wanted.emit(key_of(made[0]), False)

        self._change(
            lambda notebook: notebook.bookmarks.add(place, code_set, code, title, within), done
        )

    def new_folder(self, within: str) -> None:
        """Make a folder in the folder *within*, to be named."""

        def done(made: tuple[Folder, NotebookChange]) -> None:
            self.row_wanted.emit(key_of(made[0]), True)

        self._change(lambda notebook: notebook.bookmarks.create_folder("New folder", within), done)

    def rename(self, entry: Folder | Bookmark, name: str) -> None:
        """Give a folder or bookmark another name."""

        def work(notebook: Notebook) -> NotebookChange:
            if isinstance(entry, Folder):
                return notebook.bookmarks.rename_folder(entry, name)
            return notebook.bookmarks.rename(entry, name)

        self._change(work)

    def move(self, entry: Folder | Bookmark, folder_id: str, at: int | None) -> None:
        """Put a folder or bookmark before the *at*-th of its like in a folder, or last."""

        def work(notebook: Notebook) -> NotebookChange:
            if isinstance(entry, Folder):
                return notebook.bookmarks.move_folder(entry, folder_id, at)
            return notebook.bookmarks.move(entry, folder_id, at)

        self._change(work)

    def sort(self, folder_id: str) -> None:
        """Sort what stands directly in a folder."""
        self._change(lambda notebook: notebook.bookmarks.sort(folder_id))

    def remove(self, row: NotebookRow) -> None:
        """Remove what *row* stands for, and offer to take that back."""
        entry = row.entry
        what = f"The {row.kind} {row.code or f'“{row.title}”'}"
        if isinstance(entry, OwnNote):
            what = f"Your note on {entry.code}"

        def work(notebook: Notebook) -> NotebookChange | None:
            match entry:
                case OwnNote():
                    return notebook.remove_note(entry)
                case Folder():
                    return notebook.bookmarks.remove_folder(entry)
                case Bookmark():
                    return notebook.bookmarks.remove(entry)
                case Favourite():
                    return notebook.remove_favourite(entry)
            return None

        def done(change: NotebookChange | None) -> None:
            if change is not None:
                self.offered.emit(f"{what} was removed.", change)

        self._change(work, done)

    def restore(self, note: OwnNote) -> None:
        """Bring a removed note back."""
        self._change(
            lambda notebook: notebook.restore(note.id),
            lambda _: self.row_wanted.emit(key_of(note), False),
        )

    def export_to(self, file: Path) -> None:
        """Write the whole notebook to *file*."""

        def done(contents: NotebookContents) -> None:
            number = len(contents.notes) + len(contents.bookmarks) + len(contents.favourites)
            self.said.emit(f"{number} entries were written to {file}.")

        self._change(lambda notebook: notebook.export(file), done)

    def import_from(self, file: Path) -> None:
        """Add what an exported notebook holds to this one, and offer to take that back."""

        def done(report: NotebookImport) -> None:
            if report.change.number:
                self.offered.emit(report.words, report.change)
            else:
                self.said.emit(report.words)

        self._change(lambda notebook: notebook.import_file(file), done)

    def undo(self, change: NotebookChange | None = None) -> None:
        """Take *change* back, by default the notebook's last one, whoever made it."""

        def done(undone: NotebookChange) -> None:
            self.said.emit(
                f"Undone: {undone.word}." if undone.number else "There is nothing to undo."
            )

        self._change(lambda notebook: notebook.undo(change), done)

    def redo(self) -> None:
        """Make the change that was undone last again."""

        def done(again: NotebookChange) -> None:
            self.said.emit(
                f"Done again: {again.word}." if again.number else "There is nothing to redo."
            )

        self._change(lambda notebook: notebook.redo(), done)

    def _change(
        self, work: Callable[[Notebook], object], done: Callable[..., None] | None = None
    ) -> None:
        def answered(result: object) -> None:
            if done is not None:
                done(result)

        self._desk.change(work, answered, self._on_fault)

    def _on_fault(self, fault: Exception) -> None:
        if isinstance(fault, KnownError):
            self.faulted.emit(str(fault))
        else:
            self._desk.failed.emit(fault, "changing the notebook")
