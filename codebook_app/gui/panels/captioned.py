"""A field with its caption above it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from codebook_app.gui.theme import Theme


class Captioned(QWidget):
    """Shows *caption* above *field*; the caption's mnemonic and name are those of *buddy*."""

    def __init__(
        self,
        caption: str,
        field: QWidget,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        buddy: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
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
        """The words above the field."""
        return self._caption.text()

    def set_caption(self, caption: str) -> None:
        """Put other words above the field."""
        self._caption.setText(caption)

    def _dress(self) -> None:
        self._column.setSpacing(self._theme.space(1))
