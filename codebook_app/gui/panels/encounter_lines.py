"""The code list, and the keys a coder resequences with."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QMenu,
    QWidget,
)

from codebook_app.domain.encounter import EncounterLine, Setting
from codebook_app.gui.models.encounter import EncounterLineModel
from codebook_app.gui.models.encounter_rows import POA_WORDS
from codebook_app.gui.panels.encounter_line_menu import line_menu
from codebook_app.gui.panels.encounter_row import EncounterLineDelegate
from codebook_app.gui.panels.focus_ring import paint_focus
from codebook_app.gui.places import Place
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_EMPTY_TITLE = "No codes yet"
_EMPTY_TEXT = "Search, then Ctrl+Enter adds the code here. Ctrl+V pastes a whole list."


class EncounterLineView(QListView):
    """The list itself. Enter opens a line in the book, → its completions, Delete takes it off.

    Alt+↑ and Alt+↓ move it, as does dragging. Y, N, U and W give a stay's diagnosis its POA,
    Backspace takes it away; other letters and digits go to the code that begins so.
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
    poa_asked = Signal(str)
    """The current line is to have this POA, empty for none."""
    role_asked = Signal(object)
    """The current line is to have this Role."""
    fields_asked = Signal()
    """The fields of the current line are wanted."""
    missing_poa_asked = Signal()
    """All diagnoses without a POA are to have Y."""
    paste_asked = Signal()
    """A list is to be pasted."""
    missing_dates_asked = Signal()
    """All procedures without a date are to have that of the current line."""

    def __init__(
        self, theme: Theme, model: EncounterLineModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = model
        self._typed = QElapsedTimer()
        self.setModel(model)
        self.setItemDelegate(EncounterLineDelegate(theme, self))
        self.setAccessibleName("Codes of the encounter")
        self.setAccessibleDescription(
            f"{_EMPTY_TEXT} Enter opens the code in the book, Delete takes it off the list, "
            "Alt and up or down moves it, right offers what completes it, F4 opens its fields. "
            "Of a stay's diagnosis Y, N, U and W set whether it was present on admission."
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

    def _is_poa(self, event: QKeyEvent) -> bool:
        """Whether a key is an indicator of a stay, and no part of a code being typed."""
        typing = (
            self._typed.isValid() and self._typed.elapsed() < QApplication.keyboardInputInterval()
        )
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        return (
            plain
            and not typing
            and event.text().upper() in POA_WORDS
            and self._lines.setting is Setting.INPATIENT
        )

    def make_current(self, row: int) -> None:
        """Make the line in *row* the current one, and bring it into sight."""
        if 0 <= row < self._lines.rowCount():
            index = self._lines.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the coder's keys; the others move in the list."""
        key, text = event.key(), event.text().upper()
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        line = self.current_line
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif key == Qt.Key.Key_Right and not event.modifiers() and line is not None:
            self.complete_asked.emit()
        elif key == Qt.Key.Key_Backspace and line is not None:
            self.poa_asked.emit("")
        elif self._is_poa(event) and line is not None:
            self.poa_asked.emit(text)
        elif event.matches(QKeySequence.StandardKey.Copy) and line is not None:
            self.copy_asked.emit(line.code)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            # Not left to "activated": some desktops would rather edit the line with this key.
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Go to the line whose code begins as typed, and note that a code is being typed."""
        self._typed.restart()
        super().keyboardSearch(search)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the current line in sight where the findings or fields below take some height."""
        super().resizeEvent(event)
        area = self.visualRect(self.currentIndex())
        before = QRect(0, 0, area.right() + 1, event.oldSize().height())
        if event.size().height() < before.height() and before.contains(area):
            self.scrollTo(self.currentIndex())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take a click on what stands at a line's right as the wish to change it."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        delegate = self.itemDelegate()
        if isinstance(delegate, EncounterLineDelegate) and delegate.aside_area(
            self.visualRect(index), index
        ).contains(place):
            self.fields_asked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with a line, each with its key, where pointer or line is."""
        line = self.current_line
        if line is not None:
            at = event.globalPos()
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
            self.menu_for(line).popup(at)

    def menu_for(self, line: EncounterLine) -> QMenu:
        """Return the menu of *line*; it deletes itself once closed."""
        return line_menu(self, line, self._lines, self._theme)

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
