"""The list of the codes found in a text, and the keys that answer what is asked of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from codebook_app.gui.models.found_codes import FoundCodesModel
from codebook_app.gui.panels.found_code_row import FoundCodeDelegate
from codebook_app.gui.theme import Theme


class FoundCodesView(QListView):
    """The codes found. Digits answer the question of the current one, 0 or Delete leaves it out."""

    answered = Signal(int)
    """The place of a choice."""
    left_out = Signal()
    next_asked = Signal()
    """Enter was pressed: the next question, or the list is added."""
    question_asked = Signal()
    """The choices of the current code are wanted."""

    def __init__(self, model: FoundCodesModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(FoundCodeDelegate(model, theme, self))
        self.setAccessibleName("Codes found")
        self.setAccessibleDescription(
            "Up and down go from code to code. Digits answer the question about a code, 0 or Delete"
            " leaves it out, Enter goes to the next question, and adds the codes after the last."
        )
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take digits, Delete, Enter and Right; the others move in the list."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.answered.emit(key - Qt.Key.Key_1)
        elif plain and key in (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.left_out.emit()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_asked.emit()
        elif plain and key == Qt.Key.Key_Right:
            self.question_asked.emit()
        else:
            super().keyPressEvent(event)
