"""The windows about encounters: the re-audit, the coding summary on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiboken6 import isValid

from codebook_app.gui.auditing import Auditing
from codebook_app.gui.day_watch import DayWatch

if TYPE_CHECKING:
    from codebook_app.domain.encounter import Encounter
    from codebook_app.gui.dialogs.audit import AuditDialog
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.main_window import MainWindow
    from codebook_app.services.program import Program


class EncounterWindows:
    """Opens them over *window*, each imported when it is first wanted."""

    def __init__(self, window: MainWindow, program: Program, desk: Worker) -> None:
        self._window = window
        self._program = program
        self.auditing = Auditing(program.audit, desk, program.settings)
        self.days = DayWatch(parent=window)
        self._audit: AuditDialog | None = None

    def show_audit(self) -> None:
        """Show which lists hold codes that are not valid any more; checked anew."""
        from codebook_app.gui.dialogs.audit import AuditDialog

        if self._audit is not None and isValid(self._audit):
            self._audit.raise_()
            self._audit.activateWindow()
            return
        window = self._window
        window.encounter.finish_editing()
        self._audit = AuditDialog(self.auditing, window.encounter.shelf, window.theme, window)
        self._audit.open_asked.connect(self._open)
        self._audit.show()

    def show_print(self, *, to_file: bool) -> None:
        """Offer the coding summary of the encounter in hand for print, or as a PDF."""
        encounter = self._window.encounter
        encounter.finish_editing()
        encounter.edits.when_settled(lambda: self._print(encounter.encounter, to_file=to_file))

    def _print(self, encounter: Encounter | None, *, to_file: bool) -> None:
        window = self._window
        if encounter is None or not encounter.lines:
            window.say("There is nothing on the list yet: add a code first.")
            return
        from codebook_app.gui.dialogs.print_page import PrintDialog
        from codebook_app.gui.printing.encounter_sheet import printable_summary

        offered = printable_summary(encounter, self._program.summaries)
        dialog = PrintDialog(
            (offered,), window.theme, self._program.settings, window, to_file=to_file
        )
        dialog.said.connect(window.say)
        dialog.show()

    def _open(self, encounter_id: str) -> None:
        self._window.panes.enter("Encounter")
        self._window.encounter.open_encounter(encounter_id)
