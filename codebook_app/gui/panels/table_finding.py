"""Rows of a table of terms found by their letter, or by words cut short."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from codebook_app.gui.panels.find_line import FindAnswer
from codebook_app.services.term_finding import TermFinder

if TYPE_CHECKING:
    from codebook_app.gui.models.term_table import TermTableModel

FIND_PROMPT = "The first letters of a term, or words of it cut short in any order"
"""What can be typed to find a row."""


class TableFinding:
    """What of *table*, as it was when this was made, is looked for and which match is shown.

    *words* are those to be marked in the terms.
    """

    def __init__(self, table: TermTableModel) -> None:
        self._table = table
        self._letters = dict(table.letters())
        self._finder: TermFinder | None = None
        self._matches: tuple[int, ...] = ()
        self._match = -1
        self.words: tuple[str, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that terms begin with."""
        return tuple(self._letters)

    def row_of(self, letter: str) -> int | None:
        """Return the row of the first term that begins with *letter*."""
        return self._letters.get(letter)

    def letter_of(self, row: int) -> str:
        """Return the letter whose part of the table *row* is in, "" above the first."""
        return max(((at, one) for one, at in self._letters.items() if at <= row), default=(0, ""))[
            1
        ]

    @property
    def row(self) -> int | None:
        """The row of the match that is shown, None where nothing was found."""
        return self._matches[self._match] if self._match >= 0 else None

    @property
    def answer(self) -> FindAnswer:
        """How many matches there are, and which is shown."""
        return FindAnswer(len(self._matches), self._match + 1)

    def find(self, text: str) -> None:
        """Look for *text*: a main term that begins so, else the first row with its words."""
        if self._finder is None:
            self._finder = TermFinder(self._table.rows)
        found = self._finder.find(text)
        self.words, self._matches = found.words, found.matches
        begun = self._finder.begins(text, 1 if self._table.sites else 0) if found.matches else None
        last = len(found.matches) - 1
        self._match = min(bisect_left(found.matches, begun or 0), last)

    def step(self, by: int) -> None:
        """Go to the next match or back to the one before, round the ends."""
        if self._matches:
            self._match = (self._match + by) % len(self._matches)

    def end(self) -> None:
        """Forget what was found."""
        self.words, self._matches, self._match = (), (), -1
