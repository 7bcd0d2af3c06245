"""How the terms of a table are set in their column: how high a row is, and what is drawn in it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from codebook_app.gui.models.term_table import TermTableModel
from codebook_app.gui.panels.page_terms import lead_runs, title_runs
from codebook_app.gui.panels.page_text import Run, SetText, TextSetter
from codebook_app.gui.theme import Theme

_KEPT = 600
"""So many terms stay laid out: some screens above and below the one in sight."""


class TableSetter:
    """Lays out the terms of a table for a width; make a new one when the theme changes."""

    def __init__(self, theme: Theme, model: TermTableModel) -> None:
        self._theme = theme
        self._model = model
        self._setter = TextSetter(theme)
        self._step = theme.length(16)
        self._hang = theme.space(5)
        self._pad = theme.space(1)
        self._grid = self._setter.grid("body")
        self._set: dict[int, SetText] = {}
        self._width = 0
        self._found: tuple[str, ...] = ()
        self.code_font = _code_font(theme)
        self._code_metrics = QFontMetricsF(self.code_font)
        self.margin = theme.space(5)
        self.side = theme.space(2) + theme.space(1)

    @property
    def least_height(self) -> int:
        """The height of a row whose term takes one line."""
        return math.ceil(self._grid.height) + 2 * self._pad

    @property
    def baseline(self) -> float:
        """Where the first line of a row stands, from the row's top."""
        return self._pad + self._grid.baseline

    def code_width(self, code: str) -> int:
        """Return how wide a column of codes like *code* is, with the room around it."""
        return math.ceil(self._code_metrics.horizontalAdvance(code)) + 2 * self.side

    def find(self, words: tuple[str, ...]) -> None:
        """Mark what begins with *words* from now on."""
        if words != self._found:
            self._found = words
            self._set.clear()

    def begin(self, width: int) -> None:
        """Lay everything out anew for a column of *width*."""
        self._width = width
        self._set.clear()

    def forget(self) -> None:
        """Lay out other rows: the table is another."""
        self._set.clear()

    def height(self, row: int) -> int:
        """Return the height that *row* needs at the present width."""
        return math.ceil(self.term(row).height) + 2 * self._pad

    def left(self, row: int) -> int:
        """Return where the term at *row* begins."""
        return self.margin + self._model.shown_depth(row) * self._step

    def guides(self, row: int) -> list[int]:
        """Return where the hair lines stand that lead back to the terms above *row*."""
        first = self.margin + self._step // 4
        return [first + level * self._step for level in range(self._model.shown_depth(row))]

    def term(self, row: int) -> SetText:
        """Return the term at *row* laid out, at its place in the row."""
        made = self._set.get(row)
        if made is None:
            if len(self._set) >= _KEPT:
                self._set.clear()
            left = self.left(row)
            made = self._setter.set(
                self._runs(row),
                left,
                self._pad,
                max(40, self._width - left - self.side),
                hang=self._hang,
            )
            self._set[row] = made
        return made

    def link_at(self, row: int, inside: QPointF) -> str:
        """Return what the link at a point of the row's own coordinates opens, "" for none."""
        term = self.term(row)
        for start, end, link in term.links:
            if any(rect.contains(inside) for rect in term.rects(start, end)):
                return link.target
        return ""

    def code_rect(self, code: str, x: float, top: float) -> QRectF:
        """Return where *code* stands in a column that begins at *x*."""
        width = self._code_metrics.horizontalAdvance(code)
        return QRectF(x + self.side, top + self._pad, width, self._grid.height)

    # Within -------------------------------------------------------------------------------

    def _runs(self, row: int) -> list[Run]:
        runs = title_runs(self._model.rows[row], self._found, "body", "text")
        for lead in self._model.leads(row):
            runs += [Run("   "), *lead_runs(lead, lambda code: Run(code, "code_small", "link"))]
        return runs


def _code_font(theme: Theme) -> QFont:
    font = theme.font("code")
    font.setWeight(QFont.Weight.Normal)
    font.setPointSizeF(theme.font("small").pointSizeF())
    return font
