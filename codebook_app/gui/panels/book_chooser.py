"""Which book is searched: all of them, or one code set."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from codebook_app.gui.code_set_names import code_set_title

_ALL = "All books"


class BookChooser(QComboBox):
    """A drop-down of the code sets that can be read, "All books" first."""

    chosen = Signal(str)
    """The person chose this code set, "" for all books."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Book")
        self.setToolTip("The book that is searched (Ctrl+B)")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._wanted = ""
        self.show_books(())
        self.activated.connect(self._on_activated)

    @property
    def code_set(self) -> str:
        """The code set chosen, "" for all books."""
        return str(self.currentData() or "")

    def prefer(self, code_set: str) -> None:
        """Choose *code_set* as soon as it can be read: it was searched when the window closed."""
        self._wanted = code_set

    def show_books(self, names: Sequence[str]) -> None:
        """Offer these code sets; the one that is chosen stays so while it is among them."""
        before = self.code_set
        wanted = self._wanted or before
        rows = ["", *names]
        if [str(self.itemData(row)) for row in range(self.count())] != rows:
            self.clear()
            self.addItem(_ALL, "")
            for name in names:
                self.addItem(code_set_title(name), name)
        self.setCurrentIndex(rows.index(wanted) if wanted in rows else 0)
        if self._wanted in rows:
            self._wanted = ""
        if self.code_set != before:
            self.chosen.emit(self.code_set)

    def choose_all(self) -> None:
        """Choose all books, as the person would."""
        self.setCurrentIndex(0)
        self._on_activated(0)

    def _on_activated(self, _row: int) -> None:
        self._wanted = ""
        self.chosen.emit(self.code_set)
