"""The log of an encounter, read and saved off the window's thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.domain.encounter_log import Log
    from codebook_app.gui.jobs import Worker
    from codebook_app.services.encounters import Encounters

FORMS: dict[str, Literal["csv", "json", "text"]] = {
    ".csv": "csv",
    ".json": "json",
    ".txt": "text",
}
"""The forms a log is saved in, by the ending of the file."""


class LogReading(QObject):
    """Reads on the desk worker, behind all edits asked for: what was just done is in the log."""

    read = Signal(object)
    """The Log that was asked for."""
    saved = Signal(object)
    """The path the log was saved to."""
    failed = Signal(str)
    """What was not done, and what to do, in one line."""

    def __init__(self, encounters: Encounters, desk: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._encounters = encounters
        self._desk = desk

    def ask(self, encounter_id: str) -> None:
        """Read the log of an encounter or template."""
        encounters = self._encounters
        self._desk.submit(lambda: encounters.log(encounter_id), self.read.emit, self._fail)

    def save(self, log: Log, path: Path) -> None:
        """Save *log* at *path*, whole or not at all, in the form its ending names."""
        encounters, form = self._encounters, FORMS.get(path.suffix.lower(), "text")

        def write() -> Path:
            from codebook_app.gui.list_file import write_list  # late: few sessions save one

            write_list(path, encounters.log_text(log, form).rstrip("\n"))
            return path

        self._desk.submit(write, self.saved.emit, self._fail)

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, KnownError):
            raise fault
        self.failed.emit(str(fault))
