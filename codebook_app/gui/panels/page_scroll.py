"""A page that scrolls: lays out the rows in sight, and holds its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from codebook_app.gui.models.page import PageModel
from codebook_app.gui.panels.page_canvas import Index, PaintedPage
from codebook_app.gui.panels.page_typesetting import Typesetter
from codebook_app.gui.theme import Theme

_IDLE_SECONDS = 0.004
"""How long laying out rows ahead of need may hold up the window at a time."""


class ScrolledPage(PaintedPage):
    """Shows a :class:`PageModel`, of any length, at the cost of what is in sight.

    Qt's list view would measure every row before the first is seen. Here the rows count with an
    estimate until they come into sight or the window is idle; rows above the one in sight change
    height without moving it. Resizing and another theme keep the row in focus where it is.
    """

    def __init__(self, model: PageModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, parent)
        self._shown_row: int | None = None
        self._was_just_shown = False
        self._placing = False
        self._holding_still = False
        self._ahead = QTimer(self)
        self._ahead.setInterval(0)
        self._ahead.timeout.connect(self._lay_out_ahead)
        model.rowsInserted.connect(self._on_inserted)
        model.rowsRemoved.connect(self._on_removed)
        model.dataChanged.connect(self._on_changed)
        model.modelReset.connect(self._on_reset)
        theme.changed.connect(self._on_theme_changed)

    # What is in sight ---------------------------------------------------------------------

    def show_row(self, position: int | None, *, from_top: bool = False) -> None:
        """Put the row in focus where it can be read, as when a page is opened; None: the top.

        *from_top*: the page begins at its first row all the same, whatever row is in focus.
        """
        self._set_focus_row(position)
        self._shown_row, self._was_just_shown = None if from_top else position, True
        self._place_shown()

    def go_to_row(self, position: int) -> None:
        """Put a row of the page that is shown in focus; in sight already, nothing moves."""
        top, height = self.visualRect(self._page.index(position)).top(), self.viewport().height()
        if self._inset(position) <= top < height * 3 // 4:
            self._focus_on(position)
        else:
            self.show_row(position)

    def page_height(self, most: int | None = None) -> int:
        """Return the height of all rows at the present width, exactly; with *most*, at most that.

        Rows beyond *most* are not laid out for it.
        """
        if not self.all_laid_out:
            anchor, y = self._anchor()
            height = 0
            for position in range(self._page.rowCount()):
                self._geometry.measure(position)
                height += self._geometry.height(position)
                if most is not None and height >= most:
                    break
            self._settle(anchor, y)
            if most is not None and height >= most:
                return most
        total = self._geometry.total
        return total if most is None else min(most, total)

    def reveal_rows(self, first: int, end: int) -> None:
        """Scroll as little as shows the rows from *first* up to *end*, *first* at any rate."""
        inset = self._inset(first)
        height = self.viewport().height() - inset
        taken, last = 0, first
        while last < min(end, self._page.rowCount()):
            self._geometry.measure(last)
            taken += self._geometry.height(last)
            if taken > height and last > first:
                break
            last += 1
        top, bottom = self._geometry.top(first), self._geometry.top(last)
        if top < self._scroll + inset:
            self._settle(first, inset)
        elif bottom > self._scroll + inset + height:
            self._settle(first, inset + max(0, height - (bottom - top)))
        else:
            self._set_range()

    def _focus_on(self, position: int) -> None:
        """Put the row in focus and scroll as little as shows it with its notes."""
        self._was_just_shown = False
        self._set_focus_row(position)
        self._reveal(position)

    def _reveal(self, position: int) -> None:
        block = self._page.belongings(position)
        self.reveal_rows(block.start, block.stop)

    def _inset(self, position: int) -> int:  # noqa: ARG002
        """Return how much at the top is covered where the row at *position* begins there."""
        return 0

    # Layout -------------------------------------------------------------------------------

    def _place_shown(self) -> None:
        """Scroll to the row the page was opened at: in the upper part, with what is above it."""
        position, count = self._shown_row, self._page.rowCount()
        if position is None or position >= count or not self._geometry.width:
            self._settle(0, 0)
            return
        height = self.viewport().height()
        above, row = 0, position - 1
        while row >= 0 and above <= height // 2:
            self._geometry.measure(row)
            above += self._geometry.height(row)
            row -= 1
        block = self._page.belongings(position)
        wanted, row = 0, position
        while row < block.stop and wanted <= height:
            self._geometry.measure(row)
            wanted += self._geometry.height(row)
            row += 1
        if above <= height // 2 and above + min(wanted, height // 2) <= height:
            self._settle(0, 0)
        else:
            y = min(height // 4, max(0, height - wanted))
            self._settle(position, max(self._inset(position), y))

    def _settle(self, anchor: int, y: int) -> None:
        """Scroll so that row *anchor* begins *y* below the top, with all in sight laid out."""
        geometry, count = self._geometry, self._page.rowCount()
        height = self.viewport().height()
        if count and geometry.width:
            below, row = y, anchor
            while row < count and below < height:
                geometry.measure(row)
                below += geometry.height(row)
                row += 1
            # Near the end of the page it cannot scroll so far, and more of what is above is seen.
            above, row = y + max(0, height - below), anchor - 1
            while row >= 0 and above > 0:
                geometry.measure(row)
                above -= geometry.height(row)
                row -= 1
        with self._placed():
            self._set_range()
            if count:
                self.verticalScrollBar().setValue(geometry.top(anchor) - y)
            self._measure_in_sight()
        self.viewport().update()
        if count:
            self._ahead.start()

    @contextmanager
    def _placed(self) -> Iterator[None]:
        """Mark scrolling as ours: a person's own scrolling ends what showing a page began."""
        before, self._placing = self._placing, True
        yield
        self._placing = before

    def _set_range(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        line = self._geometry.typesetter.line_height
        bar.setPageStep(max(1, height - line))
        bar.setSingleStep(line)
        bar.setRange(0, max(0, self._geometry.total - height))

    def _measure_in_sight(self) -> None:
        """Lay out what is in sight; only rows below the top one move."""
        geometry, count = self._geometry, self._page.rowCount()
        if not count or not geometry.width:
            return
        total = geometry.total
        row = geometry.row_at(self._scroll)
        bottom = self._scroll + self.viewport().height()
        while row < count and geometry.top(row) < bottom:
            geometry.measure(row)
            row += 1
        if geometry.total != total:
            self._set_range()

    def _lay_out_ahead(self) -> None:
        """Measure some of the rows that are not in sight, without moving those that are."""
        geometry, count = self._geometry, self._page.rowCount()
        if self.verticalScrollBar().isSliderDown():
            return  # the rows would slip from under the pointer
        first = geometry.row_at(self._scroll)
        offset = self._scroll - geometry.top(first) if first >= 0 else 0
        ends = perf_counter() + _IDLE_SECONDS
        for position in range(count):
            if not geometry.is_exact(position):
                geometry.measure(position, keep=False)
                if perf_counter() > ends:
                    break
        else:
            self._ahead.stop()
        if first >= 0:
            self._holding_still = True
            with self._placed():
                self._set_range()
                self.verticalScrollBar().setValue(geometry.top(first) + offset)
            self._holding_still = False

    def _anchor(self) -> tuple[int, int]:
        """Return the row to hold in place while the layout changes, and where it begins."""
        focus, height = self.focus_row, self.viewport().height()
        if focus is not None and 0 <= self._geometry.top(focus) - self._scroll < height:
            return focus, self._geometry.top(focus) - self._scroll
        first = max(0, self._geometry.row_at(self._scroll))
        return first, self._geometry.top(first) - self._scroll

    def _begin(self, typesetter: Typesetter | None = None) -> None:
        """Lay out anew for the present width, holding the place."""
        known = self._page.rowCount() and self._geometry.width
        anchor, y = self._anchor() if known else (0, 0)
        self._geometry.begin(self.viewport().width(), typesetter)
        if self._was_just_shown:
            self._place_shown()
        else:
            self._settle(anchor, y)

    def _on_theme_changed(self) -> None:
        self._begin(Typesetter(self._theme))

    def _on_reset(self) -> None:
        self._shown_row, self._was_just_shown = None, True
        self._geometry.begin(self.viewport().width())
        # Nothing is laid out yet: where the page will be shown is told next, or it is painted so.
        self._holding_still = True
        with self._placed():
            self.verticalScrollBar().setValue(0)
            self._set_range()
        self._holding_still = False
        self.viewport().update()
        self._ahead.start()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102, N802
        self._measure_in_sight()
        super().paintEvent(event)

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        anchor, y = self._anchor_before(first)
        if anchor >= first:  # held by its row in sight, which has another number from now on
            anchor += last - first + 1
        self._geometry.inserted(first, last)
        self._settle(anchor, y)

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        anchor, y = self._anchor_before(first, last)
        if anchor > last:
            anchor -= last - first + 1
        self._geometry.removed(first, last)
        self._settle(anchor, y)

    def _anchor_before(self, first: int, last: int = -1) -> tuple[int, int]:
        """Return the row that stays where it is while *first* to *last* go, or come before *first*.

        That is the first row in sight; where it goes itself, the one above those that go.
        """
        anchor = self._geometry.row_at(self._scroll)
        if first <= anchor <= last:
            anchor = first - 1
        anchor = max(0, anchor)
        return anchor, self._geometry.top(anchor) - self._scroll

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._geometry.changed(first.row(), last.row())
        self._measure_in_sight()
        self.viewport().update()

    # Scrolling and resizing -----------------------------------------------------------------

    def scrollTo(  # noqa: D102, N802
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,  # noqa: ARG002
    ) -> None:
        if index.isValid():
            self._reveal(index.row())

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: D102, N802
        if self._holding_still:
            return
        if not self._placing:
            self._was_just_shown = False
        self._measure_in_sight()
        self.viewport().scroll(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        QAbstractItemView.resizeEvent(self, event)
        if self.viewport().width() != self._geometry.width:
            self._begin()
        elif self._was_just_shown:
            self._place_shown()
        else:
            self._set_range()
            self._measure_in_sight()
            self._keep_focus_in_sight(event.oldSize().height())

    def _keep_focus_in_sight(self, old_height: int) -> None:
        focus = self.focus_row
        if focus is not None and self._geometry.top(focus) - self._scroll < old_height:
            bottom = self._geometry.top(focus + 1) - self._scroll
            if bottom > self.viewport().height():
                self.reveal_rows(focus, focus + 1)
