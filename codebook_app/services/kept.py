"""The source files that every installed release keeps, to be read again."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.base import CodeSet, CodeSets, Edition, PartFile
from codebook_app.domain.release import SourceFile
from codebook_app.errors import KnownError
from codebook_app.services.manifest import Manifest, read_manifest
from codebook_app.services.release_folders import SOURCE
from codebook_app.services.sources import Source, StatedPart

_AS_OF = (1980, 1, 1, 0, 0, 0)  # the oldest a zip can say: equal sources give equal zips
_FAST = 3  # deflate's level: a fifth larger than the usual one, in half the time


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file as it lies in a source.zip: *part* is empty where an early version kept it."""

    part: str
    file: OfficialFile


def keep(kept: zipfile.ZipFile, part: StatedPart) -> IO[bytes]:
    """Return where the content of *part* is to be written to, to be kept in the zip *kept*.

    The name it was imported under is kept along, since it may tell the edition.
    """
    member = zipfile.ZipInfo(f"{part.kind}/{part.file.own_name}", _AS_OF)
    member.comment = part.file.name.encode()[:65_535]
    member.compress_type = zipfile.ZIP_DEFLATED
    member._compresslevel = _FAST  # type: ignore[attr-defined]
    return kept.open(member, "w")


def kept_files(folder: Path, stack: ExitStack) -> tuple[KeptFile, ...]:
    """Return the files that the release in *folder* keeps, open until *stack* is closed.

    Raises:
        KnownError: they cannot be read.
    """
    place = folder / SOURCE
    try:
        archive = stack.enter_context(zipfile.ZipFile(place))
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as fault:
        raise KnownError(
            f"The kept source {place} cannot be read ({fault}).", "Import the official files again."
        ) from fault
    return tuple(_kept(archive, member) for member in archive.infolist())


def kept_parts(
    code_set: CodeSet, folder: Path, stack: ExitStack
) -> tuple[tuple[SourceFile | None, StatedPart], ...]:
    """Return the parts that the release in *folder* keeps, with what its manifest says of each.

    One that *code_set* no longer takes for a part is left out.

    Raises:
        KnownError: they cannot be read.
    """
    manifest = read_manifest(folder)
    sources = manifest.release.sources if manifest else ()
    return tuple(_parts(code_set, kept_files(folder, stack), sources))


def kept_source(code_sets: CodeSets, folder: Path, stack: ExitStack) -> Source | None:
    """Return the source that the release in *folder* keeps, open until *stack* is closed.

    None where it cannot be read, or is of no code set of this program: such a release is left as
    it lies, for another version of the program.
    """
    manifest = read_manifest(folder)
    try:
        code_set = code_sets.named(folder.parent.name)
        parts = tuple(part for _, part in kept_parts(code_set, folder, stack))
        edition = _edition(folder, manifest, parts)
    except KnownError:
        return None
    if edition is None or not parts:
        return None
    return Source(
        code_set,
        edition,
        parts,
        origin=manifest.release.origin if manifest else f"kept at {folder}",
        not_taken=manifest.not_taken if manifest else (),
    )


def _kept(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> KeptFile:
    part, _, own_name = member.filename.rpartition("/")
    name = member.comment.decode(errors="replace") or own_name
    return KeptFile(
        part, official_file(name, own_name, member.file_size, lambda: archive.open(member))
    )


def _parts(
    code_set: CodeSet, files: tuple[KeptFile, ...], sources: tuple[SourceFile, ...]
) -> Iterator[tuple[SourceFile | None, StatedPart]]:
    known = {(source.part, source.name): source for source in sources}
    for kept in files:
        part = code_set.part(kept.file)
        if part is None:
            continue
        found = PartFile(part, kept.file)
        source = known.get((kept.part, kept.file.own_name))
        if source is not None and source.states and source.states_from and source.states_to:
            edition: Edition | None = Edition(
                source.states, source.states, source.states_from, source.states_to, ""
            )
        else:
            edition = code_set.edition(found)
        yield source, StatedPart(found, edition, source.package if source else "")


def _edition(
    folder: Path, manifest: Manifest | None, parts: tuple[StatedPart, ...]
) -> Edition | None:
    """Return the edition that was installed in *folder*, as far as that can still be told."""
    if manifest is not None:
        release = manifest.release
        return Edition(
            release.release,
            release.title,
            release.effective_from,
            release.effective_to,
            manifest.decided_by,
        )
    editions = sorted(
        ((part.found.part.role, part.edition) for part in parts if part.edition),
        key=lambda one: one[0],
    )
    return next((edition for _, edition in editions if edition.release == folder.name), None)
