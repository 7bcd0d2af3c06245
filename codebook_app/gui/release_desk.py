"""What the releases window asks of the services, on workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from codebook_app.domain.catalogue import CataloguedRelease
    from codebook_app.domain.release import Release
    from codebook_app.gui.jobs import Worker
    from codebook_app.services.catalogue import Catalogue
    from codebook_app.services.changes import Changes
    from codebook_app.services.releases import Releases

T = TypeVar("T")


class ReleaseDesk(QObject):
    """Lists, removes, confirms and compares releases; every signal is on the window's thread.

    What only reads is done by *reading*, what changes the data folder by *jobs*, after an
    installation under way there.
    """

    listed = Signal(object)
    """The installed releases, a tuple of :class:`Release`."""
    catalogued = Signal(object)
    """What the catalogue knows, a tuple of :class:`CataloguedRelease`."""
    dependents_known = Signal(object, object)
    """A :class:`Release`, and in words what depends on it."""
    compared = Signal(object)
    """The :class:`ReleaseChanges` asked for last."""
    removed = Signal(object)
    """A :class:`Release` that is gone."""
    confirmed = Signal(object)
    """A :class:`Release` whose licence was confirmed: it can be read from now on."""
    failed = Signal(object, str)
    """A fault, and what was being done."""

    def __init__(
        self,
        releases: Releases,
        catalogue: Catalogue,
        changes: Changes,
        *,
        reading: Worker,
        jobs: Worker,
    ) -> None:
        super().__init__()
        self._releases = releases
        self._catalogue = catalogue
        self._changes = changes
        self._reading = reading
        self._jobs = jobs
        self._comparison = 0

    def list(self) -> None:
        """Ask which releases are installed."""
        self._ask(self._installed, self.listed.emit, "listing the releases")

    def browse(self) -> None:
        """Ask what the catalogue knows; nothing is fetched."""
        self._ask(self._known, self.catalogued.emit, "reading the catalogue")

    def ask_dependents(self, release: Release) -> None:
        """Ask what depends on *release*, before it is removed."""
        self._ask(
            lambda: self._releases.dependents(release.code_set, release.release),
            lambda words: self.dependents_known.emit(release, words),
            f"asking what depends on {release.title}",
        )

    def remove(self, release: Release) -> None:
        """Remove *release*."""
        self._do(
            lambda: self._releases.remove(release.code_set, release.release),
            lambda _: self.removed.emit(release),
            f"removing {release.title}",
        )

    def confirm(self, release: Release) -> None:
        """Note that the person has the licence for *release*."""
        self._do(
            lambda: self._releases.confirm_licence(release.code_set, release.release),
            self.confirmed.emit,
            f"confirming the licence of {release.title}",
        )

    def compare(self, code_set: str, before: str, after: str) -> None:
        """Ask what changed between two releases; an older question is no longer answered."""
        self._comparison += 1
        number = self._comparison

        def answer(changes: object) -> None:
            if number == self._comparison:
                self.compared.emit(changes)

        # A second or two: it must not hold up a search.
        self._jobs.submit(
            lambda: self._changes.between(code_set, before, after),
            answer,
            lambda fault: self.failed.emit(fault, f"comparing {before} with {after}"),
        )

    # Not the services' own methods: each service is built by the thread that first asks for one.

    def _installed(self) -> tuple[Release, ...]:
        return self._releases.installed()

    def _known(self) -> tuple[CataloguedRelease, ...]:
        return self._catalogue.releases()

    def _ask(self, work: Callable[[], T], answer: Callable[[T], None], doing: str) -> None:
        self._reading.submit(work, answer, lambda fault: self.failed.emit(fault, doing))

    def _do(self, work: Callable[[], T], answer: Callable[[T], None], doing: str) -> None:
        self._jobs.submit(work, answer, lambda fault: self.failed.emit(fault, doing))
