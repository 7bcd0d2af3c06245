"""A page that is painted: the rows in sight, the one in focus, and what Qt asks of an item view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_rows import Row
from codebook_app.gui.panels.page_geometry import PageGeometry
from codebook_app.gui.panels.page_shapes import SetRow
from codebook_app.gui.panels.page_typesetting import Typesetter
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class Marks(Protocol):
    """What is marked in the rows of a page."""

    def of(self, position: int, row: SetRow) -> Sequence[Sequence[QTextLayout.FormatRange]]:
        """Return the marks of each text of the row at *position*, nothing for a row without."""


class PaintedPage(QListView):
    """Paints the rows of a :class:`PageModel` where its geometry has them."""

    focused = Signal(int)
    """Another row is in focus."""

    def __init__(self, model: PageModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = model
        self._geometry = PageGeometry(Typesetter(theme), lambda: model.rows)
        self._marks: Marks | None = None
        self.setModel(model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAutoScroll(False)
        self.setFrameShape(QListView.Shape.NoFrame)

    def set_marks(self, marks: Marks | None) -> None:
        """Mark words of the rows that are painted, none for None."""
        self._marks = marks
        self.viewport().update()

    @property
    def page_rows(self) -> Sequence[Row]:
        """The rows that are shown."""
        return self._page.rows

    @property
    def focus_row(self) -> int | None:
        """The row in focus, None where there is none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def is_in_sight(self, position: int) -> bool:
        """Whether the row begins in what is seen."""
        return 0 <= self._geometry.top(position) - self._scroll < self.viewport().height()

    def first_in_sight(self) -> int:
        """Return the row at the top of what is seen, 0 on an empty page."""
        return max(0, self._geometry.row_at(self._scroll))

    @property
    def all_laid_out(self) -> bool:
        """Whether every row's height is exact, so that the page moves no more by itself."""
        return all(map(self._geometry.is_exact, range(self._page.rowCount())))

    @property
    def _scroll(self) -> int:
        return self.verticalScrollBar().value()

    def _set_focus_row(self, position: int | None) -> None:
        index = self._page.index(position) if position is not None else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _scroll_by(self, pixels: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    # What Qt asks of an item view ---------------------------------------------------------

    def visualRect(self, index: Index) -> QRect:  # noqa: D102, N802
        if not index.isValid() or index.row() >= self._page.rowCount():
            return QRect()
        top = self._geometry.top(index.row()) - self._scroll
        return QRect(0, top, self.viewport().width(), self._geometry.height(index.row()))

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: D102, N802
        y = point.y() + self._scroll
        if not 0 <= y < self._geometry.total:
            return QModelIndex()
        return self._page.index(self._geometry.row_at(y))

    def moveCursor(  # noqa: D102, N802
        self,
        action: QAbstractItemView.CursorAction,  # noqa: ARG002
        modifiers: Qt.KeyboardModifier,  # noqa: ARG002
    ) -> QModelIndex:
        # Asked only where focus comes to a page without a line in focus.
        rows = self._page.rows
        first = next((at for at, row in enumerate(rows) if row.stops), None)
        return self._page.index(first) if first is not None else QModelIndex()

    def verticalOffset(self) -> int:  # noqa: D102, N802
        return self._scroll

    def horizontalOffset(self) -> int:  # noqa: D102, N802
        return 0

    def isIndexHidden(self, index: Index) -> bool:  # noqa: ARG002, D102, N802
        return False

    def visualRegionForSelection(self, selection: object) -> QRegion:  # noqa: ARG002, D102, N802
        return QRegion()

    def doItemsLayout(self) -> None:  # noqa: D102, N802
        # QListView would lay out every row here; ours are laid out as they come into sight.
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:  # noqa: D102, N802
        QAbstractItemView.updateGeometries(self)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: D102, N802
        QAbstractItemView.currentChanged(self, current, previous)
        self.viewport().update()
        if current.isValid():
            self.focused.emit(current.row())

    # Painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102, N802
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), self._theme.colour("surface"))
            if self._page.rowCount() and self._geometry.width:
                self._paint_rows(painter, event.rect())
                self._paint_over(painter)

    def _paint_rows(self, painter: QPainter, part: QRect) -> None:
        geometry, focus, width = self._geometry, self.focus_row, self.viewport().width()
        first = geometry.row_at(self._scroll + part.top())
        for row in range(first, self._page.rowCount()):
            top = geometry.top(row) - self._scroll
            if top > part.bottom():
                break
            made = geometry.laid_out(row)
            if row == focus:
                self._paint_focus(painter, QRectF(0, top, width, made.height))
            elif made.ground is not None:
                made.ground.draw(painter, top)
            marks = self._marks.of(row, made) if self._marks is not None else ()
            made.draw(painter, top, marks)

    def _paint_focus(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, self._theme.colour("selection"))
        if self.hasFocus():
            bar = QRectF(rect.left(), rect.top(), self._theme.length(4), rect.height())
            painter.fillRect(bar, self._theme.colour("focus"))

    def _paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the rows; nothing here."""
