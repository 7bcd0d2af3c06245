"""Where the rows of a long page stand, though only those in sight have been laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from codebook_app.gui.models.page_rows import Row
from codebook_app.gui.panels.page_shapes import SetRow
from codebook_app.gui.panels.page_typesetting import Typesetter

_KEPT = 900
"""How many rows stay laid out: some screens above and below the one in sight."""


class PageGeometry:
    """Heights and tops of all rows of a page at one width, in whole pixels.

    A row counts with an estimate until it is laid out; :meth:`measure` lays out those of a range,
    which moves the rows below them.
    """

    def __init__(self, typesetter: Typesetter, rows: Callable[[], Sequence[Row]]) -> None:
        self._typesetter = typesetter
        self._rows = rows
        self._width = 0
        self._heights: list[int] = []
        self._tops: list[int] | None = None
        self._set: list[SetRow | None] = []
        self._exact: list[bool] = []
        self._laid_out = 0

    @property
    def width(self) -> int:
        """The width the rows are laid out for."""
        return self._width

    @property
    def typesetter(self) -> Typesetter:
        """What lays out the rows."""
        return self._typesetter

    def begin(self, width: int, typesetter: Typesetter | None = None) -> None:
        """Forget every row and begin anew for *width*."""
        self._typesetter = typesetter or self._typesetter
        self._width = width
        estimate = self._typesetter.estimate
        self._heights = [estimate(row, width) for row in self._rows()]
        self._set = [None] * len(self._heights)
        self._exact = [False] * len(self._heights)
        self._tops = None
        self._laid_out = 0

    def inserted(self, first: int, last: int) -> None:
        """Take in rows that were inserted."""
        count = last - first + 1
        rows = self._rows()[first : last + 1]
        self._heights[first:first] = [self._typesetter.estimate(row, self._width) for row in rows]
        self._set[first:first] = [None] * count
        self._exact[first:first] = [False] * count
        self._tops = None

    def removed(self, first: int, last: int) -> None:
        """Let go of rows that were removed."""
        for rows in (self._heights, self._set, self._exact):
            del rows[first : last + 1]
        self._tops = None

    def changed(self, first: int, last: int) -> None:
        """Lay out the rows anew when they are next needed."""
        for position in range(first, last + 1):
            self._set[position] = None
            self._exact[position] = False

    def laid_out(self, position: int) -> SetRow:
        """Return the row laid out; its height counts exactly from now on."""
        made = self._set[position]
        if made is None:
            if self._laid_out > _KEPT:
                self._drop_far_from(position)
            made = self._typesetter.set(self._rows()[position], self._width)
            self._set[position] = made
            self._laid_out += 1
            self._exact[position] = True
            if made.height != self._heights[position]:
                self._heights[position] = made.height
                self._tops = None
        return made

    def measure(self, position: int, *, keep: bool = True) -> None:
        """Make the height of the row exact; without *keep* its layout is let go at once."""
        if self._exact[position]:
            return
        self.laid_out(position)
        if not keep:
            self._set[position] = None
            self._laid_out -= 1

    def is_exact(self, position: int) -> bool:
        """Whether the row's height is known rather than estimated."""
        return self._exact[position]

    @property
    def total(self) -> int:
        """The height of the page."""
        return self._all_tops()[-1]

    def top(self, position: int) -> int:
        """Return where the row begins; the row count gives the page's end."""
        return self._all_tops()[position]

    def height(self, position: int) -> int:
        """Return the row's height."""
        return self._heights[position]

    def row_at(self, y: int) -> int:
        """Return the row at *y* from the page's top, or the nearest; -1 on an empty page."""
        if not self._heights:
            return -1
        found = bisect_right(self._all_tops(), y) - 1
        return min(max(found, 0), len(self._heights) - 1)

    def _all_tops(self) -> list[int]:
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops

    def _drop_far_from(self, position: int) -> None:
        near = range(position - _KEPT // 4, position + _KEPT // 4)
        for other, made in enumerate(self._set):
            if made is not None and other not in near:
                self._set[other] = None
        self._laid_out = sum(made is not None for made in self._set)
