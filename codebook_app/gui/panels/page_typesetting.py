"""How each row of a page is laid out for a width, in the theme's type."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF

from codebook_app.domain.note import NoteKind
from codebook_app.gui.models.aside_rows import FlagsRow, OwnNoteRow
from codebook_app.gui.models.index_rows import (
    FactRow,
    LinksRow,
    PathRow,
    PlaceRow,
    TermRow,
)
from codebook_app.gui.models.page_rows import (
    CharacterRow,
    GroupRow,
    LineRow,
    NoteRow,
    OriginRow,
    Row,
    SeventhRow,
    TextRow,
)
from codebook_app.gui.models.page_words import named, printed_title
from codebook_app.gui.panels.page_lines import LineSetter
from codebook_app.gui.panels.page_measures import NO_BREAK, TOGGLES, Measures
from codebook_app.gui.panels.page_notes import NoteSetter
from codebook_app.gui.panels.page_shapes import Figure, SetRow, Shape
from codebook_app.gui.panels.page_terms import TermSetter
from codebook_app.gui.panels.page_text import Link, LinkAct, Run
from codebook_app.gui.theme import Theme


class Typesetter:
    """Lays out rows for a width; make a new one when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._measures = Measures(theme)
        self._lines = LineSetter(self._measures)
        self._notes = NoteSetter(self._measures)
        self._terms = TermSetter(self._measures)
        self._estimates: dict[tuple[type[Row], int, int, int], tuple[float, int, int]] = {}

    def set(self, row: Row, width: int) -> SetRow:
        """Return *row* laid out on a page of *width* pixels."""
        right = self._measures.right(width)
        match row:
            case LineRow() if row.depth == 0:
                return self._lines.heading(row, right)
            case LineRow():
                return self._lines.line(row, width, right)
            case NoteRow() if row.note.kind is NoteKind.VISUAL_IMPAIRMENT:
                return self._notes.table(row, width, right)
            case NoteRow():
                return self._notes.note(row, width, right)
            case SeventhRow():
                return self._lines.seventh(row, width, self._measures.table_right(width))
            case CharacterRow():
                return self._notes.character(row, width, right)
            case OriginRow():
                return self._origin(row, right)
            case GroupRow():
                return self._group(row, width)
            case OwnNoteRow():
                return self._notes.own(row, width, right)
            case FlagsRow():
                return self._flags(row, right)
            case TextRow():
                return self._text(row, right)
            case _:
                return self._index_row(row, right)

    def _index_row(self, row: Row, right: int) -> SetRow:
        match row:
            case TermRow():
                return self._terms.term(row, right)
            case PlaceRow():
                return self._terms.place(row, right)
            case LinksRow():
                return self._terms.links(row, right)
            case FactRow():
                return self._terms.fact(row, right)
            case PathRow():
                return self._terms.path(row, right)
            case _:
                raise TypeError(f"no way to set {type(row).__name__}")

    def estimate(self, row: Row, width: int) -> int:
        """Return about how high *row* will be, at a hundredth of the cost of setting it."""
        if isinstance(row, LineRow):
            length = len(row.line.code.title)
        elif isinstance(row, NoteRow):
            length = len(row.body)
        elif isinstance(row, TermRow):
            length = row.length
        else:
            length = len(row.text)
        place = (type(row), getattr(row, "depth", 0), getattr(row, "characters", 0), width)
        if place not in self._estimates:
            self._estimates[place] = self._a_line_of(*place)
        fits, height, pad = self._estimates[place]
        return math.ceil((length + 1) / fits) * height + pad

    def _a_line_of(
        self, kind: type[Row], depth: int, characters: int, width: int
    ) -> tuple[float, int, int]:
        """Return how many characters fit a line, how high it is, and what stands around it."""
        role, pad, left = "body", self._measures.pad(2), float(self._measures.margin)
        if issubclass(kind, LineRow):
            left = self._measures.title_x(depth, characters, width)
            role, pad = (
                ("title", self._measures.pad(5)) if depth == 0 else ("body", self._measures.pad(3))
            )
        elif issubclass(kind, NoteRow):
            left = self._measures.note_x(depth, characters, width) + self._measures.label
        elif issubclass(kind, SeventhRow):
            left = self._measures.title_x(depth, characters, width) + 12 * self._measures.character
        grid = self._measures.setter.grid(role)
        room = max(self._measures.right(width) - left, 40)
        return room / grid.average, round(grid.height), pad

    @property
    def line_height(self) -> int:
        """The height of a line of body text, to scroll by."""
        return round(self._measures.setter.grid("body").height)

    def _origin(self, row: OriginRow, right: int) -> SetRow:
        name = named(row.origin)
        link = Link(LinkAct.OPEN_PAGE, row.origin.code, name)
        runs = [
            Run(f"{row.words} ", "small", "muted"),
            Run(name, "code_small", "link", link),
        ]
        if row.titled:
            runs.append(Run(f"  {printed_title(row.origin)[0]}", "small", "muted"))
        top = self._measures.pad(3)
        text = self._measures.setter.set(
            runs,
            self._measures.margin,
            top,
            right - self._measures.margin,
            role="small",
            hang=self._measures.gap,
        )
        return SetRow(math.ceil(text.height + top), [text])

    def _group(self, row: GroupRow, width: int) -> SetRow:
        pad, inset = self._measures.pad(2), self._measures.pad(3)
        left = self._measures.margin - inset
        runs = [
            Run(
                f"{TOGGLES[row.open]}{NO_BREAK}{NO_BREAK}{row.words}",
                "label",
                "text",
                Link(LinkAct.TOGGLE_ROW, "", row.words),
            ),
            Run(f"   {row.summary}", "small", "muted"),
        ]
        wide = self._measures.right(width) - self._measures.margin
        text = self._measures.setter.set(
            runs, self._measures.margin, 2 * pad, wide, role="small", hang=self._measures.gap
        )
        ground = QRectF(left, pad, wide + 2 * inset, text.height + 2 * pad)
        shape = Shape(Figure.FILL, ground, self._measures.colour("raised"), self._measures.radius)
        return SetRow(math.ceil(text.height + 4 * pad), [text], ground=shape)

    def _flags(self, row: FlagsRow, right: int) -> SetRow:
        """Set what the flags say one after the other; hovering over one names its source."""
        runs: list[Run] = []
        for flag in row.flags:
            name, sign, sentence = flag.sentence.partition(":")
            said = sentence.removesuffix(".").rpartition(". ")[0] or sentence.removesuffix(".")
            link = Link(LinkAct.TELL, flag.sentence, flag.name, walked=False)
            if runs:
                runs.append(Run("  ·  ", "small", "muted"))
            runs.append(Run(f"{name}{sign}", "label", f"flag_{flag.tone.value}", link))
            if said:
                runs.append(Run(said, "small", "text", link))
        for words in row.not_checked:
            if runs:
                runs.append(Run("  ·  ", "small", "muted"))
            link = Link(LinkAct.TELL, words, words, walked=False)
            runs.append(Run(words.partition(":")[0], "small", "muted", link))
        left, top = self._measures.margin, self._measures.pad(3)
        text = self._measures.setter.set(runs, left, top, right - left, role="small")
        return SetRow(math.ceil(top + text.height + self._measures.pad(1)), [text])

    def _text(self, row: TextRow, right: int) -> SetRow:
        top = self._measures.pad(4 if row.role in ("title", "heading") else 2)
        colour = "muted" if row.role == "small" else "text"
        text = self._measures.setter.set(
            [Run(row.words, row.role, colour)],
            self._measures.margin,
            top,
            right - self._measures.margin,
            role=row.role,
        )
        return SetRow(math.ceil(text.height + top + self._measures.pad(1)), [text])
