"""Everything that was ever done to an encounter, and whether the log of it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from codebook_app.domain.encounter import Encounter
from codebook_app.domain.encounter_log import Log
from codebook_app.gui.dialogs.file_asking import ended
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.dialogs.framing import button_row, framed_column
from codebook_app.gui.log_reading import FORMS, LogReading
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.models.encounter_log import LogRow, log_columns, log_rows, whole_words
from codebook_app.gui.panels.buttons import plain_button
from codebook_app.gui.panels.notice import NoticeBar
from codebook_app.gui.panels.rows_view import RowsView
from codebook_app.gui.panels.severity import mark
from codebook_app.gui.theme import Theme

_FILTERS = "Table for a spreadsheet (*.csv);;JSON to verify (*.json);;Text to read (*.txt)"
_NOT_IN_A_NAME = '<>:"/\\|?*'


class EncounterLogDialog(QDialog):
    """Lists the changes of an encounter, the newest first, and saves them as a file."""

    def __init__(
        self,
        encounter: Encounter,
        reading: LogReading,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        folder: Callable[[], Path] = Path.home,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Log of “{encounter.label}”")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._encounter = encounter
        self._reading = reading
        self._theme = theme
        self._folder = folder
        self._log: Log | None = None
        self.icon = QLabel(self)
        self.word = QLabel("Reading the log…", self)
        self.word.setWordWrap(True)
        self.word.setTextFormat(Qt.TextFormat.PlainText)
        self.word.setAccessibleName("Whether the log is whole")
        self.model: ColumnsModel[LogRow] = ColumnsModel(log_columns(), self)
        self.table = RowsView(self.model, "Changes", theme, (3,), self)
        self.table.teach("Reading the log…")
        self.hash = QLabel(self)
        self.hash.setProperty("role", "small")
        self.hash.setWordWrap(True)
        self.hash.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.hash.setAccessibleName("Hash of the last entry")
        self.notice = NoticeBar(theme, self)
        self.save_button = plain_button(self, "&Save as…", "Ctrl+S", self.ask_file)
        self.save_button.setShortcut("Ctrl+S")
        self.save_button.setEnabled(False)
        self.close_button = plain_button(self, "Close", "Escape", self.reject)
        self.close_button.setProperty("role", "primary")
        self.close_button.setDefault(True)
        self._lay_out()
        reading.read.connect(self.show_log)
        reading.saved.connect(lambda path: self.notice.say(f"Saved to {path}."))
        reading.failed.connect(self._fail)
        theme.changed.connect(self._dress)
        self._dress()
        reading.ask(encounter.id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_log(self, log: Log) -> None:
        """Show *log*, where it is that of the encounter."""
        if log.encounter_id != self._encounter.id:
            return
        self._log = log
        self.word.setText(whole_words(log))
        self.table.teach("Nothing was done yet.")
        self.model.show(log_rows(log))
        if log.entries:
            self.table.make_current(0)
            self.hash.setText(f"Hash of the last entry: {log.entries[-1].hash}")
        self.save_button.setEnabled(True)
        self._dress()

    def ask_file(self) -> None:
        """Ask for a file and save the log there."""
        if self._log is None:
            return
        label = "".join(" " if one in _NOT_IN_A_NAME else one for one in self._encounter.label)
        name = str(self._folder() / f"Log of {label[:80].strip()}.csv")
        asked, _ = QFileDialog.getSaveFileName(self, "Save the log", name, _FILTERS)
        if asked and (path := ended(Path(asked), (".csv", *FORMS), self)) is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save the log at *path*; a name without a known ending gets that of a table."""
        if self._log is not None:
            known = path.suffix.lower() in FORMS
            self._reading.save(self._log, path if known else path.with_name(f"{path.name}.csv"))

    def _fail(self, fault: str) -> None:
        self.notice.say_fault(fault)
        if self._log is None:
            self.word.setText("The log could not be read.")
            self.table.teach(fault)

    def _dress(self) -> None:
        sound = self._log is None or self._log.sound
        name, colour = ("shield", "ok") if sound else ("error", "error")
        self.icon.setPixmap(mark(self._theme, name, colour, self))

    def _lay_out(self) -> None:
        theme = self._theme
        column = framed_column(self, theme)
        head = QHBoxLayout()
        head.setSpacing(theme.space(3))
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.word, 1)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addWidget(self.hash)
        column.addLayout(button_row(theme, (self.save_button,), (self.close_button,)))
        fit(self, theme, 980, 520)
