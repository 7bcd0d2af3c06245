"""The coder's notebook: own notes on codes, favourites, bookmarks; found, exported and imported."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from codebook_app.domain.notebook import (
    CodeTitles,
    EarlierText,
    Favourite,
    NotebookChange,
    NotebookContents,
    NotebookImport,
    OwnNote,
)
from codebook_app.errors import KnownError
from codebook_app.services.bookmarks import Bookmarks
from codebook_app.services.notebook_text import note_text, one_line

if TYPE_CHECKING:
    from codebook_app.services.notebook_find import NotebookFinder
    from codebook_app.services.releases import Releases
    from codebook_app.store.notebook_edit import NotebookEdit
    from codebook_app.store.user_notebook import UserNotebook

_MARKDOWN = {".md", ".markdown"}


class Notebook:
    """The notebook kept in *user_db* (a path or an SQLAlchemy URL), apart from every release.

    The database is opened, and made, at its first use. Every change is on the disk before it
    returns, and is a step that :meth:`undo` takes back, one made before a restart too: nothing
    that was written is ever lost. Where another window or command has changed the same entry
    meanwhile, :class:`~codebook_app.errors.ConflictError` is raised and nothing is overwritten.
    For one thread at a time. *releases* tells the titles of codes.
    """

    def __init__(self, user_db: Path | str, releases: Releases | None = None) -> None:
        self._user_db = user_db
        self._releases = releases
        self._opened: UserNotebook | None = None
        self._finder: NotebookFinder | None = None
        self.bookmarks = Bookmarks(lambda: self._db)

    @property
    def _db(self) -> UserNotebook:
        if self._opened is None:
            # Imported here: SQLAlchemy is slow to load.
            from codebook_app.store.user_notebook import UserNotebook

            self._opened = UserNotebook(self._user_db)
        return self._opened

    def contents(self) -> NotebookContents:
        """Return everything that is not deleted."""
        return self._db.contents()

    def finder(self, on: date | None = None) -> NotebookFinder:
        """Return the notebook as it stands, ready for finding; titles are those in force *on*."""
        from codebook_app.services.notebook_find import NotebookFinder

        contents = self.contents()
        self._finder = NotebookFinder(contents, self.titles(contents, on), self._finder)
        return self._finder

    def find(self, text: str, on: date | None = None) -> NotebookContents:
        """Return what answers every word of *text*; see :class:`NotebookFinder`."""
        return self.finder(on).found(text)

    def titles(self, contents: NotebookContents, on: date | None) -> CodeTitles:
        """Return the titles of the codes in *contents* in the releases in force *on* a day."""
        if self._releases is None:
            return CodeTitles()
        from codebook_app.services.notebook_titles import titles_of

        codes = (
            *((note.code_set, note.code) for note in contents.notes),
            *((bookmark.code_set, bookmark.code) for bookmark in contents.bookmarks),
            *((favourite.code_set, favourite.code) for favourite in contents.favourites),
        )
        return titles_of(self._releases, codes, on)

    def notes_on(self, code_set: str, codes: Sequence[str]) -> dict[str, tuple[OwnNote, ...]]:
        """Return the notes on each of *codes* that has any, whatever the release."""
        found: dict[str, tuple[OwnNote, ...]] = {}
        for note in self._db.notes_on(code_set, codes):
            found[note.code] = (*found.get(note.code, ()), note)
        return found

    def write_note(
        self, code_set: str, code: str, text: str, note: OwnNote | None = None, sitting: str = ""
    ) -> OwnNote | None:
        """Save *text* as the text of *note*, by default of a new note on the code.

        Returns the note as it stands. A blank text removes the note, which is returned with an
        empty text and may be written again; without a note it is None. Line breaks are kept.
        Texts of one *sitting* (any word for one stretch of typing) that only add to one another
        are one step of undo.
        """
        text = note_text(text)
        now = datetime.now(UTC)
        if not text.strip():
            if note is None or not note.text:
                return note
            self.remove_note(note)
            return replace(note, text="", revision=note.revision + 1)
        if note is None:
            note = OwnNote(uuid.uuid4().hex, code_set, code, text, now, revision=0)
        elif note.text == text:
            return note
        written = replace(note, text=text, changed_at=now)
        self._db.change(f"write the note on {note.code}", lambda step: step.put(written), sitting)
        return replace(written, revision=note.revision + 1)

    def remove_note(self, note: OwnNote) -> NotebookChange:
        """Remove a note; :meth:`undo` and :meth:`restore` bring it back."""
        return self._db.change(f"remove the note on {note.code}", lambda step: step.remove(note))[1]

    def deleted_notes(self) -> tuple[OwnNote, ...]:
        """Return the notes that were removed, the last one first, for :meth:`restore`."""
        return self._db.deleted_notes()

    def restore(self, note_id: str) -> NotebookChange:
        """Bring a removed note back with the text it had; one that stands is left as it is."""

        def edit(step: NotebookEdit) -> None:
            note = step.deleted_note(note_id)
            if note is not None:
                step.revive(note)

        return self._db.change("bring a note back", edit)[1]

    def earlier_texts(self, note: OwnNote) -> tuple[EarlierText, ...]:
        """Return the texts the note had before, the latest first, each once."""
        return self._db.earlier_texts(note.id)

    def favourites(self) -> tuple[Favourite, ...]:
        """Return the codes marked as favourites, the first one marked first."""
        return self.contents().favourites

    def toggle_favourite(self, code_set: str, code: str, title: str) -> bool:
        """Mark a code as a favourite, or take the mark away; return whether it is one now.

        Raises :class:`KnownError` where *code* is empty.
        """
        if not code:
            raise KnownError("There is no code here to mark.", "Put the focus on a line first.")

        def edit(step: NotebookEdit) -> bool:
            marked = next(
                (
                    one
                    for one in step.contents().favourites
                    if (one.code_set, one.code) == (code_set, code)
                ),
                None,
            )
            if marked is not None:
                step.remove(marked)
                return False
            step.revive(Favourite(code_set, code, one_line(title), datetime.now(UTC)))
            return True

        return self._db.change(f"change the favourite {code}", edit)[0]

    def remove_favourite(self, favourite: Favourite) -> NotebookChange:
        """Take the mark off a code."""
        word = f"remove the favourite {favourite.code}"
        return self._db.change(word, lambda step: step.remove(favourite))[1]

    def undo(self, change: NotebookChange | None = None) -> NotebookChange:
        """Take *change* back, by default the last one that stands; its number is 0 for none.

        ConflictError where what it changed was changed again since.
        """
        return self._db.undo(None if change is None else change.number)

    def redo(self) -> NotebookChange:
        """Make the change that was undone last again; its number is 0 where there is none."""
        return self._db.redo()

    def export(self, file: Path) -> NotebookContents:
        """Write the whole notebook to *file* and return it: Markdown for ``.md``, else JSON.

        The JSON is what :meth:`import_file` reads and ``notebook.schema.json`` describes. The file
        is whole or not there; one that was there is replaced.
        """
        from codebook_app.exchange.whole_file import write_whole

        contents = self.contents()
        text = self.text_of(contents, markdown=file.suffix.lower() in _MARKDOWN)
        write_whole(file, text.encode(), "The notebook")
        return contents

    def text_of(self, contents: NotebookContents, *, markdown: bool = False) -> str:
        """Return *contents* as the text of an exported file."""
        if markdown:
            from codebook_app.exchange.notebook_markdown import notebook_markdown

            return notebook_markdown(contents, self.titles(contents, None), datetime.now(UTC))
        from codebook_app.exchange.notebook_file import notebook_json

        return notebook_json(contents, datetime.now(UTC))

    def import_file(self, file: Path) -> NotebookImport:
        """Add what an exported notebook holds to this one, as one step of undo.

        What is there already stays as it is; where both differ, both are kept. KnownError says in
        one line what is wrong with a file, and then nothing was changed.
        """
        from codebook_app.exchange.notebook_file import NotebookFile
        from codebook_app.services.notebook_merge import merged

        theirs = NotebookFile().read(file)
        report, change = self._db.change(f"import {file.name}", lambda step: merged(step, theirs))
        return replace(report, change=change)

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.close()
