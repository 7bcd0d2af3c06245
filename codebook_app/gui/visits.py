"""Keeps what is opened in the book, and finds it again, without the window waiting for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.gui.found_titles import named_visit
from codebook_app.gui.messages import LOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from codebook_app.domain.notebook import Visit
    from codebook_app.gui.book_reader import Found
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.places import Place
    from codebook_app.services.history import History


class Visits(QObject):
    """The history, on the desk worker. An answer to an older question is dropped."""

    found = Signal(object)
    """The visits that answer the text asked for last, the newest first."""
    failed = Signal(object)
    """A fault of what was asked; that a visit could not be kept is only logged."""

    def __init__(self, history: History, desk: Worker) -> None:
        super().__init__()
        self._history = history
        self._desk = desk
        self._generation = 0
        self._text = ""

    def keep(self, place: Place, found: Found) -> None:
        """Note that the person opened *place*; lists of what there is are no visits."""
        if place.is_contents or (place.book is not None and not place.term_id):
            return
        code_set, code, title = named_visit(place, found)
        text = place.text
        self._desk.submit(
            lambda: self._history.visited(text, code_set, code, title),
            lambda _: None,
            lambda fault: LOG.warning("A visit was not kept: %s", fault),
        )

    def find(self, text: str) -> None:
        """Look for the visits that answer every word of *text*."""
        self._generation += 1
        generation, self._text = self._generation, text

        def show(visits: tuple[Visit, ...]) -> None:
            if generation == self._generation:
                self.found.emit(visits)

        self._desk.submit(lambda: self._history.found(text), show, self.failed.emit)

    def forget(self, visit: Visit) -> None:
        """Forget one visit, and look again for what was asked for last."""
        self._change(lambda: self._history.forget(visit.id))

    def clear(self) -> None:
        """Forget every visit, and look again."""
        self._change(self._history.clear)

    def _change(self, change: Callable[[], object]) -> None:
        self._desk.submit(change, lambda _: self.find(self._text), self.failed.emit)
