"""A line of a dialog that says something, with its mark."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from codebook_app.gui.panels.severity import mark
from codebook_app.gui.theme import Theme


class DialogLine(QWidget):
    """A line that says something, with its mark; hidden where it has nothing to say."""

    def __init__(self, severity: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        icon, self._label = QLabel(self), QLabel(self)
        icon.setPixmap(mark(theme, severity, severity, parent))
        self._label.setProperty("role", "error" if severity == "error" else "small")
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()

    def tell(self, words: str) -> None:
        """Say *words*, nothing where they are empty."""
        self.setAccessibleName(words)
        self._label.setText(words)
        self.setVisible(bool(words))
