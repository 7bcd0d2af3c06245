"""The code list, and the keys a coder resequences with."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QWidget,
)

from codebook_app.domain.encounter import EncounterLine
from codebook_app.gui.models.encounter import EncounterLineModel
from codebook_app.gui.panels.encounter_row import EncounterLineDelegate
from codebook_app.gui.panels.focus_ring import paint_focus
from codebook_app.gui.places import Place
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_EMPTY_TITLE = "No codes yet"
_EMPTY_TEXT = "Search, then Ctrl+Enter adds the code here."


class EncounterLineView(QListView):
    """The list itself. Enter opens a line in the book, → its completions, Delete takes it off.

    Alt+↑ and Alt+↓ move it, as does dragging.
    """

    open_asked = Signal(str)
    """What to show in the book, as the text of a place: the code in its code set."""
    remove_asked = Signal()
    move_asked = Signal(int)
    """How many places the current line is to move, negative for up."""
    complete_asked = Signal()
    """The ways to complete the current line are to be offered."""
    copy_asked = Signal(str)
    """The code of the current line is wanted on the clipboard."""

    def __init__(
        self, theme: Theme, model: EncounterLineModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(EncounterLineDelegate(theme, self))
        self.setAccessibleName("Codes of the encounter")
        self.setAccessibleDescription(
            f"{_EMPTY_TEXT} Enter opens the code in the book, Delete takes it off the list, "
            "Alt and up or down moves it, right offers what completes it."
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.activated.connect(self._open)
        model.reshaped.connect(self.scheduleDelayedItemsLayout)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def current_line(self) -> EncounterLine | None:
        """The line the keys act on."""
        return self._lines.line_at(self.currentIndex().row())

    def make_current(self, row: int) -> None:
        """Make the line in *row* the current one, and bring it into sight."""
        if 0 <= row < self._lines.rowCount():
            index = self._lines.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the coder's keys; the others move in the list."""
        key = event.key()
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        line = self.current_line
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif key == Qt.Key.Key_Right and not event.modifiers() and line is not None:
            self.complete_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy) and line is not None:
            self.copy_asked.emit(line.code)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            # Not left to "activated": some desktops would rather edit the line with this key.
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with a line, each with its key."""
        line = self.current_line
        if line is not None:
            self.menu_for(line).popup(event.globalPos())

    def menu_for(self, line: EncounterLine) -> QMenu:
        """Return the menu of *line*; it deletes itself once closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row, last = self.currentIndex().row(), self._lines.rowCount() - 1

        def offer(words: str, icon: str, keys: str) -> QAction:
            return menu.addAction(self._theme.icon(icon, "muted"), f"{words}\t{keys}")

        offer(f"Open {line.code} in the book", "book", "Enter").triggered.connect(
            lambda: self.open_asked.emit(Place(line.code_set, line.code).text)
        )
        offer("Copy this code", "copy", "Ctrl+C").triggered.connect(
            lambda: self.copy_asked.emit(line.code)
        )
        menu.addSeparator()
        up = offer("Move up", "up", "Alt+↑")
        up.setEnabled(row > 0)
        up.triggered.connect(lambda: self.move_asked.emit(-1))
        down = offer("Move down", "down", "Alt+↓")
        down.setEnabled(row < last)
        down.triggered.connect(lambda: self.move_asked.emit(1))
        menu.addSeparator()
        offer("Remove", "remove", "Del").triggered.connect(self.remove_asked)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the lines, or what to do where there are none."""
        super().paintEvent(event)
        if self._lines.rowCount() == 0:
            self._paint_lesson()

    def _paint_lesson(self) -> None:
        theme = self._theme
        painter = QPainter(self.viewport())
        area = self.viewport().rect().adjusted(theme.space(5), 0, -theme.space(5), 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        heading, body = theme.font("heading"), theme.font("body")
        title = QFontMetrics(heading).boundingRect(area, flags, _EMPTY_TITLE)
        text = QFontMetrics(body).boundingRect(area, flags, _EMPTY_TEXT)
        height = title.height() + theme.space(3) + text.height()
        top = max(theme.space(4), (area.height() - height) // 3)
        painter.setFont(heading)
        painter.setPen(theme.colour("text"))
        painter.drawText(QRect(area.left(), top, area.width(), title.height()), flags, _EMPTY_TITLE)
        painter.setFont(body)
        painter.setPen(theme.colour("muted"))
        below = QRect(area)
        below.setTop(top + title.height() + theme.space(3))
        painter.drawText(below, flags, _EMPTY_TEXT)
        if self.hasFocus():
            paint_focus(painter, self.viewport().rect(), theme)
        painter.end()

    def _open(self, index: Index) -> None:
        line = self._lines.line_at(index.row())
        if line is not None:
            self.open_asked.emit(Place(line.code_set, line.code).text)
