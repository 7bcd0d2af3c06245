"""What every dialog has in which one types to find a row: the line, its arrows, its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from codebook_app.gui.dialogs.framing import button_row, framed_column
from codebook_app.gui.panels.buttons import plain_button
from codebook_app.gui.theme import Theme

_STEPS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class FindDialog(QDialog):
    """A line to type into, rows that answer, and words in their place where there are none.

    ↑ and ↓ move among the rows while the person types.
    """

    def __init__(
        self, title: str, theme: Theme, parent: QWidget | None, *, offered: str, said: str
    ) -> None:
        """*offered* stands in the empty line, *said* is what a screen reader calls it."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self._stepped: QTableView | None = None
        self.line = QLineEdit(self)
        self.line.setProperty("role", "search")
        self.line.setPlaceholderText(offered)
        self.line.setAccessibleName(said)
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.empty = QLabel(self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)

    def step_in(self, table: QTableView) -> None:
        """Have the arrows of the line move in *table*."""
        self._stepped = table

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let ↑ and ↓ move in the list while the person types."""
        if (
            self._stepped is not None
            and watched is self.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _STEPS
            and not event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            # Straight to the handler: sent as an event it would come back to the line unhandled.
            self._stepped.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def button(self, words: str, keys: str, answer: Callable[[], None]) -> QPushButton:
        """Return a button that Enter does not press from elsewhere; *keys* are its tip."""
        return plain_button(self, words, keys, answer)

    def first_button(self, words: str, answer: Callable[[], None]) -> QPushButton:
        """Return the button that Enter presses."""
        made = self.button(words, "Enter", answer)
        made.setProperty("role", "primary")
        made.setDefault(True)
        return made

    def stack(
        self,
        rows: Sequence[QWidget],
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        stretched: QWidget,
    ) -> None:
        """Lay out the line, *rows* below it with *stretched* taking the room, and the buttons."""
        theme = self._theme
        column = framed_column(self, theme)
        for row in (self.line, *rows):
            column.addWidget(row, 1 if row in {stretched, self.empty} else 0)
        column.addLayout(button_row(theme, left, right))
