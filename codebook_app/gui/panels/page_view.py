"""The page as it is read: walked by keys, with links to follow and rows that open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from codebook_app.gui.panels.page_links import LinkedPage


class PageView(LinkedPage):
    """A page whose lines are walked and whose links are followed, by keys as by mouse.

    ↑ ↓, Page Up, Page Down, Home and End walk the rows that stop; → and ← open and close what a row
    opens, and step in and out of it; Tab and Shift+Tab walk the links of the row in focus and its
    notes before they leave the page; Enter follows the link, else opens the row. Keys without a
    use here are left to the window. A click puts a line in focus, a double click opens it.
    """

    add_pressed = Signal()
    """Ctrl+Enter."""
    copy_pressed = Signal()
    """Ctrl+C."""
    neighbour_pressed = Signal(int)
    """Alt+Page Up or Ctrl+[ for the previous page (0), Alt+Page Down or Ctrl+] for the next (1)."""

    # Keyboard -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        used = False
        if held == Qt.KeyboardModifier.ControlModifier:
            used = self._use_with_control(event.key())
        elif held == Qt.KeyboardModifier.NoModifier:
            used = self._use_key(event.key())
        elif held == Qt.KeyboardModifier.AltModifier:
            used = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            if used:
                self.neighbour_pressed.emit(int(event.key() == Qt.Key.Key_PageDown))
        event.setAccepted(used)

    def _use_with_control(self, key: int) -> bool:
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.add_pressed.emit()
            case Qt.Key.Key_C | Qt.Key.Key_Insert:
                self.copy_pressed.emit()
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._go_to_end(first=key == Qt.Key.Key_Home)
            case Qt.Key.Key_BracketLeft | Qt.Key.Key_BracketRight:
                self.neighbour_pressed.emit(int(key == Qt.Key.Key_BracketRight))
            case _:
                return False
        return True

    def _use_key(self, key: int) -> bool:
        match key:
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._step(1 if key == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self._step_page(1 if key == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._go_to_end(first=key == Qt.Key.Key_Home)
            case Qt.Key.Key_Right:
                self._open_or_enter()
            case Qt.Key.Key_Left:
                self._close_or_leave()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._activate()
            case Qt.Key.Key_Escape if self._link is not None:
                self._walk_to(None)
            case _:
                return False
        return True

    def _open_or_enter(self) -> None:
        """→ opens what the row in focus opens; where that is open, it steps into it."""
        opening = self._opening_row()
        if opening is not None and not self._page.rows[opening].open:
            self._set_open(opening, is_open=True)
        elif opening is not None and opening == self.focus_row:
            self._step(1)

    def _close_or_leave(self) -> None:
        """← closes what the row in focus opens, else goes to the line above it."""
        opening = self._opening_row()
        if opening is not None and self._page.rows[opening].open:
            self._set_open(opening, is_open=False)
        elif self.focus_row is not None:
            above = self._page.line_above(self.focus_row)
            if above is not None:
                self._focus_on(above)

    def _opening_row(self) -> int | None:
        if self.focus_row is None:
            return None
        rows = self._page.rows
        return next((at for at in self._page.belongings(self.focus_row) if rows[at].opens), None)

    def _stops(self) -> list[int]:
        return [position for position, row in enumerate(self._page.rows) if row.stops]

    def _step(self, by: int) -> None:
        """Go to the next line; where the notes between fill the page, scroll through them first."""
        stops, focus = self._stops(), self.focus_row
        height = self.viewport().height()
        if not stops:
            self._scroll_by(by * 3 * self._geometry.typesetter.line_height)
        elif focus is None:
            self._focus_on(stops[0] if by > 0 else stops[-1])
        elif not 0 <= (place := stops.index(focus) + by) < len(stops):
            self._scroll_by(by * height // 2)
        elif by > 0 and self._geometry.top(stops[place]) - self._scroll >= height * 3 // 2:
            self._scroll_by(height * 2 // 3)
        else:
            self._focus_on(stops[place])

    def _step_page(self, by: int) -> None:
        stops, focus, before = self._stops(), self.focus_row, self._scroll
        seen = self._geometry.top(focus) - before if focus is not None else 0
        self._scroll_by(by * self.verticalScrollBar().pageStep())
        if not stops:
            return
        if self._scroll == before:
            self._focus_on(stops[-1] if by > 0 else stops[0])
            return
        height = self.viewport().height()
        inside = self._scroll + min(max(seen, 0), height - 1)
        near = min(stops, key=lambda stop: abs(self._geometry.top(stop) - inside))
        if 0 <= self._geometry.top(near) - self._scroll < height:
            self._focus_on(near)

    def _go_to_end(self, *, first: bool) -> None:
        stops, last = self._stops(), self._page.rowCount() - 1
        if last < 0:
            return
        if stops:
            self._focus_on(stops[0] if first else stops[-1])
        if first:
            self._settle(0, 0)
        else:
            self._settle(last, self.viewport().height() - self._geometry.height(last))
