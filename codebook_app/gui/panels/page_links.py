"""The links of a page: walked by Tab, followed by Enter or the mouse, told of on hover."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from codebook_app.gui.models.page import PageModel
from codebook_app.gui.panels.page_head import HeadedPage
from codebook_app.gui.panels.page_text import Link, LinkAct
from codebook_app.gui.theme import Theme

Place = tuple[int, int]
"""A link: the row it stands in, and its number there."""


class LinkedPage(HeadedPage):
    """A page whose links and lines are opened.

    Tab and Shift+Tab walk the links of the row in focus and its notes before they leave the page. A
    click puts a line in focus, a double click opens it.
    """

    opened = Signal(str)
    """A code to open: a link was followed, or a line opened."""
    opened_apart = Signal(str)
    """The same, to be opened in a tab of its own: Ctrl+click or a middle click."""

    def __init__(self, model: PageModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, parent)
        self._link: Place | None = None
        self._hovered: Place | None = None
        self._pressed: Place | None = None
        self.setMouseTracking(True)
        model.rowsInserted.connect(self._forget_links)
        model.rowsRemoved.connect(self._forget_links)
        model.modelReset.connect(self._forget_links)

    @property
    def focus_link(self) -> Link | None:
        """The link that Tab has walked to."""
        return self._link_in(self._link) if self._link is not None else None

    def links_of(self, position: int) -> list[Link]:
        """Return the links of a row in reading order."""
        return [link for link, _ in self._geometry.laid_out(position).links]

    def link_rect(self, position: int, number: int) -> QRect:
        """Return where link *number* of a row stands in the viewport (its first line)."""
        rects = self._geometry.laid_out(position).links[number][1]
        top = self._geometry.top(position) - self._scroll
        return rects[0].translated(0, top).toAlignedRect()

    def show_found(self, position: int) -> None:
        """Show the row at *position*, and put the line it belongs to in focus."""
        self._was_just_shown = False
        stop = self._page.stop_at(position)
        if stop is not None:
            self._set_focus_row(stop)
        self.reveal_rows(position, position + 1)
        self.viewport().update()

    def toggle(self, position: int) -> None:
        """Open or close what the row opens."""
        self._set_open(position, is_open=not self._page.rows[position].open)

    def _activate(self) -> None:
        focus = self.focus_row
        if self._link is not None:
            self._follow(self._link)
        elif focus is not None:
            row = self._page.rows[focus]
            if row.target:
                self.opened.emit(row.target)
            else:
                self.toggle(focus)

    def _set_open(self, position: int, *, is_open: bool) -> None:
        focus = self.focus_row
        if not is_open and focus is not None and self._page.owner_of(focus) == position:
            self._focus_on(position)
        if not self._page.set_open(position, is_open):
            return
        row = self._page.rows[position]
        self._announce(row.opening_word)
        if is_open:
            self.reveal_rows(position, position + len(row.members) + 1)

    # Links --------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: D102, N802
        links = self._links_in_focus()
        at = links.index(self._link) if self._link in links else -1
        if forward and at + 1 < len(links):
            self._walk_to(links[at + 1])
            return True
        if not forward and at >= 0:
            self._walk_to(links[at - 1] if at else None)
            return True
        self._walk_to(None)
        return QWidget.focusNextPrevChild(self, forward)

    def _links_in_focus(self) -> list[Place]:
        focus = self.focus_row
        if focus is not None:
            rows = self._page.belongings(focus)
        elif not any(row.stops for row in self._page.rows):
            rows = range(self._page.rowCount())
        else:
            return []
        return [
            (row, number)
            for row in rows
            for number, link in enumerate(self.links_of(row))
            if link.walked
        ]

    def _link_in(self, place: Place) -> Link:
        position, number = place
        return self._geometry.laid_out(position).links[number][0]

    def _walk_to(self, place: Place | None) -> None:
        if place == self._link:
            return
        self._link = place
        if place is not None:
            self.reveal_rows(place[0], place[0] + 1)
            self._announce(
                f"link {self._link_in(place).spoken}, {self._page.rows[place[0]].spoken}"
            )
        self.viewport().update()

    def _follow(self, place: Place, *, apart: bool = False) -> None:
        link = self._link_in(place)
        if link.act is LinkAct.TOGGLE_ROW:
            self.toggle(place[0])
        elif link.act is LinkAct.TELL:
            below = self.link_rect(*place).bottomLeft()
            QToolTip.showText(self.viewport().mapToGlobal(below), self.tip_of(place), self)
            self._announce(link.target)
        else:
            (self.opened_apart if apart else self.opened).emit(link.target)

    def _forget_links(self) -> None:
        self._link = self._pressed = None
        self._hover(None)

    def _set_focus_row(self, position: int | None) -> None:
        self._link = None
        super()._set_focus_row(position)

    def _announce(self, words: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _paint_over(self, painter: QPainter) -> None:
        if self._hovered is not None and self._link_in(self._hovered).act is not LinkAct.TELL:
            painter.setPen(QPen(self._theme.colour("link"), 1))
            for rect in self._rects_of(self._hovered):
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._link is not None:
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for rect in self._rects_of(self._link):
                painter.drawRoundedRect(rect.adjusted(-2, 0, 2, 0), 3, 3)

    def _rects_of(self, place: Place) -> list[QRect]:
        position, number = place
        top = self._geometry.top(position) - self._scroll
        rects = self._geometry.laid_out(position).links[number][1]
        return [rect.translated(0, top).toAlignedRect() for rect in rects]

    # Mouse --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        point = event.position().toPoint()
        left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        if event.button() not in (left, middle, Qt.MouseButton.RightButton):
            event.ignore()  # back and forward buttons are the window's
            return
        index = self.indexAt(point)
        stop = self._page.stop_at(index.row()) if index.isValid() else None
        if stop is not None and stop != self.focus_row:
            self._was_just_shown = False
            self._set_focus_row(stop)
        self._pressed = self._link_at(point) if event.button() in (left, middle) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        pressed, self._pressed = self._pressed, None
        point = event.position().toPoint()
        apart = event.button() is Qt.MouseButton.MiddleButton or (
            event.button() is Qt.MouseButton.LeftButton
            and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        )
        if pressed is not None and pressed == self._link_at(point):
            self._follow(pressed, apart=apart)
        elif apart and (target := self._target_at(point)):
            self.opened_apart.emit(target)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        point = event.position().toPoint()
        index = self.indexAt(point)
        if (
            event.button() is Qt.MouseButton.LeftButton
            and index.isValid()
            and index.row() == self.focus_row
            and self._link_at(point) is None
        ):
            self._activate()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        self._hover(self._link_at(event.position().toPoint()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: D102, N802
        super().scrollContentsBy(dx, dy)
        self._hover(None)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: D102, N802
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._link_at(event.pos())
            words = self.tip_of(place) if place is not None else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_of(self, place: Place) -> str:
        """Return what hovering over a link says."""
        link = self._link_in(place)
        if link.act is LinkAct.TOGGLE_ROW:
            word = "Close" if self._page.rows[place[0]].open else "Open"
            return f"{word} {link.spoken} (→ opens, ← closes)"
        if link.act is LinkAct.TELL:
            return link.target
        return f"Open {link.spoken} in the book"

    def _hover(self, place: Place | None) -> None:
        if place == self._hovered:
            return
        self._hovered = place
        leads = place is not None and self._link_in(place).act is not LinkAct.TELL
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self.viewport().update()

    def _target_at(self, point: QPoint) -> str:
        """Return what a double click at *point* would open, "" for nothing."""
        index = self.indexAt(point)
        stop = self._page.stop_at(index.row()) if index.isValid() else None
        return self._page.rows[stop].target if stop is not None else ""

    def _link_at(self, point: QPoint) -> Place | None:
        index: QModelIndex = self.indexAt(point)
        if not index.isValid():
            return None
        position = index.row()
        inside = point.toPointF()
        inside.setY(inside.y() + self._scroll - self._geometry.top(position))
        for number, (_, rects) in enumerate(self._geometry.laid_out(position).links):
            if any(rect.contains(inside) for rect in rects):
                return position, number
        return None
