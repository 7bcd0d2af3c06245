"""The coder's own notebook: notes on codes, bookmarks in folders, favourites, and what was read.

All of it is about codes and the book. Nothing here has a place for a patient's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

FIRST_POSITION = 1.0
"""Where the first of a folder's entries stands; positions only order, they do not count."""


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

    Folders of one parent stand in the order of their *position*, before the bookmarks.
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
    the index, a list of chapters.
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
