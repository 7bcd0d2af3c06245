"""The coder's own notebook: notes on codes, bookmarks in folders, favourites, and what was read.

All of it is about codes and the book. Nothing here has a place for a patient's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

FIRST_POSITION = 1.0
"""Where the first of a folder's entries stands; positions only order, they do not count."""

PROCEDURE_LETTERS = 7
_TOLD = 3  # of the entries that differ, in words

DEEPEST = 20
"""How many folders may lie in one another."""


@dataclass(frozen=True, slots=True)
class OwnNote:
    """What the coder wrote on a code of a code set, whatever the release.

    *code* is spelled as printed (``E11.22``). *text* is plain text that may have several lines,
    never empty. *revision* grows with each change; a change made against an older one is refused.
    """

    id: str
    code_set: str
    code: str
    text: str
    changed_at: datetime
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of bookmarks, within the folder *parent_id*, or at the top where that is empty.

    Folders of one parent stand in the order of their *position*, before the bookmarks. *revision*
    grows with each change: one made against an older revision overwrites nothing.
    """

    id: str
    name: str
    parent_id: str = ""
    position: float = FIRST_POSITION
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place of the book kept in the folder *folder_id*, at the top where that is empty.

    *place* is what the book opens; *title* is what the person reads, and may have been rewritten.
    *code* is the code that stands there, as printed, and empty where the place has none: a page of
    the index, a list of chapters. *position* and *revision* are as a :class:`Folder` has them.
    """

    id: str
    folder_id: str
    place: str
    code_set: str
    code: str
    title: str
    position: float = FIRST_POSITION
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Favourite:
    """A code the coder uses much, whatever the release; *title* is the one it had when marked."""

    code_set: str
    code: str
    title: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A place of the book that was opened, for the history. *id* grows with each visit."""

    id: int
    place: str
    code_set: str
    code: str
    title: str
    visited_at: datetime


@dataclass(frozen=True, slots=True)
class NotebookContents:
    """All that stands in a notebook, each kind in the order it is shown in.

    Notes stand by code set and code, folders and bookmarks by their place among their like,
    favourites in the order they were marked.
    """

    notes: tuple[OwnNote, ...] = ()
    folders: tuple[Folder, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    favourites: tuple[Favourite, ...] = ()


@dataclass(frozen=True, slots=True)
class NotebookChange:
    """A change that was made, which undo takes back by its *number*.

    *word* names it for the person: "remove the folder Cardiology". Number 0 changed nothing.
    """

    number: int
    word: str


@dataclass(frozen=True, slots=True)
class EarlierText:
    """A text that a note had, and until when it had it."""

    text: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NotebookImport:
    """What importing a notebook did: how many of each kind were *added*, and what to look at.

    *both_kept* has a line for each entry that stood in both notebooks and differed: ours was left
    alone, and theirs stands beside it. *older* counts notes whose text there is one we had before.
    """

    change: NotebookChange
    notes: int = 0
    folders: int = 0
    bookmarks: int = 0
    favourites: int = 0
    unchanged: int = 0
    older: int = 0
    both_kept: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        """How many entries were added in all."""
        return self.notes + self.folders + self.bookmarks + self.favourites

    @property
    def words(self) -> str:
        """What the import did, in a few sentences on one line."""
        counted = [
            (self.notes, "note", "notes"),
            (self.bookmarks, "bookmark", "bookmarks"),
            (self.folders, "folder", "folders"),
            (self.favourites, "favourite", "favourites"),
        ]
        added = [
            f"{number} {one if number == 1 else all_}" for number, one, all_ in counted if number
        ]
        said = [f"Added: {', '.join(added)}." if added else "Nothing new was in the file."]
        if self.unchanged:
            said.append(f"Here already: {self.unchanged}.")
        if self.older:
            said.append(f"Older than yours, which keep that text in their past: {self.older}.")
        said += self.both_kept[:_TOLD]
        if len(self.both_kept) > _TOLD:
            said.append(f"And {len(self.both_kept) - _TOLD} more differ.")
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class CodeTitles:
    """What the codes of a notebook are called now: *by_code_set*, the title of each code.

    A code set is missing where no release of it can be read, and a code where the release in force
    does not have it.
    """

    by_code_set: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def title(self, code_set: str, code: str) -> str:
        """Return the title of a code, "" where it is not known."""
        return self.by_code_set.get(code_set, {}).get(code, "")

    def is_gone(self, code_set: str, code: str) -> bool:
        """Whether the release in force is known and does not have the code.

        The beginning of a procedure's code is none itself, and a page of its own all the same.
        """
        if code_set not in self.by_code_set or not code or code in self.by_code_set[code_set]:
            return False
        return code_set != "icd10pcs" or len(code) == PROCEDURE_LETTERS
