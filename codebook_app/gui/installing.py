"""Releases installed and imported behind the window, with progress and a way to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.release import InstallReport, Release
from codebook_app.gui.jobs import Worker
from codebook_app.progress import Cancelled, CancelToken, Progress

if TYPE_CHECKING:
    from codebook_app.services.catalogue import Catalogue
    from codebook_app.services.releases import Releases

_SECONDS_BETWEEN_REPORTS = 0.1

Work = Callable[[Callable[[Progress], None], CancelToken], tuple[InstallReport, ...]]


class Installation(QObject):
    """Runs one installation or import at a time on the jobs worker.

    Every signal is emitted on the window's thread. A second request waits for the first.
    """

    progressed = Signal(object)
    """A :class:`Progress`, at most ten times a second and at every new stage."""
    release_ready = Signal(object)
    """A :class:`Release` can be read, and later again: it can be searched."""
    installed = Signal(object)
    """The embedded releases stand; the reports, empty when nothing was to be done."""
    imported = Signal(object)
    """The reports of an import that is done."""
    stopped = Signal()
    """The person stopped the work; nothing of it is kept."""
    failed = Signal(object, bool)
    """What went wrong, and whether it was the installation (and not an import)."""

    def __init__(self, releases: Releases, worker: Worker) -> None:
        super().__init__()
        self._releases = releases
        self._worker = worker
        self._tokens: list[CancelToken] = []
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether an installation or import is under way or waits."""
        return bool(self._tokens)

    def install(self) -> None:
        """Install what is missing of the embedded releases."""

        def work(
            report: Callable[[Progress], None], cancel: CancelToken
        ) -> tuple[InstallReport, ...]:
            if not self._releases.needs_setup():
                return ()
            return self._releases.setup(report, cancel, self._announce)

        self._run(work, self.installed.emit, installing=True)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders the person chose or dropped."""
        chosen = tuple(paths)

        def work(
            report: Callable[[Progress], None], cancel: CancelToken
        ) -> tuple[InstallReport, ...]:
            return self._releases.import_paths(
                chosen, progress=report, cancel=cancel, on_release=self._announce
            )

        self._run(work, self.imported.emit, installing=False)

    def download(self, catalogue: Catalogue, code_set: str, release: str) -> None:
        """Fetch a release from its publisher and import it: the person asked for it."""

        def work(
            report: Callable[[Progress], None], cancel: CancelToken
        ) -> tuple[InstallReport, ...]:
            return catalogue.download(
                code_set, release, progress=report, cancel=cancel, on_release=self._announce
            )

        self._run(work, self.imported.emit, installing=False)

    def cancel(self) -> None:
        """Stop what is under way and what waits."""
        for token in self._tokens:
            token.cancel()

    def close(self) -> None:
        """Stop all and say nothing more; the worker can then be closed without a wait."""
        self._closed = True
        self.cancel()

    def _run(
        self,
        work: Work,
        done: Callable[[tuple[InstallReport, ...]], None],
        *,
        installing: bool,
    ) -> None:
        token = CancelToken()
        self._tokens.append(token)
        report = _Throttle(self._emit_progress)

        def run() -> tuple[InstallReport, ...]:
            token.raise_if_cancelled()
            return work(report, token)

        def on_done(reports: tuple[InstallReport, ...]) -> None:
            self._tokens.remove(token)
            done(reports)

        def on_error(fault: Exception) -> None:
            self._tokens.remove(token)
            if isinstance(fault, Cancelled):
                self.stopped.emit()
            else:
                self.failed.emit(fault, installing)

        self._worker.submit(run, on_done, on_error)

    # On the worker's thread: emitting is all that is done there, and Qt carries it over.

    def _emit_progress(self, progress: Progress) -> None:
        if not self._closed:
            self.progressed.emit(progress)

    def _announce(self, release: Release) -> None:
        if not self._closed:
            self.release_ready.emit(release)


class _Throttle:
    """Lets a report through when its stage is new or a tenth of a second has passed."""

    def __init__(self, sink: Callable[[Progress], None]) -> None:
        self._sink = sink
        self._stage = ""
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.stage != self._stage or now - self._last >= _SECONDS_BETWEEN_REPORTS:
            self._stage, self._last = progress.stage, now
            self._sink(progress)
