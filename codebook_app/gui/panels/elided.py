"""A line of text that gives way where there is no room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Elided(QLabel):
    """A line of text that ends in "…" where it does not fit, and is whole on hover."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, said: str = "") -> None:
        """Show *text*, as much of it as fits; *said* is a whole sentence for hover and reader."""
        self._whole = text
        self._said = said
        self.setAccessibleName(said or text)
        self._elide()

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        fits = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        self.setText(fits)
        self.setToolTip(self._said or ("" if fits == self._whole else self._whole))
