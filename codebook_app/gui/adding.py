"""From a hit or a line of the book into the encounter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.search import Hit
from codebook_app.errors import KnownError
from codebook_app.gui.code_finder import CodeFinder
from codebook_app.gui.models.hits import level_word
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.gui.panels.search import SearchField
from codebook_app.gui.panes import PaneRound
from codebook_app.gui.reading import Reading


class Adding(QObject):
    """Adds what the person is looking at, and leaves undo within reach of the search field."""

    said = Signal(str)
    """One line for the status bar."""
    went_wrong = Signal(object, str)
    """A fault that needs a dialog, and what was being done."""

    def __init__(
        self,
        *,
        reading: Reading,
        finder: CodeFinder,
        panes: PaneRound,
        field: SearchField,
        book: BookPanel,
        encounter: EncounterPanel,
    ) -> None:
        super().__init__()
        self._reading = reading
        self._finder = finder
        self._field = field
        self._book = book
        self._encounter = encounter
        self._from_book = False
        panes.entered.connect(self._on_entered)
        book.add_requested.connect(self.add)
        finder.failed.connect(self._on_not_found)

    def add_current(self) -> None:
        """Add the code in focus in the book, or the current hit, whichever was used last."""
        code = self._book.current_code() if self._from_book else ""
        if code:
            self.add(code)
        else:
            self._field.selectAll()  # the next term is typed over this one
            self._reading.use_current_hit(self._add_hit)

    def add(self, code: str) -> None:
        """Add *code* to the encounter."""
        self._field.leave_undo()
        self._finder.find(code, self._encounter.add)

    def change(self, change: Callable[[], object]) -> None:
        """Make a *change* to the encounter; undo then means this one."""
        self._field.leave_undo()
        change()

    def _add_hit(self, hit: Hit) -> None:
        if level := level_word(hit):
            self.said.emit(f"{level} {hit.code} is no code to report; open it to choose one.")
            return
        self.add(hit.code)

    def _on_entered(self, name: str) -> None:
        if name != "Encounter":
            self._from_book = name == "Book"

    def _on_not_found(self, code: str, fault: Exception) -> None:
        if isinstance(fault, KnownError):
            self.said.emit(str(fault))
        else:
            self.went_wrong.emit(fault, f"looking up {code}")
