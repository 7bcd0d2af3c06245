"""Puts an imported notebook beside what is there: nothing of either is lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from codebook_app.codesets.icd10cm import grammar
from codebook_app.domain.notebook import (
    FIRST_POSITION,
    Bookmark,
    Favourite,
    Folder,
    NotebookChange,
    NotebookContents,
    NotebookImport,
    OwnNote,
)
from codebook_app.exchange.notebook_file import derived_id

if TYPE_CHECKING:
    from codebook_app.store.notebook_edit import NotebookEdit


def merged(step: NotebookEdit, theirs: NotebookContents) -> NotebookImport:
    """Add *theirs* to what stands within *step*, and say what came of it.

    An entry that is the same here is left alone. A note whose text differs is added beside ours,
    unless ours had that text before: the file is older then, and the text is in our note's past.
    Folders of one name in one place become one. What was removed here comes back.
    """
    merge = _Merge(step)
    for note in theirs.notes:
        merge.note(_spelled(note))
    for folder in theirs.folders:
        merge.folder(folder)
    for bookmark in theirs.bookmarks:
        merge.bookmark(bookmark)
    for favourite in theirs.favourites:
        merge.favourite(favourite)
    return merge.report()


@dataclass
class _Merge:
    """The merge as far as it got; *folders* tells which of ours a folder of theirs became.

    Theirs are compared with what stood here before: two alike of theirs stay two.
    """

    step: NotebookEdit
    notes: int = 0
    new_folders: int = 0
    bookmarks: int = 0
    favourites: int = 0
    unchanged: int = 0
    older: int = 0
    both_kept: list[str] = field(default_factory=list)
    folders: dict[str, str] = field(default_factory=lambda: {"": ""})

    def __post_init__(self) -> None:
        ours = self.step.contents()
        self._notes = {note.id: note for note in ours.notes}
        self._texts = {(note.code_set, note.code, note.text) for note in ours.notes}
        self._folders = {folder.id: folder for folder in ours.folders}
        self._named = {(one.parent_id, one.name): one.id for one in ours.folders}
        self._bookmarks = {bookmark.id: bookmark for bookmark in ours.bookmarks}
        self._places = {(one.folder_id, one.place, one.title) for one in ours.bookmarks}
        self._favourites = {(one.code_set, one.code) for one in ours.favourites}
        self._last: dict[tuple[str, str], float] = {}
        for kind, within, position in (
            *(("folder", one.parent_id, one.position) for one in ours.folders),
            *(("bookmark", one.folder_id, one.position) for one in ours.bookmarks),
        ):
            self._last[kind, within] = max(position, self._last.get((kind, within), position))

    def note(self, note: OwnNote) -> None:
        said = (note.code_set, note.code, note.text)
        if said in self._texts:
            self.unchanged += 1
            return
        note_id = note.id
        while (ours := self._notes.get(note_id)) is not None:
            if (ours.code_set, ours.code) == said[:2] and any(
                earlier.text == note.text for earlier in self.step.earlier_texts(ours)
            ):
                self.older += 1
                return
            # Its content decides the id: the same file again adds nothing.
            note_id = derived_id("note", note_id, *said)
        if note_id != note.id:
            self.both_kept.append(f"The note on {note.code} differs: both are kept.")
        note = replace(note, id=note_id)
        self.step.revive(note)
        self.notes += 1

    def folder(self, folder: Folder) -> None:
        parent = self.folders[folder.parent_id]
        ours = self._folders.get(folder.id)
        same_name = self._named.get((parent, folder.name))
        if ours is not None:
            self.folders[folder.id] = ours.id
            self.unchanged += 1
            if ours.name != folder.name:
                self.both_kept.append(
                    f"The folder “{folder.name}” is called “{ours.name}” here: it keeps that name."
                )
            return
        if same_name is not None:
            self.folders[folder.id] = same_name
            self.unchanged += 1
            return
        position = self._next("folder", parent)
        self.step.revive(replace(folder, parent_id=parent, position=position))
        self.folders[folder.id] = folder.id
        self.new_folders += 1

    def bookmark(self, bookmark: Bookmark) -> None:
        folder_id = self.folders[bookmark.folder_id]
        ours = self._bookmarks.get(bookmark.id)
        said = (folder_id, bookmark.place, bookmark.title)
        if said in self._places or (
            ours is not None and (ours.place, ours.title) == (bookmark.place, bookmark.title)
        ):
            self.unchanged += 1
            return
        if ours is not None:
            self.both_kept.append(
                f"The bookmark “{bookmark.title}” differs from “{ours.title}”: both are kept."
            )
            while bookmark.id in self._bookmarks:
                bookmark = replace(bookmark, id=derived_id("bookmark", bookmark.id, *said))
        position = self._next("bookmark", folder_id)
        self.step.revive(replace(bookmark, folder_id=folder_id, position=position))
        self.bookmarks += 1

    def favourite(self, favourite: Favourite) -> None:
        favourite = replace(favourite, code=_printed(favourite.code_set, favourite.code))
        key = (favourite.code_set, favourite.code)
        if key in self._favourites:
            self.unchanged += 1
            return
        self.step.revive(favourite)
        self.favourites += 1

    def report(self) -> NotebookImport:
        return NotebookImport(
            NotebookChange(0, ""),
            self.notes,
            self.new_folders,
            self.bookmarks,
            self.favourites,
            self.unchanged,
            self.older,
            tuple(self.both_kept),
        )

    def _next(self, kind: str, within: str) -> float:
        position = self._last.get((kind, within), FIRST_POSITION - 1) + 1
        self._last[kind, within] = position
        return position


def _spelled(note: OwnNote) -> OwnNote:
    return replace(note, code=_printed(note.code_set, note.code))


def _printed(code_set: str, code: str) -> str:
    """Return *code* as its code set prints it, whatever spelling a file has it in."""
    return (grammar.normalise(code) if code_set == "icd10cm" else "") or code
