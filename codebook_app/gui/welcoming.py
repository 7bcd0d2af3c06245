"""When the welcome is shown, and what ticks its steps off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from codebook_app.domain.encounter import Encounter
from codebook_app.domain.search import SearchAnswer
from codebook_app.gui.book_reader import Contents
from codebook_app.gui.panels.book_columns import FIRST, SECOND

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from codebook_app.gui.main_window import MainWindow
    from codebook_app.gui.panels.welcome import WelcomeStrip
    from codebook_app.settings import Settings

_KEPT = "welcome.open"
_BELOW_THE_SEARCH = 1


class Welcoming(QObject):
    """Shows the welcome at the first start and until it is closed, and from the help's menu.

    The strip is made when it is first shown, after the first paint.
    """

    def __init__(self, window: MainWindow, settings: Settings, column: QBoxLayout) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._column = column
        self._before: Encounter | None = None
        self.strip: WelcomeStrip | None = None
        """What is shown, None while nothing is."""

    def start(self) -> None:
        """Show the welcome to whom it is new: no window was ever closed here, nor the welcome."""
        first = not self._settings.text("window.geometry")
        if self._settings.flag(_KEPT, first):
            self.show()

    def show(self) -> None:
        """Show the welcome from its first step."""
        from codebook_app.gui.panels.welcome import WelcomeStrip

        self._take_away()
        window = self._window
        self._settings.put(_KEPT, True)
        self.strip = WelcomeStrip(window.theme, window)
        self.strip.example_asked.connect(window.reading.search_for)
        self.strip.help_asked.connect(window.deeds["help_start"].trigger)
        self.strip.closed.connect(self.close)
        self.strip.set_waiting(window.installation.running and window.release.choice is None)
        self._column.insertWidget(_BELOW_THE_SEARCH, self.strip)
        self.strip.come_after(window.top_bar.book)
        window.reading.search.answered.connect(self._on_answer)
        window.panes.entered.connect(self._on_pane)
        window.encounter.edits.changed.connect(self._on_list)
        window.release.missing.connect(self._on_no_release)
        window.release.chosen.connect(self._on_release)
        self._before = window.encounter.encounter

    def close(self) -> None:
        """Take the welcome away for good; the search has the focus again."""
        self._settings.put(_KEPT, False)
        self._take_away()
        self._window.reading.go_to_search()

    # What the person does --------------------------------------------------------------------

    def _on_answer(self, answer: SearchAnswer) -> None:
        if answer.hits:
            self._tick("search")

    def _on_pane(self, name: str) -> None:
        found = self._window.area.book.found
        if name in {FIRST, SECOND} and found is not None and not isinstance(found, Contents):
            self._tick("read")

    def _on_list(self, encounter: Encounter | None) -> None:
        before, self._before = self._before, encounter
        if encounter is None:
            return
        same = before is not None and before.id == encounter.id
        known = len(before.lines) if before is not None and same else 0
        # An encounter that is opened with its list is nothing that was added.
        if len(encounter.lines) == known + 1 and (same or before is None):
            self._tick("add")

    def _on_no_release(self, _word: str) -> None:
        if self.strip is not None:
            self.strip.set_waiting(self._window.installation.running)

    def _on_release(self, *_: object) -> None:
        if self.strip is not None:
            self.strip.set_waiting(False)

    def _tick(self, step: str) -> None:
        from codebook_app.gui.panels.welcome import Step

        if self.strip is not None:
            self.strip.tick(Step(step))

    def _take_away(self) -> None:
        if self.strip is None:
            return
        window = self._window
        window.reading.search.answered.disconnect(self._on_answer)
        window.panes.entered.disconnect(self._on_pane)
        window.encounter.edits.changed.disconnect(self._on_list)
        window.release.missing.disconnect(self._on_no_release)
        window.release.chosen.disconnect(self._on_release)
        self.strip.hide()
        self.strip.deleteLater()
        self.strip = None
