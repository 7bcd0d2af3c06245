"""A table whose first column stays where it is while the others scroll across, under it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtWidgets import QAbstractItemView, QTableView

Index = QModelIndex | QPersistentModelIndex


class StandingColumn(QTableView):
    """Finds and shows cells as if the first column did not scroll; it is painted by the heir."""

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: D102, N802
        if point.x() < self.columnWidth(0):
            return self.model().index(self.rowAt(point.y()), 0)
        return super().indexAt(point)

    def visualRect(self, index: Index) -> QRect:  # noqa: D102, N802
        rect = super().visualRect(index)
        if index.isValid() and index.column() == 0:
            rect.moveLeft(0)
        return rect

    def scrollTo(  # noqa: D102, N802
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        bar = self.horizontalScrollBar()
        if index.column() == 0:
            across = bar.value()
            super().scrollTo(index, hint)
            bar.setValue(across)
            return
        super().scrollTo(index, hint)
        hidden = self.columnWidth(0) - self.columnViewportPosition(index.column())
        if hidden > 0:  # under the terms, which stay
            bar.setValue(bar.value() - hidden)
