"""The windows about encounters: the re-audit, the coding summary on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from codebook_app.gui.auditing import Auditing
from codebook_app.gui.day_watch import DayWatch
from codebook_app.gui.log_reading import LogReading
from codebook_app.gui.panels.drg_strip import DrgStrip
from codebook_app.gui.stay_grouping import StayGrouping

if TYPE_CHECKING:
    from collections.abc import Callable

    from codebook_app.domain.encounter import Encounter
    from codebook_app.gui.dialogs.audit import AuditDialog
    from codebook_app.gui.dialogs.grouping import GroupingDialog
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.main_window import MainWindow
    from codebook_app.services.program import Program


class EncounterWindows:
    """Opens them over *window*, each imported when it is first wanted."""

    def __init__(self, window: MainWindow, program: Program, desk: Worker) -> None:
        self._window = window
        self._program = program
        # Outlives the dialog: what was to be saved is saved although it is closed.
        self._logs = LogReading(program.encounters, desk, window)
        self.auditing = Auditing(program.audit, desk, program.settings, parent=window)
        self.days = DayWatch(parent=window)
        self._audit: AuditDialog | None = None
        self._grouping: GroupingDialog | None = None
        pane = window.encounter
        self.stay = StayGrouping(program.grouping, pane.edits, desk)
        self.drg_strip = DrgStrip(self.stay, window.theme, pane)
        self.drg_strip.details_asked.connect(self.show_grouping)
        pane.brief.connect(self.drg_strip.set_brief)
        pane.strip_slot.addWidget(self.drg_strip)
        QWidget.setTabOrder(pane.list, self.drg_strip.details_button)
        QWidget.setTabOrder(self.drg_strip.details_button, pane.foot.copy_button)

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

    def show_templates(self) -> None:
        """Show the templates, favourites first, to begin an encounter from one."""
        from codebook_app.gui.encounter_shelf import Place

        window = self._window
        window.encounter.finish_editing()
        window.encounter.choosing.show_dialog(window, Place.TEMPLATES)

    def duplicate(self) -> None:
        """Take a copy of the encounter in hand in hand."""
        self._when_settled(self._window.encounter.choosing.duplicate)

    def keep_as_template(self) -> None:
        """Keep the codes in hand as a template."""
        window = self._window
        self._when_settled(lambda: window.encounter.choosing.keep_as_template(window))

    def archive(self) -> None:
        """Put the encounter in hand away."""
        self._when_settled(self._window.encounter.choosing.archive)

    def show_log(self) -> None:
        """Show everything that was done to the encounter in hand."""
        self._when_settled(lambda: self._log(self._window.encounter.encounter))

    def show_grouping(self) -> None:
        """Show what decides the group of the stay in hand; it follows the list."""
        from codebook_app.gui.dialogs.grouping import GroupingDialog

        if self._grouping is not None and isValid(self._grouping):
            self._grouping.raise_()
            self._grouping.activateWindow()
            return
        window = self._window
        window.encounter.finish_editing()
        self._grouping = GroupingDialog(self.stay, window.theme, window)
        self._grouping.open_asked.connect(window.encounter.open_requested)
        self._grouping.table_asked.connect(window.windows.show_catalogue)
        self._grouping.show()

    def show_print(self, *, to_file: bool) -> None:
        """Offer the coding summary of the encounter in hand for print, or as a PDF."""
        encounter = self._window.encounter
        self._when_settled(lambda: self._print(encounter.encounter, to_file=to_file))

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

    def _log(self, encounter: Encounter | None) -> None:
        window = self._window
        if encounter is None:
            window.say("There is no encounter yet: Ctrl+N begins one.")
            return
        from codebook_app.gui.dialogs.encounter_log import EncounterLogDialog

        EncounterLogDialog(encounter, self._logs, window.theme, window).show()

    def _when_settled(self, call: Callable[[], None]) -> None:
        """Call *call* once what is being typed, and every edit asked for, is on the list."""
        encounter = self._window.encounter
        encounter.finish_editing()
        encounter.edits.when_settled(call)

    def _open(self, encounter_id: str) -> None:
        self._window.panes.enter("Encounter")
        self._window.encounter.open_encounter(encounter_id)
