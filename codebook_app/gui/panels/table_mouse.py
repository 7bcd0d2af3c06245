"""Which link of a table of terms the mouse is over, and which one a click opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent

if TYPE_CHECKING:
    from codebook_app.gui.panels.table_setting import TableSetter
    from codebook_app.gui.panels.term_table import TermTable


class TableMouse:
    """Follows the mouse over *table*, whose terms *setter* sets: a link opens where let go of."""

    def __init__(self, table: TermTable, setter: TableSetter) -> None:
        self._table = table
        self._setter = setter
        self._pressed = ""

    def press(self, event: QMouseEvent) -> None:
        """Remember the link a button was pressed on."""
        self._pressed = self.link_at(event.position().toPoint())

    def release(self, event: QMouseEvent) -> tuple[str, bool]:
        """Return the link to open, "" for none, and whether in a tab of its own."""
        pressed, self._pressed = self._pressed, ""
        if not pressed or pressed != self.link_at(event.position().toPoint()):
            return "", False
        if event.button() is Qt.MouseButton.MiddleButton:
            return pressed, True
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return pressed, True
        return (pressed if event.button() is Qt.MouseButton.LeftButton else ""), False

    def shape(self, event: QMouseEvent) -> Qt.CursorShape:
        """Return the shape of the pointer where it is."""
        over = bool(self.link_at(event.position().toPoint()))
        return Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor

    def link_at(self, point: QPoint) -> str:
        """Return what a click at *point* of the viewport would open, "" for nothing."""
        table = self._table
        index = table.indexAt(point)
        if not index.isValid():
            return ""
        row, column = index.row(), index.column()
        top = table.rowViewportPosition(row)
        if column == 0:
            return self._setter.link_at(row, QPointF(point.x(), point.y() - top))
        if code := table.table.code_at(row, column):
            rect = self._setter.code_rect(code, table.columnViewportPosition(column), top)
            return table.table.target_at(row, column) if rect.contains(point.toPointF()) else ""
        return ""
