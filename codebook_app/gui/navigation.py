"""Where the person is in the book, where they were, and how a page comes to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.code import Code
from codebook_app.domain.page import Page
from codebook_app.gui.jobs import Worker

if TYPE_CHECKING:
    from codebook_app.services.lookup import Lookup

CONTENTS = ""
"""The place that is no code: the list of chapters."""

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A code the person looked at; *glance* where the arrows only passed over it."""

    code: str
    glance: bool = False


class History:
    """The places visited, as a browser keeps them. Glances leave no trace once left."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def can_back(self) -> bool:
        """Whether there is an earlier place."""
        return self._at > 0

    @property
    def can_forward(self) -> bool:
        """Whether the person went back from a later place."""
        return self._at < len(self._places) - 1

    @property
    def current(self) -> str | None:
        """The code of the place shown, None before the first."""
        return self._places[self._at].code if self._places else None

    def visit(self, code: str, *, glance: bool = False) -> None:
        """Note a visit to *code*; what lay ahead is forgotten, a glance left behind too."""
        if self._places and self._places[self._at].code == code:
            if not glance:
                self._places[self._at] = Place(code)
            return
        del self._places[self._at + 1 :]
        if self._places and self._places[-1].glance:
            del self._places[-1]
        if not self._places or self._places[-1] != Place(code):
            self._places.append(Place(code, glance))
        del self._places[:-_LONGEST]
        self._at = len(self._places) - 1

    def back(self) -> str | None:
        """Go to the earlier place and return its code, None where there is none."""
        if not self.can_back:
            return None
        self._at -= 1
        return self.current

    def forward(self) -> str | None:
        """Go to the later place and return its code, None where there is none."""
        if not self.can_forward:
            return None
        self._at += 1
        return self.current


class Navigator(QObject):
    """Fetches pages on the lookup worker; only the page asked for last is shown."""

    page_ready = Signal(object, bool)
    """A :class:`Page`, and whether the focus should go into it."""
    contents_ready = Signal(object, bool)
    """The chapters, a tuple of :class:`Code`, and whether the focus should go there."""
    history_changed = Signal(bool, bool)
    """Whether there is a way back, and a way forward."""
    failed = Signal(str, object)
    """A code that could not be opened, and why."""

    def __init__(self, lookup: Lookup, worker: Worker) -> None:
        super().__init__()
        self._lookup = lookup
        self._worker = worker
        self._history = History()
        self._on: date | None = None
        self._generation = 0
        self._wanted: str | None = None

    @property
    def here(self) -> str | None:
        """The code shown, "" for the contents, None before the first."""
        return self._history.current

    def set_date(self, on: date | None) -> None:
        """Read the release in force *on* this date from now on; the page shown is read again."""
        if on != self._on:
            self._on = on
            self.reload()

    def open(self, code: str) -> None:
        """Open *code* and put the focus into its page."""
        self._go(code, focus=True)

    def glance(self, code: str) -> None:
        """Show *code* while the person passes over it; the focus stays where it is."""
        if code != self._wanted:
            self._go(code, glance=True)

    def restore(self, code: str) -> None:
        """Show *code* as the place of the last session, without taking the focus."""
        self._go(code)

    def contents(self) -> None:
        """Show the chapters."""
        self._go(CONTENTS, focus=True)

    def back(self) -> None:
        """Return to the place before."""
        self._return_to(self._history.back())

    def forward(self) -> None:
        """Go where the person came back from."""
        self._return_to(self._history.forward())

    def reload(self) -> None:
        """Read the place shown again: another release, or another date."""
        if (code := self.here) is not None:
            self._fetch(code, focus=False, visit=False, glance=False)

    def close(self) -> None:
        """Drop the page under way."""
        self._generation += 1

    def _go(self, code: str, *, focus: bool = False, glance: bool = False) -> None:
        self._fetch(code, focus=focus, visit=True, glance=glance)

    def _return_to(self, code: str | None) -> None:
        if code is not None:
            self._tell_history()
            self._fetch(code, focus=True, visit=False, glance=False)

    def _fetch(self, code: str, *, focus: bool, visit: bool, glance: bool) -> None:
        self._generation += 1
        self._wanted = code
        generation, on = self._generation, self._on

        def read() -> Page | tuple[Code, ...] | None:
            if generation != self._generation:
                return None  # overtaken while it waited for its turn
            if code == CONTENTS:
                return self._lookup.chapters(on=on)
            return self._lookup.page(code, on=on)

        def show(found: Page | tuple[Code, ...] | None) -> None:
            if generation != self._generation or found is None:
                return
            if visit:
                # Only what was found is a place to come back to.
                self._history.visit(code, glance=glance)
                self._tell_history()
            if isinstance(found, Page):
                self.page_ready.emit(found, focus)
            else:
                self.contents_ready.emit(found, focus)

        def fail(fault: Exception) -> None:
            if generation == self._generation:
                self._wanted = None
                self.failed.emit(code, fault)

        self._worker.submit(read, show, fail)

    def _tell_history(self) -> None:
        self.history_changed.emit(self._history.can_back, self._history.can_forward)
