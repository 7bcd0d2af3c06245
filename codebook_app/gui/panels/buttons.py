"""Buttons of dialogs, made alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget


def plain_button(
    parent: QWidget, words: str, tip: str, answer: Callable[[], object]
) -> QPushButton:
    """Return a button that Enter does not press from elsewhere; *tip* names its keys."""
    made = QPushButton(words, parent)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    made.clicked.connect(answer)
    return made
