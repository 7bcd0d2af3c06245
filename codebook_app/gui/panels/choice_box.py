"""A box to choose from whose choice counts once it is left, so that digits can be typed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget


class ChoiceBox(QComboBox):
    """Shows one of a few values; typing the first characters of another finds it.

    A value picked in the opened list is chosen at once. One that was found by typing or with ↑ and
    ↓ is chosen with Enter or by leaving the box, so that what lies on the way to it is not; Escape
    puts back what was there.
    """

    chosen = Signal(object)
    """The person chose another value."""
    done = Signal()
    """Enter was pressed, and what is shown is chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: object = None
        self._by_key = False
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._on_activated)

    def offer(self, choices: Iterable[tuple[object, str]]) -> None:
        """Offer each value with its words in place of those before."""
        offered = tuple(choices)
        if offered != tuple((self.itemData(at), self.itemText(at)) for at in range(self.count())):
            self.clear()
            for value, words in offered:
                self.addItem(words, value)
            self.show_choice(self._value)

    def show_choice(self, value: object) -> None:
        """Show *value*; what is being chosen by keys is left alone."""
        pending = self.hasFocus() and self.currentData() != self._value
        self._value = value
        if not pending:
            self.setCurrentIndex(self._row_of(value))

    def commit(self) -> None:
        """Choose what is shown."""
        value = self.currentData()
        if value != self._value:
            self._value = value
            self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take Enter and Escape; the other keys find a value."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            self.done.emit()
        elif key == Qt.Key.Key_Escape and self.currentData() != self._value:
            self.setCurrentIndex(self._row_of(self._value))
        else:
            self._by_key = True
            super().keyPressEvent(event)
            self._by_key = False

    def showPopup(self) -> None:  # noqa: N802
        """Open the list as wide as its words are."""
        view = self.view()
        bar = view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(view.sizeHintForColumn(0) + bar)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll what lies around: a value is not changed in passing."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Leaving chooses what is shown; the opened list or another window does not."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.commit()

    def _on_activated(self, _row: int) -> None:
        if not self._by_key:
            self.commit()

    def _row_of(self, value: object) -> int:
        return next((at for at in range(self.count()) if self.itemData(at) == value), -1)
