"""Looks a code up so that it can be added to the encounter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.code import Code
from codebook_app.gui.jobs import Worker

if TYPE_CHECKING:
    from codebook_app.services.lookup import Lookup


class CodeFinder(QObject):
    """Finds codes on the lookup worker, in the order they were asked for."""

    failed = Signal(str, object)
    """A code that was not found, and why."""

    def __init__(self, lookup: Lookup, worker: Worker) -> None:
        super().__init__()
        self._lookup = lookup
        self._worker = worker
        self._on: date | None = None

    def set_date(self, on: date | None) -> None:
        """Look in the release in force *on* this date of service from now on."""
        self._on = on

    def find(self, code: str, on_found: Callable[[Code], None], code_set: str = "") -> None:
        """Hand the :class:`Code` of *code* to *on_found*, on the window's thread.

        It is looked for in *code_set*, by default in the first that has it.
        """
        on = self._on
        self._worker.submit(
            lambda: self._lookup.listed(code, code_set=code_set or None, on=on),
            on_found,
            lambda fault: self.failed.emit(code, fault),
        )
