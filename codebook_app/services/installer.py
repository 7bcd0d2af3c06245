"""What it takes to install releases: gathering their parts, building, publishing, indexing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from codebook_app.codesets.archive import LeftOut, OfficialFile, official_files
from codebook_app.codesets.base import CodeSet, CodeSets
from codebook_app.codesets.embedded import EmbeddedRelease, version_of
from codebook_app.domain.release import InstallReport, Release
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink
from codebook_app.services.composing import Composing, nearest
from codebook_app.services.digests import Digests
from codebook_app.services.gathered import Gathered, Gathering
from codebook_app.services.installation import BuildIndex, Installation
from codebook_app.services.joining import PLACED_BY_HAND, gather
from codebook_app.services.kept import kept_source
from codebook_app.services.manifest import Manifest
from codebook_app.services.opened import OpenedReleases
from codebook_app.services.pacing import paced
from codebook_app.services.release_folders import ReleaseFolders
from codebook_app.services.second_core import SecondCore
from codebook_app.services.sources import Source, recognised

OnRelease = Callable[[Release], None]
AsRelease = Callable[[Manifest], Release]


@dataclass(frozen=True, slots=True)
class _Told:
    """Who is told of an installation, and who may stop it."""

    progress: ProgressSink
    cancel: CancelToken | None
    on_release: OnRelease


@dataclass(slots=True)
class _Built:
    """A release built aside, with the seconds spent on it so far."""

    partial: Path
    manifest: Manifest
    seconds: float


class Installer:
    """Installs the releases that :class:`ReleaseFolders` holds, one program at a time.

    *as_release* says of what a manifest tells how it stands now. *second_core* builds indexes
    beside, None for no such help.
    """

    def __init__(
        self,
        folders: ReleaseFolders,
        opened: OpenedReleases,
        code_sets: CodeSets,
        build_index: BuildIndex,
        as_release: AsRelease,
        *,
        second_core: Callable[[], SecondCore] | None = None,
    ) -> None:
        self._folders = folders
        self._opened = opened
        self._code_sets = code_sets
        self._installation = Installation(folders, build_index)
        self._composing = Composing(folders)
        self._as_release = as_release
        self._second_core = second_core

    def has_work(self) -> bool:
        """Whether a release is missing, outdated, damaged or without index, at a glance."""
        return bool(
            self._folders.needs_recovery()
            or self._folders.unusable()
            or self._embedded_missing()
            or self._opened.unsound
            or not all(self._as_release(one).searchable for one in self._folders.manifests())
        )

    def setup(
        self, progress: ProgressSink, cancel: CancelToken | None, on_release: OnRelease
    ) -> tuple[InstallReport, ...]:
        """Install what is missing of the embedded releases and repair the others.

        What cannot be done stops none of the rest; it is raised when the rest is done.
        """
        if not self.has_work() and not self._unindexed():
            self._folders.tidy()
            return ()
        told = _Told(paced(progress), cancel, on_release)
        reports: list[InstallReport] = []
        faults: list[KnownError] = []
        with self._folders.locked():
            for folder in self._folders.unusable():
                with _noted(faults), ExitStack() as kept:
                    source = kept_source(self._code_sets, folder, kept)
                    if source is not None:
                        reports += self._install([source], kept, told)
            for code_set, embedded in self._embedded_missing():
                with _noted(faults), ExitStack() as kept:
                    source = self._composing.embedded(code_set, embedded, kept)
                    reports += self._install([source], kept, told)
            for manifest in self._unindexed():
                with _noted(faults):
                    reports.append(self._report(manifest, self._index(manifest, told)))
        if faults:
            raise _together(faults)
        return tuple(reports)

    def import_paths(
        self,
        paths: Sequence[Path],
        code_set: str | None,
        progress: ProgressSink,
        cancel: CancelToken | None,
        on_release: OnRelease,
    ) -> tuple[InstallReport, ...]:
        """Install the releases that the files at *paths* make or join, all of them or none."""
        code_sets = tuple(
            self._code_sets if code_set is None else [self._code_sets.named(code_set)]
        )
        told = _Told(paced(progress), cancel, on_release)
        with (
            self._folders.locked(),
            official_files(paths, room=self._folders.root) as found,
            ExitStack() as kept,
        ):
            whole = recognised(found, code_sets, paths, told.progress, cancel)
            digests = Digests(cancel)
            gatherings = [
                (one, gather(one, parts, self._composing.standing(one), digests.of))
                for one, parts in whole.parts
                if parts
            ]
            releases = [(one, each) for one, all_ in gatherings for each in all_.releases]
            left_out = list(whole.left_out)
            for _, gathering in gatherings:
                left_out += (*gathering.homeless, *gathering.left_out)
            if not releases:
                raise _homeless(gatherings)
            _let_go_of_others(found.files, [gathered for _, gathered in releases])
            return self._take(releases, left_out, kept, told)

    def _take(
        self,
        releases: Sequence[tuple[CodeSet, Gathered]],
        left_out: Sequence[LeftOut],
        kept: ExitStack,
        told: _Told,
    ) -> tuple[InstallReport, ...]:
        """Install what is new of *releases*, and report of all."""
        near = nearest(left_out, [gathered for _, gathered in releases])
        reports: list[InstallReport] = []
        fresh: list[Source] = []
        for (code_set, gathered), lines in zip(releases, near, strict=True):
            if gathered.new or gathered.carried:
                fresh.append(self._composing.imported(code_set, gathered, lines, kept))
                continue
            same = self._folders.readable_release(code_set.name, gathered.edition.release)
            assert same is not None  # noqa: S101 - nothing is new to it, so it is there
            seconds = 0.0 if self._is_indexed(same) else self._index(same, told)
            report = self._report(same, seconds, unchanged=True)
            left = dict.fromkeys((*report.left_out, *map(str, lines)))
            reports.append(replace(report, left_out=tuple(left)))
        return (*reports, *self._install(fresh, kept, told))

    def _install(
        self, sources: Sequence[Source], kept: ExitStack, told: _Told
    ) -> tuple[InstallReport, ...]:
        """Build all *sources* aside, then put all in place, then index those without an index.

        Where there are several, a second core builds an index while the next is read. *kept* is
        what they have open of releases that are to be replaced.
        """
        built: list[_Built] = []
        try:
            with ExitStack() as running:
                second = None
                if self._second_core is not None and len(sources) > 1:
                    second = running.enter_context(self._second_core())
                for source in sources:
                    began = time.perf_counter()
                    partial, manifest = self._installation.build(source, told.progress, told.cancel)
                    built.append(_Built(partial, manifest, time.perf_counter() - began))
                    if second is not None:
                        second.begin(partial, manifest.release)
                if second is not None:
                    second.finish(told.progress, told.cancel)
            kept.close()
            for one in built:
                release = one.manifest.release
                self._opened.forget(release.code_set, release.release)
                self._installation.publish(one.partial, one.manifest)
                told.on_release(self._as_release(one.manifest))
        finally:
            for one in built:
                self._folders.abandon(one.partial)
        for one in built:
            if not self._as_release(one.manifest).searchable:
                one.seconds += self._index(one.manifest, told)
        return tuple(self._report(one.manifest, one.seconds) for one in built)

    def _index(self, manifest: Manifest, told: _Told) -> float:
        """Build the index of an installed release and return the seconds it took."""
        began = time.perf_counter()
        release = manifest.release
        self._installation.index(release, told.progress, told.cancel)
        self._opened.forget_index(release.code_set, release.release)
        told.on_release(self._as_release(manifest))
        return time.perf_counter() - began

    def _embedded_missing(self) -> list[tuple[CodeSet, EmbeddedRelease]]:
        """Return the embedded releases that are not installed, or from another package version.

        One that the person removed is missing only while nothing else of its code set is there.
        """
        missing = []
        for code_set in self._code_sets:
            there = {
                manifest.release.release: manifest
                for manifest in self._folders.manifests()
                if manifest.release.code_set == code_set.name
            }
            for embedded in code_set.embedded:
                installed = there.get(embedded.release)
                if installed is not None:
                    now = {version_of(file.distribution) for file in embedded.files}
                    wanted = not installed.packages <= now
                else:
                    unwanted = self._folders.is_unwanted(code_set.name, embedded.release)
                    wanted = not there or not unwanted
                if wanted:
                    missing.append((code_set, embedded))
        return missing

    def _unindexed(self) -> list[Manifest]:
        return [one for one in self._folders.manifests() if not self._is_indexed(one)]

    def _is_indexed(self, manifest: Manifest) -> bool:
        release = manifest.release
        try:
            self._opened.index(release.code_set, release.release)
        except KnownError:
            return False
        return True

    def _report(
        self, manifest: Manifest, seconds: float, *, unchanged: bool = False
    ) -> InstallReport:
        release = self._as_release(manifest)
        return InstallReport(
            code_set=release.code_set,
            release=release.release,
            effective_from=release.effective_from,
            effective_to=release.effective_to,
            codes=release.codes,
            billable=release.billable,
            files=tuple(source.name for source in release.sources),
            left_out=release.left_out,
            seconds=round(seconds, 3),
            unchanged=unchanged,
            checked=release.checked,
            notice="" if release.confirmed else release.notice,
        )


def _let_go_of_others(files: Iterable[OfficialFile], gathered: Iterable[Gathered]) -> None:
    """Free what was kept in memory of files that no release is made of."""
    wanted = {id(part.file) for one in gathered for part in one.new}
    for file in files:
        if id(file) not in wanted:
            file.let_go()


@contextmanager
def _noted(faults: list[KnownError]) -> Iterator[None]:
    try:
        yield
    except KnownError as fault:
        faults.append(fault)


def _together(faults: Sequence[KnownError]) -> KnownError:
    first = faults[0]
    if len(faults) == 1:
        return first
    others = " ".join(fault.message for fault in faults[1:])
    return KnownError(f"{first.message} {others}", first.hint)


def _homeless(gatherings: Sequence[tuple[CodeSet, Gathering]]) -> KnownError:
    """Return the fault of an import whose every part waits for a release that is not there."""
    homeless = [one for _, gathering in gatherings for one in gathering.homeless]
    more = f"; and {len(homeless) - 1} more" if len(homeless) > 1 else ""
    said, by_hand, _ = str(homeless[0]).partition(f"; {PLACED_BY_HAND}")
    if by_hand:
        return KnownError(f"{said}{more}.", f"{PLACED_BY_HAND.capitalize()}.")
    return KnownError(
        f"{said}{more}.", "Import the release it belongs to first, or together with it."
    )
