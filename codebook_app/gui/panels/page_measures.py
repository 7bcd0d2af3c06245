"""The lengths a page is set by: margins, indents and columns, at the text size in use."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtGui import QColor

from codebook_app.domain.note import NoteKind
from codebook_app.gui.models.page_rows import Row
from codebook_app.gui.panels.page_shapes import SetRow, frames
from codebook_app.gui.panels.page_text import Link, LinkAct, Run, SetText, TextSetter
from codebook_app.gui.theme import Theme

NO_BREAK = "\N{NO-BREAK SPACE}"
TOGGLES = {True: "▾", False: "▸"}
"""The sign of what is open, and of what opens."""

_MEASURE = 800  # pixels at 100 %: longer lines tire the eye
_NARROW = 460
_WIDER = 200


class Measures:
    """Where things stand on a page; all lengths are in pixels. Made anew when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.setter = TextSetter(theme)
        self.margin = theme.space(5)
        self.bar = theme.length(3)
        """The coloured bar beside a note."""
        self.gap = theme.space(4)
        """Between a code and its title."""
        self.character = self.setter.advance("0", "code")
        """The width of a character of a code."""
        self.label = theme.space(2) + max(
            self.setter.advance(f"{kind.label}: ", "label")
            for kind in (NoteKind.EXCLUDES1, NoteKind.EXCLUDES2, NoteKind.INCLUDES)
        )
        """The column of the labels beside lists of notes."""
        self.radius = theme.radius
        self.box = self.setter.box("label")
        """How far a frame around a label reaches above and below the line it stands on."""
        self._pads = [theme.space(step) for step in range(1, 7)]
        self._steps = theme.length(20), theme.length(12)
        self._narrow = theme.length(_NARROW)
        self._longest = self.margin + theme.length(_MEASURE)

    def pad(self, step: int) -> int:
        """Return step 1 to 6 of the spacing scale."""
        return self._pads[step - 1]

    def length(self, pixels: float) -> int:
        """Return a length given at 100 % text size."""
        return self._theme.length(pixels)

    def colour(self, name: str) -> QColor:
        """Return a colour of the theme."""
        return self._theme.colour(name)

    def is_narrow(self, width: int) -> bool:
        """Whether a page of *width* has room for little beside its titles."""
        return width < self._narrow

    def right(self, width: int) -> int:
        """Return where text ends on a page of *width*."""
        return min(width - self.margin, self._longest)

    def table_right(self, width: int) -> int:
        """Return where a table ends: its columns are read one by one and may reach further."""
        return min(width - self.margin, self._longest + self.length(_WIDER))

    def code_x(self, depth: int, width: int) -> int:
        """Return where codes *depth* levels below the heading begin."""
        step = self._steps[self.is_narrow(width)]
        return self.margin + max(0, depth - 1) * step

    def title_x(self, depth: int, characters: int, width: int) -> int:
        """Return where the titles begin beside codes of so many characters."""
        return round(self.code_x(depth, width) + characters * self.character + self.gap)

    def note_x(self, depth: int, characters: int, width: int) -> int:
        """Return where the notes of a line begin: under its title, the heading's at the margin."""
        return self.margin if depth == 0 else self.title_x(depth, characters, width)


def toggle_run(row: Row, spoken: str) -> Run:
    """Return the mark that opens the seventh characters under *row*."""
    words = f"{NO_BREAK}7th{NO_BREAK}{TOGGLES[row.open]}{NO_BREAK}"
    link = Link(LinkAct.TOGGLE_ROW, "", spoken, frame="seventh")
    return Run(words, "label", "seventh", link)


def framed_row(measures: Measures, height: float, texts: Sequence[SetText]) -> SetRow:
    """Return a row made of *texts*, with a frame around the mark that opens it and its badges."""
    shapes = frames(texts, measures.colour, measures.box, measures.radius)
    return SetRow(math.ceil(height), list(texts), shapes)
