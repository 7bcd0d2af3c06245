"""The installed releases: which there are, which is in force, and how they come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.domain.release import InstallReport, Release, ReleaseChoice
from codebook_app.domain.search import SearchableEntry
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import CancelToken, ProgressSink, silent
from codebook_app.services.disk import disk_faults
from codebook_app.services.installation import BuildIndex
from codebook_app.services.installer import Installer, OnRelease, unheard
from codebook_app.services.opened import OpenedReleases
from codebook_app.services.release_folders import ReleaseFolders

if TYPE_CHECKING:
    from codebook_app.search.index import SearchIndex
    from codebook_app.store.reference_db import ReferenceDb

_SET_UP = "Run “codebook setup”, or start the window and let it finish installing."


class Releases:
    """The releases below one data folder. Safe from any thread, beside any other program.

    Reading never waits for an installation; two installations at once are refused.
    """

    def __init__(
        self,
        folders: Folders,
        code_sets: CodeSets | None = None,
        *,
        build_index: BuildIndex | None = None,
        open_index: Callable[[Path], SearchIndex] | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._code_sets = CodeSets((Icd10Cm(),)) if code_sets is None else code_sets
        self._folders = ReleaseFolders(folders.releases)
        self._opened = OpenedReleases(self._folders, open_index or _open_index)
        self._installer = Installer(
            self._folders, self._opened, self._code_sets, build_index or _build_index
        )
        self._today = today

    def installed(self) -> tuple[Release, ...]:
        """Return the releases that are wholly there, by code set and first day in force."""
        return tuple(self._folders.release(manifest) for manifest in self._folders.manifests())

    def choose(self, code_set: str, on: date | None, release: str | None = None) -> ReleaseChoice:
        """Return the release of *code_set* in force *on* a day, by default today.

        Where none is, the newest that began before it, else the oldest; the choice says so. Where
        two are, the one that began later. With *release* it is that one, in force or not.

        Raises:
            KnownError: none of the code set is installed, or not *release*.
        """
        title = self._code_sets.named(code_set).title
        there = [one for one in self.installed() if one.code_set == code_set]
        if not there:
            raise KnownError(f"No release of {title} is installed.", _SET_UP)
        day = self._today() if on is None else on
        if release is not None:
            chosen = next((one for one in there if one.release == release), None)
            if chosen is None:
                named = ", ".join(one.release for one in there)
                raise KnownError(f"{title} {release} is not installed.", f"Installed: {named}.")
            return ReleaseChoice(chosen, chosen.in_force_on(day), _word(chosen, day))
        began = [one for one in there if one.effective_from <= day]
        in_force = [one for one in began if one.in_force_on(day)]
        chosen = (in_force or began or [there[0]])[-1]
        return ReleaseChoice(chosen, bool(in_force), _word(chosen, day))

    def reader(self, code_set: str, release: str) -> ReferenceDb:
        """Return the database of an installed release, opened once and shared.

        Raises:
            KnownError: it is not installed, or damaged.
        """
        return self._opened.reader(code_set, release)

    def index(self, code_set: str, release: str) -> SearchIndex:
        """Return the index of an installed release, opened once and shared.

        Raises:
            KnownError: it is missing or damaged; :meth:`setup` builds it anew.
        """
        return self._opened.index(code_set, release)

    def needs_setup(self) -> bool:
        """Whether :meth:`setup` has something to do, as far as can be told without opening it."""
        return self._installer.has_work()

    def setup(
        self,
        progress: ProgressSink = silent,
        cancel: CancelToken | None = None,
        on_release: OnRelease | None = None,
    ) -> tuple[InstallReport, ...]:
        """Install the embedded releases, and repair what is missing or damaged of any other.

        Reports what was done, nothing where all was there. *on_release* is called with each release
        when its database stands, and again when it can be searched; *progress* at most ten times a
        second. An embedded release that the person removed stays away while another is installed.

        Raises:
            KnownError: the disk, or another program installing at the moment.
            Cancelled: what was being built is gone, what was finished stays.
        """
        return self._installer.setup(progress, cancel, on_release or unheard)

    def import_paths(
        self,
        paths: Sequence[Path],
        code_set: str | None = None,
        progress: ProgressSink = silent,
        cancel: CancelToken | None = None,
        on_release: OnRelease | None = None,
    ) -> tuple[InstallReport, ...]:
        """Install the releases that official files, folders or zips at *paths* make.

        All of them or none. A release that is installed from the same file already is left as it
        is; from another file, it is replaced in one step. *code_set* has only its files read.

        Raises:
            KnownError: nothing to be read, a fault in a file (with its line), the disk, another
                program installing at the moment, an unknown code set; nothing was changed.
            Cancelled: as in :meth:`setup`.
        """
        return self._installer.import_paths(
            paths, code_set, progress, cancel, on_release or unheard
        )

    def remove(self, code_set: str, release: str) -> None:
        """Remove an installed release with its index and its kept source.

        Raises:
            KnownError: it is not installed, or in use by a program that does not let go of it.
        """
        with self._folders.locked(), disk_faults(self._folders.root, f"remove {release}"):
            there = {
                (one.release.code_set, one.release.release) for one in self._folders.manifests()
            }
            if (code_set, release) not in there:
                raise KnownError(
                    f"{code_set} {release} is not installed.", "See “codebook releases”."
                )
            self._opened.forget(code_set, release)
            self._folders.remove(code_set, release)

    def close(self) -> None:
        """Close every database and index; no other method may be called afterwards."""
        self._opened.close()


def _word(release: Release, day: date) -> str:
    if release.in_force_on(day):
        return f"{release.title}, {release.dates_word}"
    return (
        f"No installed release is in force on {day.isoformat()}; this is {release.title},"
        f" {release.dates_word}"
    )


# SQLAlchemy, NumPy and Whoosh take most of a second to import. The window is painted before the
# first of its workers needs them, so that they are imported where they are used.
def _open_index(directory: Path) -> SearchIndex:
    from codebook_app.search.index import SearchIndex

    return SearchIndex.open(directory)


def _build_index(
    entries: Iterable[SearchableEntry],
    directory: Path,
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> None:
    from codebook_app.search.index import build_index

    build_index(entries, directory, progress, cancel)
