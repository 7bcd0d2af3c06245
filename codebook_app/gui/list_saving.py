"""Asks for a file and saves a written list there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.domain.copying import CopyFormat, Rendered
    from codebook_app.gui.jobs import Worker
    from codebook_app.settings import Settings

_FOLDER = "copy.folder"
_FILE_WORDS = {
    "txt": "Text",
    "tsv": "Tab-separated text",
    "csv": "Spreadsheet",
    "md": "Markdown",
    "html": "Web page",
    "json": "JSON",
}


class ListSaving(QObject):
    """Saves lists as files, in the folder used last."""

    told = Signal(str)
    """Where a list was saved, one line for the status bar."""
    failed = Signal(str)
    """What could not be done, and what to do, in one line."""

    def __init__(self, desk: Worker, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings

    def ask(self, label: str, format_: CopyFormat, rendered: Rendered, window: QWidget) -> None:
        """Ask for the file of the encounter called *label*, and save *rendered* there."""
        suffix = format_.suffix
        dialog = QFileDialog(window, f"Save “{label}”")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        words = _FILE_WORDS.get(suffix, format_.title)
        dialog.setNameFilters([f"{words} (*.{suffix})", "All files (*)"])
        if folder := self._settings.text(_FOLDER):
            dialog.setDirectory(folder)
        dialog.selectFile(f"{_file_name(label)}.{suffix}")

        def save(chosen: str) -> None:
            path = Path(chosen)
            self._settings.put(_FOLDER, str(path.parent))
            self.save_to(path, rendered)

        dialog.fileSelected.connect(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path, rendered: Rendered) -> None:
        """Write *rendered* to *path* on the desk worker."""

        def write() -> None:
            from codebook_app.gui.list_file import write_list  # late: no first paint needs it

            write_list(path, rendered.text)

        def fail(fault: Exception) -> None:
            self.failed.emit(str(fault))
            if not isinstance(fault, KnownError):
                raise fault

        self._desk.submit(write, lambda _: self.told.emit(f"Saved to {path}."), fail)


def _file_name(label: str) -> str:
    """Return *label* as every system takes it for a file's name."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", label).strip(" .-")
    return name[:80] or "encounter"
