"""The ending of a file that was asked for, and whether one of that name may be replaced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget


def ended(path: Path, suffixes: Sequence[str], parent: QWidget) -> Path | None:
    """Return *path* with the first of *suffixes* where it has none of them.

    The system's dialog has asked about the name that was typed; about the one with its ending,
    where a file has it, the person is asked here: None where that is to stay.
    """
    if path.suffix.lower() in suffixes:
        return path
    whole = path.with_name(f"{path.name}{suffixes[0]}")
    if not whole.exists():
        return whole
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    answer = QMessageBox.question(
        parent, "Save", f"{whole.name} is there already. Replace it?", yes | no, no
    )
    return whole if answer == yes else None
