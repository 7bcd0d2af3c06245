"""What is printed, before it is set: blocks of words in printed order, without any Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from codebook_app.domain.release import ReleaseChoice

NEW_LINE = "\u2028"
"""Breaks a line within a block; what follows is not hung."""


class Style(StrEnum):
    """How words are set; the typesetter knows face, size and weight."""

    TITLE = "title"
    TITLE_CODE = "title code"
    HEADING = "heading"
    BODY = "body"
    STRONG = "strong"
    CODE = "code"
    CODE_STRONG = "strong code"
    LABEL = "label"
    SMALL = "small"
    ASIDE = "aside"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one style. *tone* names the theme's colour for their kind, empty for black.

    What the tone says is always said by a word too: paper is often black and white.
    """

    text: str
    style: Style = Style.BODY
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a block: *words* set from *left* on, up to *width*; lengths are points.

    A *width* of 0 reaches to the right margin. Lines that go on begin *hang* further in.
    """

    words: tuple[Words, ...]
    left: float = 0.0
    width: float = 0.0
    hang: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """Something printed in one piece, by its *cells* beside one another; lengths are points.

    *gap* is left above it unless it begins a page. *bar* is the tone of a bar at *bar_left*, beside
    all its lines. A block that is *kept* stands on the same page as the one after it; *rule* puts a
    fine line under it. *guide* is the code or term it begins, for the head of the page. *columns*
    are repeated above it where it begins or goes on at the top of a later page: the headings of the
    table it is a row of.
    """

    cells: tuple[Cell, ...]
    gap: float = 0.0
    bar: str = ""
    bar_left: float = 0.0
    kept: bool = False
    rule: bool = False
    guide: str = ""
    columns: Block | None = None

    @property
    def text(self) -> str:
        """All its words, the cells one after the other."""
        parts = ("".join(words.text for words in cell.words) for cell in self.cells)
        return "  ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: its *blocks*, and what head and foot of every page say.

    *book* is the book's name and *title* what is printed of it. *choice* is the release it is of,
    None where it is of several or none: *foot* says then what the foot says in its place.
    *columns* is repeated at the top of every page after the first: the headings of a table.
    """

    book: str
    title: str
    choice: ReleaseChoice | None
    blocks: tuple[Block, ...]
    printed_on: date
    columns: Block | None = field(default=None)
    foot: str = ""

    @property
    def release_words(self) -> str:
        """The release and its dates in force, as the foot of every page names them."""
        if self.choice is None:
            return self.foot
        release = self.choice.release
        return f"{release.title} · {release.dates_word}"

    @property
    def caution(self) -> str:
        """Why what is printed may not be coded with, "" where the release is in force."""
        return "" if self.choice is None or self.choice.in_force else self.choice.word

    @property
    def date_words(self) -> str:
        """When it was printed."""
        return f"printed {self.printed_on.isoformat()}"


def plain(blocks: Sequence[Block]) -> str:
    """Return the words of *blocks*, a line a block: what a reader of the page reads."""
    return "\n".join(block.text for block in blocks)
