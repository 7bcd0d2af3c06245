"""Bookmarks in folders: made, named, moved, sorted and removed, each a step of undo."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from codebook_app.domain.notebook import (
    DEEPEST,
    FIRST_POSITION,
    Bookmark,
    Folder,
    NotebookChange,
    NotebookContents,
)
from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.notebook_text import name_of

if TYPE_CHECKING:
    from codebook_app.store.notebook_edit import NotebookEdit
    from codebook_app.store.user_notebook import UserNotebook

_CLOSEST = 1e-6
Placed = TypeVar("Placed", Folder, Bookmark)


class Bookmarks:
    """The folders and bookmarks of a notebook. *notebook* gives its database when it is needed.

    Every change is on the disk before it returns, and :meth:`Notebook.undo` takes it back. An entry
    that another window or command has changed meanwhile raises
    :class:`~codebook_app.errors.ConflictError`, and nothing is overwritten.
    """

    def __init__(self, notebook: Callable[[], UserNotebook]) -> None:
        self._notebook = notebook

    def create_folder(self, name: str, parent_id: str = "") -> tuple[Folder, NotebookChange]:
        """Make a folder after the others within *parent_id*, at the top where that is empty."""
        name = name_of(name, "A folder")

        def edit(step: NotebookEdit) -> Folder:
            now = step.contents()
            _room_below(now, parent_id, 1)
            made = Folder(_new_id(), name, parent_id, _after(_folders_in(now, parent_id)))
            step.put(made)
            return made

        return self._notebook().change(f"make the folder {name}", edit)

    def rename_folder(self, folder: Folder, name: str) -> NotebookChange:
        """Give the folder another name."""
        name = name_of(name, "A folder")
        word = f"rename the folder {folder.name}"
        return self._changed(word, lambda step: step.put(replace(folder, name=name)))

    def move_folder(self, folder: Folder, parent_id: str, at: int | None = None) -> NotebookChange:
        """Put the folder with all in it before the *at*-th (from 0) of *parent_id*, or last.

        Raises :class:`KnownError` where it would lie in itself, or too deep.
        """

        def edit(step: NotebookEdit) -> None:
            now = step.contents()
            below = _below(now, folder.id)
            if parent_id in below:
                raise KnownError(
                    f"The folder “{folder.name}” can't be put into itself.",
                    "Choose a folder that does not lie in it.",
                )
            _room_below(now, parent_id, _height(now, folder.id))
            siblings = [one for one in _folders_in(now, parent_id) if one.id != folder.id]
            position = _room_at(step, siblings, at)
            step.put(replace(folder, parent_id=parent_id, position=position))

        return self._changed(f"move the folder {folder.name}", edit)

    def remove_folder(self, folder: Folder) -> NotebookChange:
        """Remove the folder with everything in it, as one step of undo."""

        def edit(step: NotebookEdit) -> None:
            now = step.contents()
            below = _below(now, folder.id)
            for bookmark in now.bookmarks:
                if bookmark.folder_id in below:
                    step.remove(bookmark)
            for one in now.folders:
                if one.id in below and one.id != folder.id:
                    step.remove(one)
            step.remove(folder)

        return self._changed(f"remove the folder {folder.name}", edit)

    def sort(self, folder_id: str) -> NotebookChange:
        """Put what stands directly in a folder in order: folders by name, bookmarks by code.

        Bookmarks without a code follow by their title.
        """

        def edit(step: NotebookEdit) -> None:
            now = step.contents()
            folders = sorted(_folders_in(now, folder_id), key=lambda one: one.name.casefold())
            _renumber(step, folders)
            bookmarks = sorted(
                _bookmarks_in(now, folder_id),
                key=lambda one: (not one.code, one.code_set, one.code, one.title.casefold()),
            )
            _renumber(step, bookmarks)

        return self._changed("sort the folder", edit)

    def add(
        self, place: str, code_set: str, code: str, title: str, folder_id: str = ""
    ) -> tuple[Bookmark, NotebookChange]:
        """Keep a place of the book as the last of a folder; one that is there already is returned.

        *code* is empty where the place has none.
        """
        title = name_of(title or code or place, "A bookmark")

        def edit(step: NotebookEdit) -> Bookmark:
            now = step.contents()
            _folder_there(now, folder_id)
            siblings = _bookmarks_in(now, folder_id)
            for one in siblings:
                if one.place == place:
                    return one
            made = Bookmark(_new_id(), folder_id, place, code_set, code, title, _after(siblings))
            step.put(made)
            return made

        return self._notebook().change(f"bookmark {code or title}", edit)

    def rename(self, bookmark: Bookmark, title: str) -> NotebookChange:
        """Give the bookmark another title."""
        title = name_of(title, "A bookmark")
        word = f"rename the bookmark {bookmark.title}"
        return self._changed(word, lambda step: step.put(replace(bookmark, title=title)))

    def move(self, bookmark: Bookmark, folder_id: str, at: int | None = None) -> NotebookChange:
        """Put the bookmark before the *at*-th (from 0) of those in *folder_id*, or last."""

        def edit(step: NotebookEdit) -> None:
            now = step.contents()
            _folder_there(now, folder_id)
            siblings = [one for one in _bookmarks_in(now, folder_id) if one.id != bookmark.id]
            position = _room_at(step, siblings, at)
            step.put(replace(bookmark, folder_id=folder_id, position=position))

        return self._changed(f"move the bookmark {bookmark.title}", edit)

    def remove(self, bookmark: Bookmark) -> NotebookChange:
        """Remove the bookmark."""
        word = f"remove the bookmark {bookmark.title}"
        return self._changed(word, lambda step: step.remove(bookmark))

    def _changed(self, word: str, edit: Callable[[NotebookEdit], None]) -> NotebookChange:
        return self._notebook().change(word, edit)[1]


def _new_id() -> str:
    return uuid.uuid4().hex


def _folders_in(now: NotebookContents, parent_id: str) -> list[Folder]:
    return [one for one in now.folders if one.parent_id == parent_id]


def _bookmarks_in(now: NotebookContents, folder_id: str) -> list[Bookmark]:
    return [one for one in now.bookmarks if one.folder_id == folder_id]


def _below(now: NotebookContents, folder_id: str) -> set[str]:
    """Return the ids of a folder and of all folders in it, however deep."""
    below = {folder_id}
    while more := {one.id for one in now.folders if one.parent_id in below} - below:
        below |= more
    return below


def _height(now: NotebookContents, folder_id: str) -> int:
    """Return of how many levels a folder is, itself counted."""
    within = _folders_in(now, folder_id)
    return 1 + max((_height(now, one.id) for one in within), default=0)


def _room_below(now: NotebookContents, parent_id: str, levels: int) -> None:
    _folder_there(now, parent_id)
    parents = {one.id: one.parent_id for one in now.folders}
    depth = 0
    while parent_id:
        depth, parent_id = depth + 1, parents.get(parent_id, "")
    if depth + levels > DEEPEST:
        raise KnownError(
            f"Folders are at most {DEEPEST} levels deep.", "Put it into a folder further up."
        )


def _folder_there(now: NotebookContents, folder_id: str) -> None:
    if folder_id and all(one.id != folder_id for one in now.folders):
        raise ConflictError(
            "The folder was removed in another window or command.", "Choose another folder."
        )


def _after(siblings: Sequence[Placed]) -> float:
    return siblings[-1].position + 1 if siblings else FIRST_POSITION


def _room_at(step: NotebookEdit, siblings: Sequence[Placed], at: int | None) -> float:
    """Return a position before the *at*-th of *siblings*, making room where there is none."""
    if at is None or at >= len(siblings):
        return _after(siblings)
    at = max(at, 0)
    following = siblings[at].position
    before = siblings[at - 1].position if at else following - 2
    if following - before < _CLOSEST:
        _renumber(step, siblings)
        return FIRST_POSITION + at - 0.5
    return (before + following) / 2


def _renumber(step: NotebookEdit, siblings: Sequence[Placed]) -> None:
    for at, one in enumerate(siblings):
        step.put(replace(one, position=FIRST_POSITION + at))
