"""How the rows of a table of terms are painted: codes that scroll, under terms that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

if TYPE_CHECKING:
    from codebook_app.gui.panels.table_setting import TableSetter
    from codebook_app.gui.panels.term_table import TermTable
    from codebook_app.gui.theme import Theme

_COLOURS = ("surface", "selection", "hover", "border", "link", "muted", "focus")


class _Looks(NamedTuple):
    """The colours of one painting."""

    surface: QColor
    selection: QColor
    hover: QColor
    border: QColor
    link: QColor
    muted: QColor
    focus: QColor


class TablePainter:
    """Paints what is seen of *table*, whose terms *setter* sets."""

    def __init__(self, table: TermTable, setter: TableSetter, theme: Theme) -> None:
        self._table = table
        self._setter = setter
        self._theme = theme

    def paint(self, part: QRect) -> None:
        """Paint *part* of the viewport."""
        table, colour = self._table, self._theme.colour
        looks = _Looks(*(colour(name) for name in _COLOURS))
        with QPainter(table.viewport()) as painter:
            painter.fillRect(part, looks.surface)
            first = table.rowAt(part.top())
            if first < 0:
                return
            for row in range(first, table.table.rowCount()):
                top = table.rowViewportPosition(row)
                if top > part.bottom():
                    break
                self._paint_row(painter, row, top, looks)

    def _paint_row(self, painter: QPainter, row: int, top: int, looks: _Looks) -> None:
        table = self._table
        height, width, terms = table.rowHeight(row), table.viewport().width(), table.columnWidth(0)
        here, end = table.currentIndex(), min(width, table.headings.length())
        in_focus = row == here.row()
        ground = looks.selection if in_focus else looks.surface
        if in_focus:
            painter.fillRect(QRect(0, top, end, height), ground)
        painter.setFont(self._setter.code_font)
        for column in range(1, table.table.columnCount()):
            x, wide = table.columnViewportPosition(column), table.columnWidth(column)
            if x + wide <= terms or x > width:
                continue
            if column == here.column() and not in_focus:
                painter.fillRect(QRect(x, top, wide, height), looks.hover)
            if text := table.table.printed(row, column):
                painter.setPen(looks.link if table.table.code_at(row, column) else looks.muted)
                place = QPointF(x + self._setter.side, top + self._setter.baseline)
                painter.drawText(place, text)
        # The terms lie over the codes that have scrolled under them.
        painter.fillRect(QRect(0, top, terms, height), ground)
        for guide in self._setter.guides(row):
            painter.fillRect(QRectF(guide, top, 1, height), looks.border)
        if not in_focus:
            painter.fillRect(QRect(0, top + height - 1, end, 1), looks.border)
        self._setter.term(row).draw(painter, top)
        if table.horizontalOffset():
            painter.fillRect(QRect(terms - 1, top, 1, height), looks.border)
        if in_focus:
            self._paint_focus(painter, top, height, looks.focus)

    def _paint_focus(self, painter: QPainter, top: int, height: int, colour: QColor) -> None:
        table = self._table
        has_focus = table.hasFocus()
        if has_focus:
            painter.fillRect(QRect(0, top, self._theme.length(4), height), colour)
        column = table.currentIndex().column()
        x = table.columnViewportPosition(column) if column else 0
        if column and x + table.columnWidth(column) <= table.columnWidth(0):
            return
        cell = QRectF(x, top, table.columnWidth(column), height)
        painter.setPen(QPen(colour, 2 if has_focus else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 3, 3)
