"""The main window: three panes under a search field, and the threads behind them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMainWindow

from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.gui.actions import Actions
from codebook_app.gui.adding import Adding
from codebook_app.gui.book_reader import BookReader
from codebook_app.gui.book_windows import BookWindows
from codebook_app.gui.code_finder import CodeFinder
from codebook_app.gui.commands import handlers
from codebook_app.gui.completing import Completing
from codebook_app.gui.currency import CurrencyWatch
from codebook_app.gui.encounter_windows import EncounterWindows
from codebook_app.gui.file_drops import FileDrops
from codebook_app.gui.importing import Importing
from codebook_app.gui.installing import Installation
from codebook_app.gui.list_importing import ListImporting
from codebook_app.gui.messages import LOG, Messages
from codebook_app.gui.notebook_desk import NotebookDesk
from codebook_app.gui.noting import Noting
from codebook_app.gui.opening import Opening
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.book_area import BookArea
from codebook_app.gui.panels.completions import CompletionList
from codebook_app.gui.panels.currency_banner import CurrencyBanner
from codebook_app.gui.panels.drop_hint import DropHint
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.gui.panels.hits import HitsPanel
from codebook_app.gui.panels.search import TopBar
from codebook_app.gui.panels.setup_strip import SetupStrip
from codebook_app.gui.particulars import Particulars
from codebook_app.gui.reading import Reading
from codebook_app.gui.release_shown import ReleaseShown
from codebook_app.gui.release_windows import ReleaseWindows
from codebook_app.gui.theme import Theme
from codebook_app.gui.visits import Visits
from codebook_app.gui.welcoming import Welcoming
from codebook_app.gui.window_layout import WindowLayout
from codebook_app.gui.window_state import WindowState
from codebook_app.gui.wiring import wire
from codebook_app.gui.workers import Workers

if TYPE_CHECKING:
    from codebook_app.services.program import Program

_MESSAGE_MILLISECONDS = 8000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MainWindow(QMainWindow):
    """Search, hits, book and encounter of one program.

    Paints before anything is read; :meth:`start` then fills it. Closing it stops and joins the
    workers, whose thread of changes is finished first, and keeps the session in the settings.
    """

    painted = Signal()
    """The window has painted for the first time."""

    def __init__(self, program: Program, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._program = program
        self._workers = workers
        self._state = WindowState(program.settings)
        self._was_painted = False
        self._closed_down = False
        self.theme = theme
        self.setWindowTitle("Codebook")

        self.top_bar = TopBar(theme)
        self.strip = SetupStrip(theme)
        self.banner = CurrencyBanner(theme)
        self.hits = HitsPanel(theme)
        reader = BookReader(
            program.lookup, program.index_lookup, program.releases, program.procedures
        )
        self.area = BookArea(theme, reader, workers.lookup)
        self.finder = CodeFinder(program.lookup, workers.lookup)
        self.encounter = EncounterPanel(
            program.encounters,
            program.checking,
            program.copying,
            workers.desk,
            theme,
            program.settings,
            self.finder.find,
        )
        field = self.top_bar.field
        self._layout = WindowLayout(
            self,
            field=field,
            over=(self.top_bar, self.strip, self.banner),
            hits=self.hits,
            area=self.area,
            encounter=self.encounter,
            theme=theme,
        )
        self.splitter, self.panes = self._layout.splitter, self._layout.panes
        self.setCentralWidget(self._layout.centre)
        self.drop_hint = DropHint(self._layout.centre, theme)
        self.statusBar().setSizeGripEnabled(False)
        field.setFocus()

        self.messages = Messages(self, program.folders.log)
        self.installation = Installation(program.releases, workers.jobs)
        self.importing = Importing(self, theme, self.installation, self.strip, self.messages)
        self.lists = ListImporting(self, program, workers.desk)
        self.drops = FileDrops(self, self.drop_hint, self.lists.take)
        self.release = ReleaseShown(program.releases, workers.lookup)
        self.reading = Reading(
            program.lookup,
            workers.lookup,
            field=field,
            hits=self.hits,
            area=self.area,
        )
        self.completing = Completing(
            program.lookup,
            workers.lookup,
            self.reading.search,
            field=field,
            make_list=lambda: CompletionList(theme, self),
            beside=self.hits,
            on=self._state.completions,
        )
        self.particulars = Particulars(program.lookup, workers.lookup)
        self.currency = CurrencyWatch(program.validity, program.releases, workers.desk)
        self.encounter_windows = EncounterWindows(self, program, workers.desk)
        self.windows = ReleaseWindows(
            program,
            self,
            theme,
            reading=workers.lookup,
            jobs=workers.jobs,
            installation=self.installation,
            importing=self.importing,
        )
        self.visits = Visits(program.history, workers.desk)
        self.shown = BookWindows(self, self.visits, program.settings)
        self.adding = Adding(
            reading=self.reading,
            finder=self.finder,
            panes=self.panes,
            field=field,
            area=self.area,
            encounter=self.encounter,
        )
        self.opening = Opening(
            reading=self.reading, panes=self.panes, area=self.area, encounter=self.encounter
        )
        self.welcoming = Welcoming(self, program.settings, self._layout.column)
        self.notebook = NotebookDesk(program.notebook, workers.desk, self)
        self.noting = Noting(
            self.notebook,
            theme,
            self,
            area=self.area,
            hits=self.hits,
            search=self.reading.search,
        )
        self.deeds = Actions(self, theme, handlers(self))
        self.deeds.fill(self.menuBar())
        self.deeds[f"theme_{theme.choice}"].setChecked(True)
        self.deeds["completions"].setChecked(self.completing.on)
        wire(self)
        self.on_history(False, False)
        self.on_undo_state("", "")
        self._state.restore(self, self.splitter)

    @property
    def book(self) -> BookPanel:
        """The pane of the current book."""
        return self.area.current

    def start(self) -> None:
        """Fill the window: last page and query, last encounter, and the releases still missing."""
        self.encounter.start()
        self.top_bar.book.prefer(self._state.book)
        self.release.refresh()
        self.reading.restore(self._state.session())
        self.reading.warm()
        self.installation.install()
        self.currency.refresh()
        self.encounter_windows.auditing.refresh()
        self.welcoming.start()
        self.notebook.refresh()
        if word := self._program.settings.word:
            self.say(word)

    def say(self, text: str) -> None:
        """Show one line in the status bar."""
        self.statusBar().showMessage(text, _MESSAGE_MILLISECONDS)

    def keep_look(self) -> None:
        """Note theme and text size for the next start."""
        self._state.keep_look(self.theme.choice, self.theme.scale)

    def switch_completions(self) -> None:
        """Complete what is typed, or no more; noted for the next start."""
        self.completing.switch(not self.completing.on)
        self.deeds["completions"].setChecked(self.completing.on)
        self._state.keep_completions(self.completing.on)

    def raise_up(self) -> None:
        """Come to the front: a second start asked for it."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    # What comes back to the window ----------------------------------------------------------

    def on_history(self, can_back: bool, can_forward: bool) -> None:
        """Offer the way back and forward, where there is one."""
        self.deeds["back"].setEnabled(can_back)
        self.deeds["forward"].setEnabled(can_forward)

    def on_columns(self) -> None:
        """Say in the menu whether there are two columns."""
        self.deeds["split"].setChecked(self.area.is_split)

    def on_undo_state(self, undo_word: str, redo_word: str) -> None:
        """Say in the menu what undo and redo would do."""
        for name, text, word in (("undo", "&Undo", undo_word), ("redo", "&Redo", redo_word)):
            self.deeds[name].setText(f"{text} {word}".strip())
            self.deeds[name].setEnabled(bool(word))

    def on_day(self, _day: date) -> None:
        """Ask anew what is in force today: another day has begun."""
        self.release.refresh()
        self.currency.refresh()
        self.encounter_windows.auditing.refresh()

    def on_date(self, on: date | None) -> None:
        """Read the releases in force on another date of service."""
        self.finder.set_date(on)
        self.notebook.set_date(on)
        self.release.set_date(on)
        self.particulars.set_date(on)
        self.reading.set_date(on)

    def on_book(self, code_set: str) -> None:
        """Search another code set, "" for all."""
        self._state.keep_book(code_set)
        self.release.set_code_set(code_set)
        self.currency.set_code_set(code_set)
        self.reading.set_code_set(code_set)

    def on_no_release(self, word: str) -> None:
        """Say in every pane that there is nothing to read yet."""
        if self.installation.running:
            word = "ICD-10-CM is being installed; its pages can be read in a moment."
        self.top_bar.show_no_release(word)
        self.reading.no_release(word)

    def on_release(self, release: Release) -> None:
        """Show what a release holds that has just come."""
        self.reading.release_came(searchable=release.searchable)
        self._read_releases_anew()

    def on_releases_changed(self) -> None:
        """Read anew what is shown: a release is gone, or was switched on."""
        self.reading.release_came(searchable=True)
        self._read_releases_anew()

    def _read_releases_anew(self) -> None:
        self.release.refresh()
        self.encounter.releases_changed()
        self.notebook.refresh()
        self.currency.refresh()
        self.encounter_windows.auditing.refresh()

    # Qt's events --------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Tell of the first paint once it is on its way to the screen."""
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return to the search on an Escape, press a button on an Enter: nothing else used them."""
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.reading.go_to_search()
        elif event.key() in _ENTER and isinstance(focus, QAbstractButton):
            focus.click()  # which Qt does in dialogs only
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the session, stop the work, and only then go."""
        if not self._closed_down:
            self._closed_down = True
            self._layout.room.come_back()
            self._state.keep(self, self.splitter, self.reading.session())
            self.encounter.finish_editing()
            self.noting.finish()
            self.hide()
            self.reading.close()
            self.completing.close()
            self.installation.close()
            self.windows.close()
            self._workers.close()
            try:
                self._program.settings.save()
            except KnownError as fault:
                LOG.warning("At closing: %s", fault)
        super().closeEvent(event)
