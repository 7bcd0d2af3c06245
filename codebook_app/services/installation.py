"""Installs one release: reads its parts, builds its database and its index, checks both."""

from __future__ import annotations

import gc
import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from codebook_app import __version__
from codebook_app.codesets.base import Role
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.release import Release, SourceFile
from codebook_app.domain.search import SearchableEntry, SearchableTerm
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink
from codebook_app.services.disk import disk_faults, flush_file, flush_folder, remove_tree
from codebook_app.services.kept import keep
from codebook_app.services.manifest import Manifest, write_manifest
from codebook_app.services.pacing import titled
from codebook_app.services.release_folders import INDEX, REFERENCE, SOURCE, ReleaseFolders
from codebook_app.services.sources import Source, StatedPart


class BuildIndex(Protocol):
    """Writes the index of a release's lines and terms into an existing empty folder."""

    def __call__(
        self,
        entries: Iterable[SearchableEntry],
        directory: Path,
        progress: ProgressSink,
        cancel: CancelToken | None,
        terms: Iterable[SearchableTerm] = (),
    ) -> None:
        """Write and flush it."""


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
        edition = source.edition
        progress = titled(progress, edition.title)
        with disk_faults(self._folders.root, f"install {edition.release}"):
            partial = self._folders.begin(source.code_set.name, edition.release)
            try:
                with _collector_at_rest():
                    return partial, self._fill(partial, source, progress, cancel)
            except BaseException:
                self._folders.abandon(partial)
                raise
            finally:
                for part in source.parts:
                    part.file.let_go()

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

        progress = titled(progress, release.title)
        with disk_faults(folder, f"build the index of {release.release}, which is installed"):
            remove_tree(partial)
            partial.mkdir()
            try:
                book = ReferenceDb.open(folder / REFERENCE, release.code_set, release.release)
                try:
                    self._build_index(
                        book.searchable(), partial, progress, cancel, book.searchable_terms()
                    )
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

        kept = _keep(partial / SOURCE, source.parts, progress, cancel)
        content = source.code_set.read(
            [part.found for part in source.parts], source.edition, progress, cancel
        )
        _check_count(source, content)
        build_reference_db(partial / REFERENCE, content, progress, cancel)
        manifest = _manifest(source, content, kept, (partial / REFERENCE).stat().st_size)
        write_manifest(partial, manifest)
        return manifest


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


def _keep(
    place: Path,
    parts: Sequence[StatedPart],
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> tuple[SourceFile, ...]:
    """Copy *parts* into the zip at *place*, flush it, and return what was copied."""
    kept = []
    whole = sum(part.file.size for part in parts)
    copied = 0
    with zipfile.ZipFile(place, "w") as archive:
        for part in parts:
            digest = hashlib.sha256()
            before = copied
            with keep(archive, part) as copy:
                for chunk in part.file.chunks():
                    if cancel is not None:
                        cancel.raise_if_cancelled()
                    copy.write(chunk)
                    digest.update(chunk)
                    copied += len(chunk)
                    progress(Progress("Keeping the official files", copied, whole))
            kept.append(_kept(part, copied - before, digest.hexdigest()))
    flush_file(place)
    return tuple(kept)


def _kept(part: StatedPart, size: int, sha256: str) -> SourceFile:
    edition = part.edition
    return SourceFile(
        part.file.own_name,
        size,
        sha256,
        part=part.kind,
        states=edition.release if edition else "",
        states_from=edition.effective_from if edition else None,
        states_to=edition.effective_to if edition else None,
        package=part.package,
    )


def _manifest(
    source: Source, content: ReleaseContent, kept: tuple[SourceFile, ...], reference_size: int
) -> Manifest:
    edition = source.edition
    code_set = source.code_set
    said = (edition.decided_by, *_held_too(source), *source.placed, *content.checks)
    notice = content.notice
    if code_set.licensed and not notice:
        notice = f"{code_set.title} may be used by those only who have a licence of its owner."
    return Manifest(
        Release(
            code_set=code_set.name,
            release=edition.release,
            title=edition.title,
            effective_from=edition.effective_from,
            effective_to=edition.effective_to,
            codes=sum(not code.heading for code in content.tabular.codes),
            billable=content.tabular.billable,
            sources=kept,
            origin=source.origin,
            installed_at=datetime.now(UTC).replace(microsecond=0),
            app_version=__version__,
            searchable=False,
            left_out=tuple(dict.fromkeys((*content.left_out, *source.not_taken))),
            checked=tuple(dict.fromkeys(filter(None, said))),
            notice=notice,
        ),
        reference_size=reference_size,
        decided_by=edition.decided_by,
        not_taken=source.not_taken,
    )


def _held_too(source: Source) -> Iterator[str]:
    """Say of the parts that state another release why they are in this one."""
    of_others: dict[str, list[str]] = {}
    for part in source.parts:
        if part.edition is not None and not part.states(source.edition.release):
            of_others.setdefault(part.edition.release, []).append(part.found.part.words)
    for release, words in of_others.items():
        yield f"of {release}, which holds for {source.edition.release} too: {', '.join(words)}"


def _check_count(source: Source, content: ReleaseContent) -> None:
    billable = content.tabular.billable
    if source.billable not in (0, billable):
        base = next(part for part in source.parts if part.found.part.role is not Role.JOINS)
        raise KnownError(
            f"{base.file.name} has {billable:,} valid codes, not the published"
            f" {source.billable:,}.",
            "Install the program again.",
        )
