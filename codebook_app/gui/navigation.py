"""Where the person is in the book, where they were, and how a page comes to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.index_term import IndexTarget
from codebook_app.domain.page import Page
from codebook_app.gui.found_titles import found_title
from codebook_app.gui.places import CONTENTS, Place, place_of_term
from codebook_app.gui.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from codebook_app.gui.book_reader import BookReader, Found
    from codebook_app.gui.jobs import Worker


class Navigator(QObject):
    """Fetches pages on the lookup worker; only the page asked for last is shown."""

    ready = Signal(object, bool)
    """What was found, and whether the focus should go into it."""
    history_changed = Signal(bool, bool)
    """Whether there is a way back, and a way forward."""
    visited = Signal(object, object)
    """A :class:`Place` the person opened and what is there; a glance or a way back is no visit."""
    failed = Signal(object, object)
    """A :class:`Place` that could not be opened, and why."""
    not_resolved = Signal(object)
    """An :class:`IndexTarget` that names no term of its book: it is an instruction."""

    def __init__(self, reader: BookReader, worker: Worker) -> None:
        super().__init__()
        self._reader = reader
        self._worker = worker
        self._trail = Trail()
        self._on: date | None = None
        self._generation = 0
        self._wanted: Place | None = None
        self._under_way: tuple[bool, bool] | None = None  # of the visit to it: focus and glance
        self._titles: tuple[str, ...] = ()

    @property
    def here(self) -> Place | None:
        """The place shown, None before the first."""
        return self._trail.current

    @property
    def can_back(self) -> bool:
        """Whether there is a way back."""
        return self._trail.can_back

    @property
    def can_forward(self) -> bool:
        """Whether there is a way forward."""
        return self._trail.can_forward

    @property
    def trail(self) -> Trail:
        """The places that Back and Forward lead through."""
        return self._trail

    def set_date(self, on: date | None) -> None:
        """Read the release in force *on* this date from now on; the page shown is read again."""
        if on != self._on:
            self._on = on
            self.reload()

    def open(self, place: Place, *, focus: bool = True) -> None:
        """Open *place* and put the *focus* into its page."""
        self._go(place, focus=focus, told=True)

    def glance(self, place: Place) -> None:
        """Show *place* while the person passes over it; the focus stays where it is."""
        if place != self._wanted:
            self._go(place, glance=True)

    def restore(self, place: Place) -> None:
        """Show *place* as that of the last session, without taking the focus."""
        self._go(place)

    def follow(
        self, page: IndexPage | TablePage, target: IndexTarget, *, focus: bool = True
    ) -> None:
        """Open the term that a *see* of *page* names, in the same release; with the *focus*."""
        on = self._on
        self._fetch(
            None,
            lambda: self._reader.followed(page, target, on),
            focus=focus,
            visit=True,
            glance=False,
            told=True,
        )

    def stand_at(self, place: Place) -> None:
        """Come back to *place* of the page that is shown, not to where it was opened."""
        self._trail.stand_at(place)

    def leave_glance(self) -> None:
        """Return from a place only glanced at to the one before; the focus stays where it is."""
        if (place := self._trail.leave_glance()) is not None:
            self._tell_history()
            on = self._on
            self._fetch(
                place, lambda: self._reader.read(place, on), focus=False, visit=False, glance=False
            )

    def back(self) -> None:
        """Return to the place before."""
        self._return_to(self._trail.back())

    def forward(self) -> None:
        """Go where the person came back from."""
        self._return_to(self._trail.forward())

    def travel(self, steps: int) -> None:
        """Go so many *steps* forward, or back where it is negative."""
        self._return_to(self._trail.travel(steps))

    def reload(self) -> None:
        """Read the place shown again: another release, or another date.

        One that is still under way is asked for again in its place.
        """
        place, on, titles = self.here, self._on, self._titles
        if self._under_way is not None and self._wanted is not None:
            focus, glance = self._under_way
            self._go(self._wanted, focus=focus, glance=glance)
        elif place is not None:
            self._fetch(
                place,
                lambda: self._reader.read_again(place, on, titles),
                focus=False,
                visit=False,
                glance=False,
            )

    def close(self) -> None:
        """Drop the page under way."""
        self._generation += 1

    def _go(
        self, place: Place, *, focus: bool = False, glance: bool = False, told: bool = False
    ) -> None:
        on = self._on
        self._fetch(
            place,
            lambda: self._reader.read(place, on),
            focus=focus,
            visit=True,
            glance=glance,
            told=told,
        )

    def _return_to(self, place: Place | None) -> None:
        if place is not None:
            self._tell_history()
            on = self._on
            self._fetch(
                place, lambda: self._reader.read(place, on), focus=True, visit=False, glance=False
            )

    def _fetch(
        self,
        place: Place | None,
        read: Callable[[], Found | IndexTarget],
        *,
        focus: bool,
        visit: bool,
        glance: bool,
        told: bool = False,
    ) -> None:
        self._generation += 1
        self._wanted = place
        self._under_way = (focus, glance) if visit and place is not None else None
        generation = self._generation

        def work() -> Found | IndexTarget | None:
            # Overtaken while it waited for its turn, it need not be read any more.
            return read() if generation == self._generation else None

        def show(found: Found | IndexTarget | None) -> None:
            if generation != self._generation or found is None:
                return
            self._under_way = None
            if isinstance(found, IndexTarget):
                self.not_resolved.emit(found)
                return
            if visit:
                # Only what was found is a place to come back to.
                here = _place_of(found, place)
                self._trail.visit(here, glance=glance, title=found_title(found).text)
                self._tell_history()
                if told:
                    self.visited.emit(here, found)
            self._show(found, focus)

        def fail(fault: Exception) -> None:
            if generation == self._generation:
                self._wanted = self._under_way = None
                self.failed.emit(place or self.here or CONTENTS, fault)

        self._worker.submit(work, show, fail)

    def _show(self, found: Found, focus: bool) -> None:
        self._titles = found.path if isinstance(found, IndexPage | TablePage) else ()
        self.ready.emit(found, focus)

    def _tell_history(self) -> None:
        self.history_changed.emit(self._trail.can_back, self._trail.can_forward)


def _place_of(found: Found, asked: Place | None) -> Place:
    """Return where *found* stands: what was asked for, named as exactly as it now can be."""
    if isinstance(found, IndexPage | TablePage):
        return place_of_term(found, found.focus)
    if isinstance(found, Page) and asked is not None:
        return Place(found.choice.release.code_set, asked.code, shown_as=asked.shown_as)
    return asked or CONTENTS
