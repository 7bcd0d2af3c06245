"""What is found inside the main term that is open, and where among it the reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codebook_app.gui.models.index_rows import found_rows, index_rows
from codebook_app.gui.panels.find_line import FindAnswer
from codebook_app.services.term_finding import FoundTerms, TermFinder

if TYPE_CHECKING:
    from codebook_app.domain.index_page import IndexPage
    from codebook_app.gui.models.page_rows import Row


class FoundInTerm:
    """Finds in one :class:`IndexPage`; made when something is first looked for in it."""

    def __init__(self, page: IndexPage) -> None:
        self._page = page
        self._whole = index_rows(page)
        self._finder = TermFinder(page.terms)
        self._found = FoundTerms((), (), ())
        self._at = -1
        self._nowhere = False

    @property
    def narrows(self) -> bool:
        """Whether less than the whole page is to be shown."""
        return bool(self._found.matches)

    def find(self, text: str) -> FindAnswer:
        """Find *text*; where nothing is found, what was found before stays."""
        found = self._finder.find(text)
        self._nowhere = bool(found.words) and not found.matches
        if self._nowhere:
            return FindAnswer(0)
        self._found = found
        self._at = 0 if found.matches else -1
        return self.answer

    def step(self, by: int) -> FindAnswer:
        """Go to the next match or back to the one before, round the ends."""
        if self._nowhere:
            return FindAnswer(0)
        if self._found.matches:
            self._at = (self._at + by) % len(self._found.matches)
        return self.answer

    @property
    def answer(self) -> FindAnswer:
        """How many were found, and which of them is in focus."""
        return FindAnswer(len(self._found.matches), self._at + 1)

    @property
    def term_id(self) -> int:
        """The term that is to be in focus, 0 for none."""
        return self._page.terms[self._found.matches[self._at]].id if self._at >= 0 else 0

    def rows(self) -> tuple[Row, ...]:
        """Return what is to be shown: what was found, else the whole page."""
        return found_rows(self._whole, self._found) if self.narrows else self._whole
