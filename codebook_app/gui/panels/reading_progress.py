"""How far a long text is read, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from codebook_app.gui.theme import Theme

_AFTER = 500
"""Milliseconds of reading before it is shown."""


class ReadingProgress(QWidget):
    """Shows itself where reading takes longer than half a second."""

    stop_asked = Signal()
    """The person does not want to wait."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("Reading")
        self.bar.setTextVisible(False)
        self.stop_button = QPushButton("Sto&p", self)
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self.stop_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(3))
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self.show)
        self.hide()

    def begin(self) -> None:
        """Wait for half a second of reading before anything is shown."""
        if not self.isVisible():
            self.bar.setRange(0, 0)
            self._timer.start()

    def show_progress(self, done: int, total: int) -> None:
        """Show how much is *done* of a *total*."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def end(self) -> None:
        """Show nothing: reading is over."""
        self._timer.stop()
        self.hide()
