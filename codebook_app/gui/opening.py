"""Opening what is in focus elsewhere than here: in a tab of its own, or in the other column."""

from __future__ import annotations

from collections.abc import Callable

from codebook_app.gui.asked import Where
from codebook_app.gui.panels.book_area import BookArea
from codebook_app.gui.panels.book_columns import FIRST, SECOND
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.gui.panes import PaneRound
from codebook_app.gui.places import Place, tabular_place
from codebook_app.gui.reading import Reading


class Opening:
    """Takes the link or line in focus in the book, the encounter's current line, or the hit."""

    def __init__(
        self, *, reading: Reading, panes: PaneRound, area: BookArea, encounter: EncounterPanel
    ) -> None:
        self._reading = reading
        self._panes = panes
        self._area = area
        self._encounter = encounter

    def open_apart(self) -> None:
        """Open what is in focus in a tab of its own."""
        if self._panes.here in {FIRST, SECOND}:
            self._area.current.open_current(Where.APART)
        else:
            self._outside_the_book(self._area.open_apart)

    def open_beside(self) -> None:
        """Show what is in focus in the other column."""
        if self._panes.here in {FIRST, SECOND}:
            self._area.current.open_current(Where.BESIDE)
        else:
            self._outside_the_book(self._area.open_beside)

    def _outside_the_book(self, use: Callable[[Place], None]) -> None:
        if self._panes.here == "Encounter":
            line = self._encounter.list.current_line
            if line is not None:
                use(Place(line.code_set, line.code))
        else:
            self._reading.use_current_hit(lambda hit: use(tabular_place(hit)))
