"""Lists read on a worker while they are typed; the newest text wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from codebook_app.domain.encounter import EncounterLine, Setting
from codebook_app.domain.list_reading import WHOLE, ListReading, Part
from codebook_app.errors import KnownError
from codebook_app.gui.jobs import Worker
from codebook_app.progress import Cancelled, CancelToken

if TYPE_CHECKING:
    from codebook_app.exchange.candidates import Watch
    from codebook_app.services.list_import import ListImport

_TELL_AFTER = 0.1
_PAUSE = 150
"""Milliseconds after the last key before a text is read."""


class ListReader(QObject):
    """Has texts and files read for one setting and day."""

    read = Signal(object)
    """The ListReading of the newest text or file."""
    refused = Signal(str)
    """Why the newest cannot be read, and what to do, in one line."""
    progressed = Signal(int, int)
    """How many characters of how many are read, of the newest."""

    def __init__(
        self,
        importing: ListImport,
        worker: Worker,
        setting: Setting,
        on: date | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._importing = importing
        self._worker = worker
        self._setting = setting
        self._on = on
        self._held: tuple[EncounterLine, ...] = ()
        self._part = WHOLE
        self._last: Callable[[Watch], ListReading] | None = None
        self._generation = 0
        self._token = CancelToken()
        self._waiting = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._submit_text)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._generation != self._answered or self._timer.isActive()

    _answered = 0

    def hold(self, lines: tuple[EncounterLine, ...]) -> None:
        """Read from now on for a list that has *lines*; what was read last is read anew."""
        if lines != self._held:
            self._held = lines
            if self._last is not None and not self._timer.isActive():
                self._submit(self._last)

    def choose(self, part: Part) -> None:
        """Read another part of what was read last."""
        self._part = part
        if self._last is not None and not self._timer.isActive():
            self._submit(self._last)

    def every_visit(self, reading: ListReading) -> Callable[[], Sequence[ListReading]]:
        """Return what reads each visit that *reading* tells of; for a worker."""
        importing, setting, on = self._importing, self._setting, self._on
        return lambda: list(importing.read_each(reading, setting, on))

    def stop(self) -> None:
        """Read no further; nothing is answered any more to what was asked."""
        self._token.cancel()
        self._timer.stop()
        self._generation += 1
        self._answered = self._generation

    def typed(self, text: str) -> None:
        """Read *text* once nothing more is typed for a moment."""
        self._waiting = text
        self._part = WHOLE
        self._generation += 1
        self._timer.start()

    def read_text(self, text: str) -> None:
        """Read *text* at once."""
        self._timer.stop()
        self._waiting = text
        self._part = WHOLE
        self._submit_text()

    def read_file(self, path: Path) -> None:
        """Read a file."""
        self._timer.stop()
        self._part = WHOLE
        self._submit(
            lambda watch: self._importing.read_file(
                path,
                self._setting,
                self._on,
                self._held,
                part=self._part,
                watch=watch,
            )
        )

    def _submit_text(self) -> None:
        text = self._waiting
        self._submit(
            lambda watch: self._importing.read_text(
                text,
                self._setting,
                self._on,
                self._held,
                part=self._part,
                watch=watch,
            )
        )

    def _watch(self) -> Watch:
        """Return what tells how far a reading is, ten times a second, and ends a stopped one."""
        token, told_at = self._token, monotonic()

        def watch(done: int, total: int) -> None:
            nonlocal told_at
            token.raise_if_cancelled()
            if monotonic() - told_at > _TELL_AFTER:
                told_at = monotonic()
                with suppress(RuntimeError):  # the dialog was closed meanwhile
                    self.progressed.emit(done, total)

        return watch

    def _submit(self, work: Callable[[Watch], ListReading]) -> None:
        self._token.cancel()  # what is overtaken need not be read to its end
        self._token = CancelToken()
        self._last = work
        self._generation += 1
        asked = self._generation

        def on_done(reading: ListReading) -> None:
            if asked == self._generation:
                self._answered = asked
                self.read.emit(reading)

        def on_error(fault: Exception) -> None:
            if asked != self._generation or isinstance(fault, Cancelled):
                return
            self._answered = asked
            if isinstance(fault, KnownError):
                self.refused.emit(str(fault))
                return
            self.refused.emit(
                f"It could not be read because of a fault in Codebook ({type(fault).__name__})."
            )
            raise fault

        watch = self._watch()
        self._worker.submit(lambda: work(watch), on_done, on_error)
