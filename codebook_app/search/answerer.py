"""What answers from one volume, made when the first question is asked of it."""

from __future__ import annotations

import threading

from codebook_app.search.completing import Completer
from codebook_app.search.failing import FailureFinder
from codebook_app.search.filtering import Mask, Narrowed, Narrower
from codebook_app.search.reading import Reader
from codebook_app.search.shelf import Shelf
from codebook_app.search.volume import Volume
from codebook_app.search.wordings import Wordings

KEPT_FILTERS = 8
"""How many filters' marks are kept, a byte for each entry and term."""


class Answerer:
    """The shelf of one volume, and those who read, complete and narrow queries with it.

    Safe from any thread.
    """

    def __init__(self, volume: Volume, abbreviations: Wordings, synonyms: Wordings) -> None:
        self.shelf = Shelf(volume)
        self.reader = Reader(self.shelf.vocabulary, abbreviations, synonyms)
        self.completer = Completer(volume, self.shelf, self.reader)
        self.failures = FailureFinder(volume, self.shelf)
        self._narrower = Narrower(volume, self.shelf)
        self._allowed: dict[Narrowed, Mask] = {}
        self._guard = threading.Lock()

    def allowed(self, narrowed: Narrowed) -> Mask | None:
        """Return the marks of what is allowed, kept from one keystroke to the next; None: all."""
        if narrowed == Narrowed():
            return None
        allowed = self._allowed.get(narrowed)
        if allowed is None:
            allowed = self._narrower.allowed(narrowed)
            allowed.setflags(write=False)
            with self._guard:
                while len(self._allowed) >= KEPT_FILTERS:
                    del self._allowed[next(iter(self._allowed))]
                self._allowed[narrowed] = allowed
        return allowed
