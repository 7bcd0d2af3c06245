"""What was written and cannot be kept: mended, or dropped if the person says so."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


def dropped(title: str, fault: str, parent: QWidget) -> bool:
    """Ask, and return whether what has this *fault* is to be dropped; Escape goes on mending."""
    asked = QMessageBox(parent)
    asked.setWindowTitle(title)
    asked.setText("What you wrote cannot be kept as it is.")
    asked.setInformativeText(fault)
    mend = asked.addButton("&Mend it", QMessageBox.ButtonRole.RejectRole)
    drop = asked.addButton("&Drop it", QMessageBox.ButtonRole.DestructiveRole)
    asked.setDefaultButton(mend)
    asked.setEscapeButton(mend)
    asked.exec()
    return asked.clickedButton() is drop
