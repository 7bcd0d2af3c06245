"""How large a dialog opens: as large as it likes to be, and never larger than its window."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from codebook_app.gui.theme import Theme

_SHARE = 0.96
"""Of the window, so that a rim of it shows what the dialog belongs to."""


def fit(dialog: QWidget, theme: Theme, width: int, height: int) -> None:
    """Give *dialog* a size in pixels at 100 % text size, within the window it stands over."""
    wanted = QSize(theme.length(width), theme.length(height))
    parent = dialog.parentWidget()
    dialog.resize(wanted.boundedTo(parent.window().size() * _SHARE) if parent else wanted)
