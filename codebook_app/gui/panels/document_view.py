"""A document's pages one below the other, drawn as they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from codebook_app.gui.panels.focus_ring import paint_focus
from codebook_app.gui.theme import Theme

_KEPT_PAGES = 10
_WIDEST = 900
"""Pixels a page is wide at 100 % text size; it grows with the text."""


class DocumentView(QAbstractScrollArea):
    """Shows pages of known sizes; asks for their pictures and keeps those near by.

    ↑ ↓ scroll a little, Page Up and Page Down a screen, Home and End to the ends.
    """

    wanted = Signal(object, int)
    """The pages in sight, from 1, and the width in pixels they are to be drawn for."""
    page_changed = Signal(int)
    """Another page is the one being read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: list[int] = [0]
        self._width = 0
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._page = 0
        self.setAccessibleName("Pages of the document")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self._lay_out)

    @property
    def page(self) -> int:
        """The page being read, from 1; 0 before there is any."""
        return self._page

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a document whose pages have these sizes in points."""
        self._sizes = tuple(sizes)
        self._pictures.clear()
        self._width = 0
        self._lay_out()

    def show_picture(self, page: int, width: int, picture: QImage) -> None:
        """Keep the picture of *page* drawn *width* pixels wide, and show it if it is in sight."""
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures[page, width] = picture
        while len(self._pictures) > _KEPT_PAGES:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Scroll to the top of *page*, from 1."""
        if 1 <= page <= len(self._sizes):
            self.verticalScrollBar().setValue(self._tops[page - 1])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the pages anew for another width, staying at the page being read."""
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll."""
        bar, step = self.verticalScrollBar(), self._theme.length(60)
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                bar.setValue(bar.value() + (step if event.key() == Qt.Key.Key_Down else -step))
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                bar.setValue(bar.value() + bar.pageStep() - step)
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - bar.pageStep() + step)
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case _:
                event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the pages in sight, empty paper where a picture is still to come."""
        theme = self._theme
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), theme.colour("window"))
            for page in self._in_sight():
                area = self._area(page)
                picture = self._pictures.get((page, self._pixels()))
                if picture is None:
                    painter.fillRect(area, theme.colour("surface"))
                else:
                    painter.drawImage(area.topLeft(), picture)
                painter.setPen(theme.colour("border"))
                painter.drawRect(area.adjusted(-1, -1, 0, 0))
            if self.hasFocus():
                paint_focus(painter, self.viewport().rect(), theme)

    def _lay_out(self) -> None:
        gap = self._theme.space(4)
        room = self.viewport().width() - 2 * gap
        width = max(1, min(room, self._theme.length(_WIDEST)))
        bar, page = self.verticalScrollBar(), self._page
        share = 0.0
        if page and self._width:
            high = max(1, self._tops[page] - self._tops[page - 1])
            share = (bar.value() - self._tops[page - 1]) / high
        self._width = width
        self._tops = [0]
        for wide, tall in self._sizes:
            self._tops.append(self._tops[-1] + round(tall * width / max(1.0, wide)) + gap)
        bar.setRange(0, max(0, self._tops[-1] - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._theme.length(40))
        if page and page < len(self._tops):
            bar.setValue(
                round(self._tops[page - 1] + share * (self._tops[page] - self._tops[page - 1]))
            )
        self._on_scrolled()

    def _on_scrolled(self) -> None:
        in_sight = self._in_sight()
        if in_sight:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 3
            page = next((page for page in in_sight if self._tops[page] > middle), in_sight[-1])
            if page != self._page:
                self._page = page
                self.page_changed.emit(page)
            lacking = [page for page in in_sight if (page, self._pixels()) not in self._pictures]
            if lacking:
                self.wanted.emit(lacking, self._pixels())
        self.viewport().update()

    def _pixels(self) -> int:
        return round(self._width * self.devicePixelRatioF())

    def _in_sight(self) -> list[int]:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return [
            page
            for page in range(1, len(self._sizes) + 1)
            if self._tops[page] > top and self._tops[page - 1] < bottom
        ]

    def _area(self, page: int) -> QRect:
        gap = self._theme.space(4)
        top = self._tops[page - 1] - self.verticalScrollBar().value()
        left = (self.viewport().width() - self._width) // 2
        return QRect(left, top, self._width, self._tops[page] - self._tops[page - 1] - gap)
