"""The place under a page where the qualifiers of an ICF code are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from codebook_app.gui.panels.qualifier_bar import QualifierBar

_BEGINS = {".", "+"}


class QualifierSlot(QWidget):
    """Holds the bar of qualifiers, made for the first ICF code; takes no room without one."""

    add_pressed = Signal()
    left = Signal()
    """The focus should go back to the page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bar: QualifierBar | None = None
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def offer(self, code: str) -> None:
        """Offer the qualifiers of the ICF *code* in focus, none for ""."""
        if code and self.bar is None:
            from codebook_app.gui.panels.qualifier_bar import QualifierBar

            self.bar = QualifierBar(self._theme, self)
            self.bar.add_pressed.connect(self.add_pressed)
            self.bar.left.connect(self.left)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self.bar)
        if self.bar is not None:
            self.bar.show_code(code)
        self.setVisible(bool(code))

    def qualified(self, code: str) -> str:
        """Return *code* with the qualifiers chosen for it."""
        return self.bar.text if self.bar is not None and self.bar.code == code else code

    def begin(self, text: str) -> bool:
        """Begin to choose where *text* begins qualifiers; return whether it does."""
        if self.bar is None or not self.bar.isVisible() or text not in _BEGINS:
            return False
        self.bar.begin(text)
        return True
