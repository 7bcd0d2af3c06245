"""A table of whole rows, as the dialogs show releases and changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.theme import Theme

_ROW = 28


class RowsView(QTableView):
    """Shows a :class:`ColumnsModel`; one row is current, Enter and a double click choose it."""

    moved = Signal()
    """Another row is current."""
    chosen = Signal()
    delete_asked = Signal()

    def __init__(
        self,
        model: ColumnsModel[Any],
        name: str,
        theme: Theme,
        stretched: Sequence[int] = (0,),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lesson = ""
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setAccessibleName(f"{name}, columns")
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(40)  # not every row of ten thousand changes
        for column in range(model.columnCount()):
            mode = QHeaderView.ResizeMode
            how = mode.Stretch if column in stretched else mode.ResizeToContents
            header.setSectionResizeMode(column, how)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())
        model.modelReset.connect(self._begin)
        self.doubleClicked.connect(lambda _: self.chosen.emit())
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def lesson(self) -> str:
        """What stands in place of rows while there are none, "" for nothing."""
        return self._lesson if not self.model().rowCount() else ""

    def teach(self, words: str) -> None:
        """Have *words* stand in place of the rows whenever there are none: why, and what to do."""
        self._lesson = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rows, or the lesson where there are none."""
        super().paintEvent(event)
        if not self.lesson:
            return
        side = self._theme.space(6)
        with QPainter(self.viewport()) as painter:
            painter.setFont(self._theme.font("body"))
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(
                self.viewport().rect().adjusted(side, side, -side, -side),
                Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap,
                self.lesson,
            )

    def make_current(self, row: int) -> None:
        """Make *row* the current one and bring it into sight."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose on Enter, ask to delete on Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        if self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        else:
            self.setCurrentIndex(QModelIndex())
        self.moved.emit()

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.length(_ROW))
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {self._theme.space(3)}px; }}")
