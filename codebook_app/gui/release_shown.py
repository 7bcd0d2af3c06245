"""Keeps the top bar's word on the release true: which one is read, for which date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.release import ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.gui.jobs import Worker

if TYPE_CHECKING:
    from codebook_app.services.releases import Releases

CODE_SET = "icd10cm"


class ReleaseShown(QObject):
    """Asks on the lookup worker which release the date of service picks."""

    chosen = Signal(object, object)
    """The :class:`ReleaseChoice`, and the date it was made for or None."""
    missing = Signal(str)
    """No release is installed; the word says so."""
    failed = Signal(object)
    """A fault that is none of ours to explain."""

    def __init__(self, releases: Releases, worker: Worker) -> None:
        super().__init__()
        self._releases = releases
        self._worker = worker
        self._on: date | None = None
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

    def refresh(self) -> None:
        """Choose again: a release has come or gone."""
        on = self._on
        self._worker.submit(
            lambda: self._releases.choose(CODE_SET, on),
            lambda choice: self._show(choice, on),
            self._fail,
        )

    def _show(self, choice: ReleaseChoice, on: date | None) -> None:
        if on == self._on:
            self._choice = choice
            self.chosen.emit(choice, on)

    def _fail(self, fault: Exception) -> None:
        self._choice = None
        if isinstance(fault, KnownError):
            self.missing.emit(fault.message)
        else:
            self.failed.emit(fault)
