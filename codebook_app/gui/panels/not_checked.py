"""The box below the findings that says which checks could not run, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from codebook_app.domain.finding import NotChecked
from codebook_app.gui.models.encounter import rule_words
from codebook_app.gui.theme import Theme


class NotCheckedBox(QFrame):
    """Says what could not be checked: apart from the findings, dashed, grey, and in words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heading = QLabel("Not checked", self)
        self._heading.setProperty("role", "label")
        self._text = QLabel(self)
        self._text.setProperty("role", "small")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._heading)
        self._layout.addWidget(self._text)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def text(self) -> str:
        """All that is said."""
        return self._text.text() if not self.isHidden() else ""

    def show_reasons(self, not_checked: Sequence[NotChecked]) -> None:
        """Show the rules that could not run, a line each; without any, nothing."""
        lines = [f"{rule_words(one.rule)}: {one.reason}" for one in not_checked]
        self._text.setText("\n".join(lines))
        self.setAccessibleName(f"Not checked: {'; '.join(lines)}")
        self.setVisible(bool(not_checked))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the dashed frame."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.colour("control_border"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        radius = self._theme.radius
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)
        painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the height of the words."""
        return self._layout.sizeHint()

    def _dress(self) -> None:
        theme = self._theme
        side, top = theme.space(4), theme.space(3)
        self._layout.setContentsMargins(side, top, side, top)
        self._layout.setSpacing(theme.space(1))
        self.update()
