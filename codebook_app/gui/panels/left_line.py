"""A line of text that tells when it is left for another place of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class LeftLine(QLineEdit):
    """Emits :attr:`left` when the focus goes on, and not when a menu or another window opens."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802
        super().focusOutEvent(event)
        if event.reason() not in _COMES_BACK:
            self.left.emit()
