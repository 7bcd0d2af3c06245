"""Asks what a template is to be called."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget


def ask_template_label(label: str, parent: QWidget, answered: Callable[[str], object]) -> None:
    """Ask over *parent*, with *label* to begin with; *answered* gets what was typed, if any."""
    asking = QInputDialog(parent)
    asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asking.setWindowTitle("Keep as template")
    asking.setLabelText("What the template is for, such as “diabetic check-up”:")
    asking.setTextValue(label)
    asking.setOkButtonText("Keep")

    def answer(typed: str) -> None:
        if typed.strip():
            answered(typed)

    asking.textValueSelected.connect(answer)
    asking.open()
