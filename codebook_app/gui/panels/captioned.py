"""A field with its caption above it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from codebook_app.gui.theme import Theme


class Captioned(QWidget):
    """Shows *caption* above *field*; the caption's mnemonic and name are those of *buddy*.

    Where there is no room for it, *short* stands there, and the whole is said on hover.
    """

    def __init__(
        self,
        caption: str,
        field: QWidget,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        buddy: QWidget | None = None,
        short: str = "",
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._whole = caption
        self._short = short or caption
        self._caption = QLabel(caption, self)
        self._caption.setProperty("role", "label")
        self._caption.setBuddy(buddy or field)
        # A long caption is cut off before it pushes the pane wider.
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._caption)
        self._column.addWidget(field)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def caption(self) -> str:
        """The words above the field, were there room for all of them."""
        return self._whole

    @property
    def shown_caption(self) -> str:
        """The words above the field as there is room for them."""
        return self._caption.text()

    def set_caption(self, caption: str) -> None:
        """Put other words above the field."""
        self._whole = self._short = caption
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Say as much above the field as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._caption.ensurePolished()
        metrics, room = self._caption.fontMetrics(), self.width()
        fits = metrics.horizontalAdvance(self._whole) <= room
        words = self._whole if fits else self._short
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        self._caption.setText(words)
        self._caption.setToolTip("" if fits else self._whole)

    def _dress(self) -> None:
        self._column.setSpacing(self._theme.space(1))
        self._fit()
