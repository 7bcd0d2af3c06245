"""A short line whose text is read into a value when it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from codebook_app.errors import KnownError
from codebook_app.gui.panels.left_line import LeftLine


class ValueLine(LeftLine):
    """Enter and leaving take what is typed, Escape puts back what was there.

    What *read* refuses is told by :attr:`refused`, stays to be mended, and changes nothing.
    """

    entered = Signal(object)
    """Another value was entered."""
    refused = Signal(str)
    """Why what is typed is no value; empty once that is over."""

    def __init__(
        self,
        name: str,
        read: Callable[[str], object],
        show: Callable[[object], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._show = show
        self._value: object = None
        self.setAccessibleName(name)
        self.left.connect(self.commit)

    def show_value(self, value: object, *, another: bool = False) -> None:
        """Show *value*; what is being typed is left alone unless it is of *another* line."""
        self._value = value
        if another or not (self.hasFocus() and self.isModified()):
            self.put_back()

    def commit(self) -> bool:
        """Take what is typed; return whether it could be read."""
        if not self.isModified():
            return True
        try:
            value = self._read(self.text())
        except KnownError as fault:
            self.refused.emit(str(fault))
            return False
        changed = value != self._value
        self._value = value
        self.put_back()
        if changed:
            self.entered.emit(value)
        return True

    def put_back(self) -> None:
        """Show what is known, in place of what is being typed."""
        self.setText(self._show(self._value))
        self.setCursorPosition(0)  # what does not fit is cut off at its end
        self.setModified(False)
        self.refused.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take Enter, to be passed on once all is read, and Escape; all else is typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.commit():
                event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.put_back()
        else:
            super().keyPressEvent(event)
