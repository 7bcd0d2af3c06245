"""The line between the code list and its findings, by which a mouse changes their heights."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from codebook_app.gui.theme import Theme


class FindingsGrip(QWidget):
    """A line to drag up and down; a double click puts it back where it stands by itself.

    The same by keys is the matter of the findings' own switch.
    """

    moved = Signal(int)
    """It was dragged so many pixels up."""
    released = Signal()
    """It was let go."""
    reset = Signal()
    """It is to stand where it stands by itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._held_at: float | None = None
        self.setAccessibleName("Height of the findings")
        self.setCursor(Qt.CursorShape.SplitVCursor)
        self.setToolTip("Drag to give the findings more or less room; a double click resets it")
        theme.changed.connect(self._dress)
        self._dress()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of the line."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_at = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag it."""
        if self._held_at is None:
            return
        up = round(self._held_at - event.globalPosition().y())
        if up:
            self._held_at -= up
            self.moved.emit(up)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let it go."""
        if self._held_at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._held_at = None
            self.released.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Put it back."""
        self._held_at = None
        self.reset.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the line."""
        QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.colour("border"))

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.length(4))
