"""Installs one release: reads its source, builds its database and its index, checks both."""

from __future__ import annotations

import gc
import hashlib
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from codebook_app import __version__
from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import CodeSet, Edition
from codebook_app.domain.release import Release, SourceFile
from codebook_app.domain.search import SearchableEntry
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink
from codebook_app.services.disk import disk_faults, flush_file, flush_folder, remove_tree
from codebook_app.services.manifest import Manifest, write_manifest
from codebook_app.services.release_folders import INDEX, REFERENCE, SOURCE, ReleaseFolders

BuildIndex = Callable[[Iterable[SearchableEntry], Path, ProgressSink, CancelToken | None], None]
_KEPT_AS_OF = (1980, 1, 1, 0, 0, 0)  # the oldest a zip can say: equal sources give equal zips
_HEADINGS = frozenset({"chapter", "section"})


@dataclass(frozen=True, slots=True)
class Source:
    """What a release is to be made of: *file*, which is *edition* of *code_set*.

    *others* came along and are compared with it. *origin* says in words where it is from, *package*
    which package and version brought it (empty: none); it must then have *billable* valid codes.
    """

    code_set: CodeSet
    file: OfficialFile
    edition: Edition
    origin: str
    others: tuple[OfficialFile, ...] = ()
    left_out: tuple[str, ...] = ()
    package: str = ""
    billable: int = 0


class Installation:
    """Builds releases below *folders*, whose lock the caller holds."""

    def __init__(self, folders: ReleaseFolders, build_index: BuildIndex) -> None:
        self._folders = folders
        self._build_index = build_index

    def build(
        self, source: Source, progress: ProgressSink, cancel: CancelToken | None
    ) -> tuple[Path, Manifest]:
        """Build the release of *source* aside, whole and flushed, and return where it lies.

        Raises:
            KnownError: it could not be read or written. As with any other exception, nothing is
                left of it.
        """
        name = source.edition.release
        with disk_faults(self._folders.root, f"install {name}"):
            partial = self._folders.begin(source.code_set.name, name)
            try:
                with _collector_at_rest():
                    return partial, self._fill(partial, source, progress, cancel)
            except BaseException:
                self._folders.abandon(partial)
                raise

    def publish(self, partial: Path, manifest: Manifest) -> None:
        """Put the release built in *partial* in its place."""
        with disk_faults(self._folders.root, f"install {manifest.release.release}"):
            self._folders.publish(partial)

    def index(self, release: Release, progress: ProgressSink, cancel: CancelToken | None) -> None:
        """Build the index of an installed release anew and put it in place of what is there.

        Raises:
            KnownError: it could not be built; the release stays installed, without an index.
        """
        folder = self._folders.folder(release.code_set, release.release)
        partial = folder / f"{INDEX}.partial"
        from codebook_app.store.reference_db import ReferenceDb  # late: see releases.py

        with disk_faults(folder, f"build the index of {release.release}, which is installed"):
            remove_tree(partial)
            partial.mkdir()
            try:
                book = ReferenceDb.open(folder / REFERENCE, release.code_set, release.release)
                try:
                    self._build_index(book.searchable(), partial, progress, cancel)
                finally:
                    book.close()
                flush_folder(partial)
                if (folder / INDEX).exists():
                    (folder / INDEX).rename(folder / f"{INDEX}.old")
                partial.rename(folder / INDEX)
                flush_folder(folder)
            finally:
                remove_tree(partial)
                remove_tree(folder / f"{INDEX}.old")

    def _fill(
        self,
        partial: Path,
        source: Source,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> Manifest:
        from codebook_app.store.reference_build import build_reference_db  # late: see releases.py

        digest = hashlib.sha256()
        release = source.edition.release
        with (
            zipfile.ZipFile(partial / SOURCE, "w", zipfile.ZIP_DEFLATED) as kept,
            kept.open(zipfile.ZipInfo(source.file.own_name, _KEPT_AS_OF), "w") as copy,
        ):
            copied = _copied(source.file.chunks(), copy, digest.update)
            tabular = source.code_set.read(source.file, copied, release, progress, cancel)
        _check_count(source, tabular)
        flush_file(partial / SOURCE)
        compared = source.code_set.compare(tabular, source.others)
        build_reference_db(partial / REFERENCE, tabular, progress, cancel)
        manifest = Manifest(
            Release(
                code_set=source.code_set.name,
                release=release,
                title=source.edition.title,
                effective_from=source.edition.effective_from,
                effective_to=source.edition.effective_to,
                codes=sum(code.level not in _HEADINGS for code in tabular.codes),
                billable=tabular.billable,
                sources=(SourceFile(source.file.own_name, source.file.size, digest.hexdigest()),),
                origin=source.origin,
                installed_at=datetime.now(UTC).replace(microsecond=0),
                app_version=__version__,
                searchable=False,
                left_out=tuple(
                    dict.fromkeys(
                        (
                            source.edition.decided_by,
                            *compared,
                            *tabular.left_out,
                            *source.left_out,
                        )
                    )
                ),
            ),
            package=source.package,
            reference_size=(partial / REFERENCE).stat().st_size,
        )
        write_manifest(partial, manifest)
        return manifest


def sha256_of(file: OfficialFile, cancel: CancelToken | None) -> str:
    """Return the SHA-256 of *file* in hex."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        if cancel is not None:
            cancel.raise_if_cancelled()
        digest.update(chunk)
    return digest.hexdigest()


def paced(progress: ProgressSink, a_second: float = 10) -> ProgressSink:
    """Return a sink that hands on at most *a_second* reports of one stage, its last one always."""
    stage, last = "", 0.0

    def hand_on(report: Progress) -> None:
        nonlocal stage, last
        now = time.monotonic()
        ended = 0 < report.total <= report.done
        if report.stage != stage or ended or now - last >= 1 / a_second:
            stage, last = report.stage, now
            progress(report)

    return hand_on


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the collector of cycles still: a book has none, and it would look for a second."""
    was_working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_working:
            gc.enable()


def _copied(
    chunks: Iterator[bytes], copy: IO[bytes], digest: Callable[[bytes], None]
) -> Iterator[bytes]:
    for chunk in chunks:
        copy.write(chunk)
        digest(chunk)
        yield chunk


def _check_count(source: Source, tabular: TabularList) -> None:
    if source.billable not in (0, tabular.billable):
        raise KnownError(
            f"{source.file.name} has {tabular.billable:,} valid codes, not the published"
            f" {source.billable:,}.",
            "Install the program again.",
        )
