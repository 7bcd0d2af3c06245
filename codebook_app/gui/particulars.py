"""What else is known of the code in focus, looked up once the focus rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from datetime import date

    from codebook_app.domain.page import Entry
    from codebook_app.gui.jobs import Worker
    from codebook_app.services.lookup import Lookup

_REST_MILLISECONDS = 90
"""So long the focus stays where it is before its code is looked up: arrows held down ask once."""


class Particulars(QObject):
    """Looks up the entry of the code in focus: its flags, and the ways the indexes lead to it."""

    ready = Signal(object)
    """The :class:`Entry` of the code asked for last."""
    failed = Signal(object)
    """A fault that is no word about the code."""

    def __init__(self, lookup: Lookup, worker: Worker) -> None:
        super().__init__()
        self._lookup = lookup
        self._worker = worker
        self._on: date | None = None
        self._wanted = ("", "")
        self._generation = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MILLISECONDS)
        self._rest.timeout.connect(self._ask)

    def set_date(self, on: date | None) -> None:
        """Look up in the release in force *on* this date from now on."""
        self._on = on

    def want(self, code_set: str, code: str) -> None:
        """Look *code* up once the focus rests; an answer under way to another is dropped."""
        self._generation += 1
        self._wanted = (code_set, code)
        if code:
            self._rest.start()
        else:
            self._rest.stop()

    def _ask(self) -> None:
        (code_set, code), on, generation = self._wanted, self._on, self._generation

        def look_up() -> Entry | None:
            if generation != self._generation:
                return None
            try:
                return self._lookup.entry(code, code_set=code_set, on=on)
            except KnownError:
                return None  # the page shown is older than the date; it is read again anyway

        def show(entry: Entry | None) -> None:
            if entry is not None and generation == self._generation:
                self.ready.emit(entry)

        self._worker.submit(look_up, show, self.failed.emit)
