"""What it takes to install releases: finding their sources, building, publishing, indexing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from codebook_app.codesets.archive import official_files
from codebook_app.codesets.base import CodeSets
from codebook_app.domain.release import InstallReport, Release
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink
from codebook_app.services.installation import BuildIndex, Installation, Source, paced, sha256_of
from codebook_app.services.kept import kept_source
from codebook_app.services.manifest import Manifest
from codebook_app.services.opened import OpenedReleases
from codebook_app.services.release_folders import ReleaseFolders
from codebook_app.services.sources import embedded_source, imported_sources

OnRelease = Callable[[Release], None]


def unheard(_: Release) -> None:
    """Take the news of a release and do nothing with it."""


@dataclass(slots=True)
class _Built:
    """A release built aside, with the seconds spent on it so far."""

    partial: Path
    manifest: Manifest
    seconds: float


class Installer:
    """Installs the releases that :class:`ReleaseFolders` holds, one program at a time."""

    def __init__(
        self,
        folders: ReleaseFolders,
        opened: OpenedReleases,
        code_sets: CodeSets,
        build_index: BuildIndex,
    ) -> None:
        self._folders = folders
        self._opened = opened
        self._code_sets = code_sets
        self._installation = Installation(folders, build_index)

    def has_work(self) -> bool:
        """Whether a release is missing, outdated, damaged or without index, at a glance."""
        return bool(
            self._folders.needs_recovery()
            or self._folders.unusable()
            or self._embedded_missing()
            or self._opened.unsound
            or not all(self._folders.release(one).searchable for one in self._folders.manifests())
        )

    def setup(
        self, progress: ProgressSink, cancel: CancelToken | None, on_release: OnRelease
    ) -> tuple[InstallReport, ...]:
        """Install what is missing of the embedded releases and repair the others."""
        if not self.has_work() and not self._unindexed():
            self._folders.tidy()
            return ()
        progress = paced(progress)
        reports: list[InstallReport] = []
        with self._folders.locked():
            for folder in self._folders.unusable():
                with kept_source(self._code_sets, folder) as source:
                    if source is not None:
                        reports += self._install([source], progress, cancel, on_release)
            for source in self._embedded_missing():
                reports += self._install([source], progress, cancel, on_release)
            for manifest in self._unindexed():
                seconds = self._index(manifest, progress, cancel, on_release)
                reports.append(_report(manifest, seconds))
        return tuple(reports)

    def import_paths(
        self,
        paths: Sequence[Path],
        code_set: str | None,
        progress: ProgressSink,
        cancel: CancelToken | None,
        on_release: OnRelease,
    ) -> tuple[InstallReport, ...]:
        """Install the releases that the files at *paths* make, all of them or none."""
        code_sets = self._code_sets if code_set is None else (self._code_sets.named(code_set),)
        progress = paced(progress)
        with official_files(paths) as found, self._folders.locked():
            fresh: list[Source] = []
            reports: list[InstallReport] = []
            for source in imported_sources(found, tuple(code_sets), paths):
                same = self._same(source, cancel)
                if same is None:
                    fresh.append(source)
                else:
                    seconds = self._index_if_missing(same, progress, cancel, on_release)
                    reports.append(_report(same, seconds, unchanged=True))
            return (*reports, *self._install(fresh, progress, cancel, on_release))

    def _install(
        self,
        sources: Sequence[Source],
        progress: ProgressSink,
        cancel: CancelToken | None,
        on_release: OnRelease,
    ) -> tuple[InstallReport, ...]:
        """Build all *sources* aside, then put all in place, then index one after the other."""
        built: list[_Built] = []
        try:
            for source in sources:
                began = time.perf_counter()
                partial, manifest = self._installation.build(source, progress, cancel)
                built.append(_Built(partial, manifest, time.perf_counter() - began))
            for one in built:
                release = one.manifest.release
                self._opened.forget(release.code_set, release.release)
                self._installation.publish(one.partial, one.manifest)
                on_release(self._folders.release(one.manifest))
        finally:
            for one in built:
                self._folders.abandon(one.partial)
        return tuple(
            _report(
                one.manifest,
                one.seconds + self._index(one.manifest, progress, cancel, on_release),
            )
            for one in built
        )

    def _index(
        self,
        manifest: Manifest,
        progress: ProgressSink,
        cancel: CancelToken | None,
        on_release: OnRelease,
    ) -> float:
        """Build the index of an installed release and return the seconds it took."""
        began = time.perf_counter()
        release = manifest.release
        self._installation.index(release, progress, cancel)
        self._opened.forget_index(release.code_set, release.release)
        on_release(self._folders.release(manifest))
        return time.perf_counter() - began

    def _index_if_missing(
        self,
        manifest: Manifest,
        progress: ProgressSink,
        cancel: CancelToken | None,
        on_release: OnRelease,
    ) -> float:
        if self._is_indexed(manifest):
            return 0.0
        return self._index(manifest, progress, cancel, on_release)

    def _embedded_missing(self) -> list[Source]:
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
                source = embedded_source(code_set, embedded)
                release = source.edition.release
                installed = there.get(release)
                if installed is not None:
                    wanted = installed.package not in ("", source.package)
                else:
                    wanted = not there or not self._folders.is_unwanted(code_set.name, release)
                if wanted:
                    missing.append(source)
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

    def _same(self, source: Source, cancel: CancelToken | None) -> Manifest | None:
        """Return the installed release that was made of the very same file, if there is one."""
        for manifest in self._folders.manifests():
            release = manifest.release
            if (release.code_set, release.release) == (
                source.code_set.name,
                source.edition.release,
            ) and any(one.size == source.file.size for one in release.sources):
                digest = sha256_of(source.file, cancel)
                if digest in {one.sha256 for one in release.sources}:
                    return manifest
        return None


def _report(manifest: Manifest, seconds: float, *, unchanged: bool = False) -> InstallReport:
    release = manifest.release
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
    )
