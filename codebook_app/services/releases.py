"""The installed releases: which there are, which is in force, and how they come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.registry import all_code_sets
from codebook_app.domain.release import InstallReport, Release, ReleaseChoice
from codebook_app.domain.search import SearchableEntry, SearchableTerm
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import CancelToken, ProgressSink, silent
from codebook_app.services.dependents import Uses, depending_on, unused
from codebook_app.services.disk import disk_faults
from codebook_app.services.disk_stamp import disk_stamp
from codebook_app.services.licences import Licences
from codebook_app.services.opened import OpenedReleases
from codebook_app.services.release_folders import ReleaseFolders
from codebook_app.services.release_list import ReleaseList

if TYPE_CHECKING:
    from codebook_app.search.index import SearchIndex
    from codebook_app.services.installation import BuildIndex
    from codebook_app.services.installer import Installer, OnRelease
    from codebook_app.store.reference_db import ReferenceDb

_SET_UP = "Run “codebook setup”, or start the window and let it finish installing."
_IMPORT = "Import its official file; “codebook catalog” says where it is published."


class Releases:
    """The releases below one data folder. Safe from any thread, beside any other program.

    Reading never waits for an installation; two installations at once are refused. *code_sets* are
    those it knows, in the order they are shown; *uses* counts the encounter lines coded with a
    release.
    """

    def __init__(
        self,
        folders: Folders,
        code_sets: CodeSets | None = None,
        *,
        build_index: BuildIndex | None = None,
        open_index: Callable[[Path], SearchIndex] | None = None,
        today: Callable[[], date] = date.today,
        uses: Uses = unused,
    ) -> None:
        self.code_sets = all_code_sets() if code_sets is None else code_sets
        self._folders = ReleaseFolders(folders.releases)
        self._opened = OpenedReleases(self._folders, open_index or _open_index)
        self._build_index = build_index
        self._licences = Licences(folders.licences)
        self._list = ReleaseList(self._folders, self._licences, self.code_sets)
        self._watched = (folders.releases, folders.licences)
        self._today = today
        self._uses = uses

    def installed(self) -> tuple[Release, ...]:
        """Return the releases that are wholly there, by code set and first day in force.

        The code sets come in the order they are shown. A release whose licence is not confirmed is
        among them, and says so.
        """
        return self._list.all()

    def choose(
        self,
        code_set: str,
        on: date | None,
        release: str | None = None,
        among: Iterable[Release] | None = None,
    ) -> ReleaseChoice:
        """Return the release of *code_set* in force *on* a day, by default today.

        Where none is, the newest that began before it, else the oldest; the choice says so. Where
        two are, the one that began later. With *release* it is that one, in force or not. One
        whose licence is not confirmed is passed over. *among* is what :meth:`installed` told
        before, for whoever asks of many days.

        Raises:
            KnownError: none of the code set is installed, or not *release*, or it is off while its
                licence is not confirmed.
        """
        title = self.code_sets.named(code_set).title
        installed = self.installed() if among is None else among
        there = [one for one in installed if one.code_set == code_set]
        if not there:
            embedded = self.code_sets.named(code_set).embedded
            raise KnownError(
                f"No release of {title} is installed.", _SET_UP if embedded else _IMPORT
            )
        day = self._today() if on is None else on
        if release is not None:
            chosen = next((one for one in there if one.release == release), None)
            if chosen is None:
                named = ", ".join(one.release for one in there)
                raise KnownError(f"{title} {release} is not installed.", f"Installed: {named}.")
            if not chosen.confirmed:
                raise _unconfirmed(chosen)
            return ReleaseChoice(chosen, chosen.in_force_on(day), _word(chosen, day))
        usable = [one for one in there if one.confirmed]
        if not usable:
            raise _unconfirmed(there[-1])
        began = [one for one in usable if one.effective_from <= day]
        in_force = [one for one in began if one.in_force_on(day)]
        chosen = (in_force or began or [usable[0]])[-1]
        return ReleaseChoice(chosen, bool(in_force), _word(chosen, day))

    def stamp(self) -> tuple[int, ...]:
        """Return what differs once a release came or went, can be searched, or was confirmed."""
        return disk_stamp(*self._watched)

    def reader(self, code_set: str, release: str) -> ReferenceDb:
        """Return the database of an installed release, opened once and shared.

        Raises:
            KnownError: it is not installed, damaged, or off while its licence is not confirmed.
        """
        self._refuse_unconfirmed(code_set, release)
        return self._opened.reader(code_set, release)

    def index(self, code_set: str, release: str) -> SearchIndex:
        """Return the index of an installed release, opened once and shared.

        Raises:
            KnownError: it is missing or damaged, :meth:`setup` builds it anew; or the release is
                off while its licence is not confirmed.
        """
        self._refuse_unconfirmed(code_set, release)
        return self._opened.index(code_set, release)

    def document(self, code_set: str, release: str, name: str) -> bytes:
        """Return the content of the file *name* that an installed release was made of.

        Raises:
            KnownError: the release has no such file, or it cannot be read; or the release is off
                while its licence is not confirmed.
        """
        self._refuse_unconfirmed(code_set, release)
        from codebook_app.services.kept import kept_files

        with ExitStack() as stack:
            folder = self._folders.folder(code_set, release)
            for kept in kept_files(folder, stack):
                if kept.file.own_name == name:
                    return b"".join(kept.file.chunks())
        raise KnownError(f"{code_set} {release} keeps no file {name}.", "Import it again.")

    def confirm_licence(self, code_set: str, release: str) -> Release:
        """Keep that the person has a licence for *release*, and return it, now turned on.

        Raises:
            KnownError: it is not installed or needs no licence, or the disk.
        """
        found = self._named(code_set, release)
        if not self.code_sets.named(code_set).licensed:
            raise KnownError(f"{found.title} needs no licence.", "It is on.")
        self._licences.confirm(code_set, release, found.notice)
        return self._named(code_set, release)

    def dependents(self, code_set: str, release: str) -> tuple[str, ...]:
        """Return, each in a sentence, what is lost or changes when *release* is removed.

        Raises:
            KnownError: it is not installed.
        """
        return depending_on(
            self._named(code_set, release),
            self.installed(),
            self.code_sets.named(code_set),
            self._uses,
        )

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
        return self._installer.setup(progress, cancel, on_release or _unheard)

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
            paths, code_set, progress, cancel, on_release or _unheard
        )

    def remove(self, code_set: str, release: str) -> None:
        """Remove an installed release with its index and its kept source.

        Raises:
            KnownError: it is not installed, or in use by a program that does not let go of it.
        """
        with self._folders.locked(), disk_faults(self._folders.root, f"remove {release}"):
            self._named(code_set, release)
            self._opened.forget(code_set, release)
            self._folders.remove(code_set, release)
        self._licences.forget(code_set, release)

    @cached_property
    def _installer(self) -> Installer:
        # Late, and for two threads at once the same: it keeps nothing but what it is handed.
        from codebook_app.services.installer import Installer
        from codebook_app.services.second_core import SecondCore, has_second_core

        own = self._build_index
        return Installer(
            self._folders,
            self._opened,
            self.code_sets,
            own or _build_index,
            self._list.release,
            second_core=SecondCore if own is None and has_second_core() else None,
        )

    def _named(self, code_set: str, release: str) -> Release:
        for one in self.installed():
            if (one.code_set, one.release) == (code_set, release):
                return one
        raise KnownError(f"{code_set} {release} is not installed.", "See “codebook releases”.")

    def _refuse_unconfirmed(self, code_set: str, release: str) -> None:
        if not self.code_sets.named(code_set).licensed:
            return
        found = self._named(code_set, release)
        if not found.confirmed:
            raise _unconfirmed(found)

    def close(self) -> None:
        """Close every database and index; no other method may be called afterwards."""
        self._opened.close()


def _unconfirmed(release: Release) -> KnownError:
    return KnownError(
        f"{release.title} is off until you confirm that you have a licence for it.",
        f"Run: codebook licence {release.code_set} {release.release}; or see the releases in the"
        " window.",
    )


def _word(release: Release, day: date) -> str:
    if release.in_force_on(day):
        return f"{release.title}, {release.dates_word}"
    return (
        f"No installed release is in force on {day.isoformat()}; this is {release.title},"
        f" {release.dates_word}"
    )


def _unheard(_: Release) -> None:
    """Take the news of a release and do nothing with it."""


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
    terms: Iterable[SearchableTerm] = (),
) -> None:
    from codebook_app.search.index import build_index

    build_index(entries, directory, progress, cancel, terms)
