"""Keeps the top bar's word on the release true: which books there are, which one is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.release import ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.gui.code_set_names import FIRST, in_shown_order
from codebook_app.gui.jobs import Worker

if TYPE_CHECKING:
    from codebook_app.services.releases import Releases


@dataclass(frozen=True, slots=True)
class _Found:
    books: tuple[str, ...]
    choice: ReleaseChoice


class ReleaseShown(QObject):
    """Asks the lookup worker which release of the chosen code set the date of service picks."""

    chosen = Signal(object, object)
    """The :class:`ReleaseChoice`, and the date it was made for or None."""
    books = Signal(object)
    """The names of the code sets that can be read, in the order they are shown."""
    missing = Signal(str)
    """No release is installed; the word says so."""
    failed = Signal(object)
    """A fault that is none of ours to explain."""

    def __init__(self, releases: Releases, worker: Worker) -> None:
        super().__init__()
        self._releases = releases
        self._worker = worker
        self._on: date | None = None
        self._code_set = ""
        self._choice: ReleaseChoice | None = None

    @property
    def choice(self) -> ReleaseChoice | None:
        """The release read, None while there is none."""
        return self._choice

    def set_date(self, on: date | None) -> None:
        """Choose for another date of service."""
        if on != self._on:
            self._on = on
            self.refresh()

    def set_code_set(self, code_set: str) -> None:
        """Choose of another code set; "" for all, of which the first is told of."""
        if code_set != self._code_set:
            self._code_set = code_set
            self.refresh()

    def refresh(self) -> None:
        """Choose again: a release has come or gone."""
        on, wanted = self._on, self._code_set

        def find() -> _Found:
            there = {one.code_set for one in self._releases.installed() if one.confirmed}
            books = in_shown_order(there)
            name = wanted if wanted in there else next(iter(books), FIRST)
            return _Found(books, self._releases.choose(name, on))

        self._worker.submit(find, lambda found: self._show(found, on), self._fail)

    def _show(self, found: _Found, on: date | None) -> None:
        self.books.emit(found.books)
        if on == self._on:
            self._choice = found.choice
            self.chosen.emit(found.choice, on)

    def _fail(self, fault: Exception) -> None:
        self._choice = None
        if isinstance(fault, KnownError):
            self.books.emit(())
            self.missing.emit(fault.message)
        else:
            self.failed.emit(fault)
