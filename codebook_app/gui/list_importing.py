"""Lists of codes pasted, opened or dropped, on their way into an encounter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.errors import KnownError
from codebook_app.gui.importing import local_paths

if TYPE_CHECKING:
    from codebook_app.domain.list_reading import ListReading
    from codebook_app.gui.dialogs.list_import import ListImportDialog
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.main_window import MainWindow
    from codebook_app.services.encounters import Encounters
    from codebook_app.services.program import Program

_LONGEST_PASTED = 1_000_000


class ListImporting(QObject):
    """Opens the dialog over *window*, and adds what it asks for."""

    said = Signal(str)
    """One line for the status bar."""
    went_wrong = Signal(object, str)
    """A fault that needs a dialog, and what was being done."""

    def __init__(self, window: MainWindow, program: Program, worker: Worker) -> None:
        super().__init__(window)
        self._window = window
        self._program = program
        self._worker = worker
        self._dialog: ListImportDialog | None = None

    def show(self) -> None:
        """Open the dialog with what the clipboard holds: a text, a table, or a file copied."""
        held = QGuiApplication.clipboard().mimeData()
        files = [one for one in local_paths(held) if one.is_file()]
        if len(files) == 1:
            self._open().read_file(files[0])
        else:
            self._open().paste((held.text() or held.html())[:_LONGEST_PASTED])

    def take(self, paths: Sequence[Path]) -> None:
        """Take files that were dropped: a list of codes is read, official files are imported."""
        # Late: no first paint needs it.
        from codebook_app.services.dropped_files import LIST_SUFFIXES, may_be_list

        if len(paths) != 1 or paths[0].suffix.lower() not in LIST_SUFFIXES:
            self._window.importing.take(paths)
            return
        path, program = paths[0], self._program

        def look() -> bool:
            return may_be_list(path, program.releases.code_sets)

        def on_seen(is_list: bool) -> None:
            if not is_list:
                self._window.importing.take(paths)
            elif path.suffix.lower() == ".json":
                self._take_encounter(path)
            else:
                self._open().read_file(path)

        self._worker.submit(look, on_seen, self._on_fault)

    def _take_encounter(self, path: Path) -> None:
        """Open an encounter file as a new encounter, with its overrides; other JSON is asked of."""
        from codebook_app.domain.list_reading import ENCOUNTER_FILE

        def on_read(reading: ListReading) -> None:
            if reading.encounter is not None and reading.shape == ENCOUNTER_FILE:
                self._take_in(reading.encounter)
            else:
                self._open().read_file(path)

        work = self._program.list_import
        self._worker.submit(lambda: work.read_file(path), on_read, self._on_fault)

    def _open(self) -> ListImportDialog:
        from codebook_app.gui.dialogs.list_import import ListImportDialog
        from codebook_app.gui.list_reader import ListReader

        if self._dialog is not None and isValid(self._dialog):
            self._dialog.raise_()
            self._dialog.activateWindow()
            return self._dialog
        pane = self._window.encounter
        pane.finish_editing()
        now = pane.encounter
        reader = ListReader(
            self._program.list_import,
            self._worker,
            now.setting if now else Setting.OUTPATIENT,
            now.date_of_service if now else None,
        )
        dialog = ListImportDialog(reader, now, self._window.theme, self._window)
        dialog.add_asked.connect(self._add)
        dialog.each_asked.connect(self._add_each)
        self._dialog = dialog
        dialog.open()
        return dialog

    def _add(self, reading: ListReading, lines: tuple[EncounterLine, ...], new: bool) -> None:
        pane = self._window.encounter
        self._window.panes.enter("Encounter")
        if not new:
            one = len(lines) == 1
            named, they = (lines[0].code, "it") if one else (f"{len(lines)} codes", "them")

            def add(encounters: Encounters, now: Encounter) -> Encounter:
                from codebook_app.services.list_told import fields_lacking

                return encounters.add_lines(now, lines, stated=fields_lacking(now, reading.stated))

            def added() -> None:
                # In the label, where the focus may have been, Ctrl+Z would be the label's own.
                pane.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.said.emit(f"{named} added. Ctrl+Z takes {they} away again.")

            pane.edits.edit(f"add {named}", add, added, repeatable=True)
            return
        from codebook_app.services.list_told import encounter_read

        now = pane.encounter
        self._take_in(
            encounter_read(
                reading,
                lines,
                setting=now.setting if now else Setting.OUTPATIENT,
                on=now.date_of_service if now else None,
            )
        )

    def _add_each(
        self,
        read: Callable[[], Sequence[ListReading]],
        answered: Mapping[str, tuple[EncounterLine, ...]],
    ) -> None:
        """Make an encounter of each visit; the first one comes to hand."""
        from codebook_app.services.kept_encounters import MOST_LINES
        from codebook_app.services.list_told import encounter_read

        pane = self._window.encounter
        self._window.panes.enter("Encounter")
        kept: list[Encounter] = []

        def take_in(encounters: Encounters) -> Encounter | None:
            for reading in read():
                lines = answered.get(reading.parts.visit, reading.lines())
                if lines:
                    kept.append(encounters.take_in(encounter_read(reading, lines[:MOST_LINES])))
            return kept[0] if kept else pane.encounter

        self.said.emit("Adding the encounters…")
        pane.edits.take(
            take_in,
            lambda: (
                self.said.emit(f"{len(kept)} new encounters; “{kept[0].label}” is in hand.")
                if kept
                else None
            ),
        )

    def _take_in(self, encounter: Encounter) -> None:
        pane = self._window.encounter

        def done() -> None:
            kept = pane.encounter
            if kept is not None:
                self.said.emit(f"“{kept.label}” is a new encounter with {len(kept.lines)} codes.")

        pane.edits.take(lambda encounters: encounters.take_in(encounter), done)

    def _on_fault(self, fault: Exception) -> None:
        if isinstance(fault, KnownError):
            self._window.encounter.notice.say_fault(str(fault))
        else:
            self.went_wrong.emit(fault, "reading a list")
