"""Compares a page between releases on a worker; only the comparison asked for last is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.gui.jobs import Worker

if TYPE_CHECKING:
    from codebook_app.domain.page_comparison import PageComparison
    from codebook_app.services.page_comparison import PageComparisons
    from codebook_app.services.releases import Releases


class PageComparing(QObject):
    """Asks for one page in two releases of its code set."""

    offered = Signal(object)
    """The releases of the code set that can be compared, the oldest first: a tuple of
    :class:`Release`."""
    compared = Signal(object)
    """The :class:`PageComparison` asked for last."""
    failed = Signal(object)
    """Why there is none."""

    def __init__(self, comparisons: PageComparisons, releases: Releases, worker: Worker) -> None:
        super().__init__()
        self._comparisons = comparisons
        self._releases = releases
        self._worker = worker
        self._generation = 0

    def offer(self, code_set: str) -> None:
        """List the releases of *code_set* that are installed and on."""

        def listed() -> tuple[Release, ...]:
            of_set = [
                one
                for one in self._releases.installed()
                if one.code_set == code_set and one.confirmed
            ]
            return tuple(sorted(of_set, key=lambda one: (one.effective_from, one.release)))

        self._worker.submit(listed, self.offered.emit, self.failed.emit)

    def compare(self, code_set: str, code: str, before: str, after: str) -> None:
        """Compare the page of *code* in the releases *before* and *after*."""
        self._generation += 1
        generation = self._generation

        def work() -> PageComparison | None:
            if generation != self._generation:
                return None
            return self._comparisons.between(code_set, code, before, after)

        def show(comparison: PageComparison | None) -> None:
            if comparison is not None and generation == self._generation:
                self.compared.emit(comparison)

        def fail(fault: Exception) -> None:
            if generation == self._generation:
                self.failed.emit(fault)

        self._worker.submit(work, show, fail)


def pair_around(releases: tuple[Release, ...], shown: str) -> tuple[str, str]:
    """Return what to compare the release *shown* with: the one before it, else the one after.

    Raises:
        KnownError: there is only one.
    """
    names = [one.release for one in releases]
    if len(names) < 2:
        which = releases[0].title if releases else "no release of this code set"
        raise KnownError(
            f"Only {which} is installed." if releases else f"There is {which}.",
            "Install another one to compare with: Ctrl+Shift+R tells where it is published.",
        )
    at = names.index(shown) if shown in names else len(names) - 1
    return (names[at - 1], names[at]) if at else (names[0], names[1])
