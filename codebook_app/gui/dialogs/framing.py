"""How a dialog is framed: the room around what it shows, and its buttons below."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from codebook_app.gui.theme import Theme


def framed_column(dialog: QWidget, theme: Theme, *, step: int = 4) -> QVBoxLayout:
    """Return the column that *dialog* is laid out in, with a *step* of space between its rows."""
    column = QVBoxLayout(dialog)
    side = theme.space(5)
    column.setContentsMargins(side, side, side, side)
    column.setSpacing(theme.space(step))
    return column


def button_row(theme: Theme, left: Iterable[QWidget], right: Iterable[QWidget]) -> QHBoxLayout:
    """Return a row of buttons, those that end the dialog at the *right*."""
    row = QHBoxLayout()
    row.setSpacing(theme.space(3))
    for button in left:
        row.addWidget(button)
    row.addStretch(1)
    for button in right:
        row.addWidget(button)
    return row
