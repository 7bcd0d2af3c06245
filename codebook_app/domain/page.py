"""What the book shows of a code: the entry itself, and the page it is printed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.flag import Flag, Flagged
from codebook_app.domain.note import Note, SourcedNote
from codebook_app.domain.release import ReleaseChoice

if TYPE_CHECKING:  # the window shows pages; what a release is made of need not be read for that
    from codebook_app.domain.content import Fact
    from codebook_app.domain.index_page import IndexPath


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with everything that governs it, in the shape of ``codebook show --json``.

    *ancestors* run from the chapter down; *children* are the lines directly below, without the
    seventh-character codes, which *seventh_characters* lists. *notes* begin with the chapter's and
    end with the code's own. *facts* are what the official files say besides, in their order;
    *index_paths* the ways the alphabetic indexes and tables lead to the code; *not_checked* which
    flags could not be determined, in words.
    """

    code: Code
    ancestors: tuple[Code, ...]
    children: tuple[Code, ...]
    seventh_characters: tuple[SeventhCharacter, ...]
    notes: tuple[SourcedNote, ...]
    flags: tuple[Flag, ...]
    choice: ReleaseChoice
    facts: tuple[Fact, ...] = ()
    index_paths: tuple[IndexPath, ...] = ()
    not_checked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLine:
    """A code on a page: its own notes and facts, and the seventh characters that complete it."""

    code: Code
    notes: tuple[Note, ...]
    seventh_characters: tuple[SeventhCharacter, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the tabular: a category with all below it, or a chapter's or section's list.

    *lines* begin with *heading* itself. *inherited* are the notes of the heading's ancestors, from
    the chapter down. *focus* is the id of the line that was asked for: a seventh-character code's
    focus is the line it completes, and *focus_code* its own code. *previous* and *following* are
    the neighbouring pages of the same level. *flagged* holds the flags of the lines and of the
    codes that seventh characters make.
    """

    heading: Code
    ancestors: tuple[Code, ...]
    inherited: tuple[SourcedNote, ...]
    lines: tuple[PageLine, ...]
    focus: int
    focus_code: str
    previous: Code | None
    following: Code | None
    choice: ReleaseChoice
    flagged: Flagged = field(default_factory=Flagged)
