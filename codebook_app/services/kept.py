"""The source that every installed release keeps, to be built anew by a later program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from codebook_app.codesets.archive import OfficialFile, official_files
from codebook_app.codesets.base import CodeSet, CodeSets, Edition
from codebook_app.errors import KnownError
from codebook_app.services.installation import Source
from codebook_app.services.manifest import read_manifest
from codebook_app.services.release_folders import SOURCE


@contextmanager
def kept_source(code_sets: CodeSets, folder: Path) -> Iterator[Source | None]:
    """Yield the source that the release in *folder* keeps, while the block runs.

    None where it cannot be read, or is of no code set of this program: such a release is left as
    it lies, for another version of the program.
    """
    with ExitStack() as stack:
        yield _source(code_sets, folder, stack)


def _source(code_sets: CodeSets, folder: Path, stack: ExitStack) -> Source | None:
    try:
        code_set = code_sets.named(folder.parent.name)
        found = stack.enter_context(official_files([folder / SOURCE]))
        file = next(file for file in found.files if code_set.recognises(file))
        source = _as_installed(code_set, file, folder)
    except (KnownError, StopIteration):
        return None
    return source if source.edition.release == folder.name else None


def _as_installed(code_set: CodeSet, file: OfficialFile, folder: Path) -> Source:
    """Return the source with what was known of the release when it was installed."""
    manifest = read_manifest(folder)
    if manifest is None:
        return Source(code_set, file, code_set.edition(file), origin=f"kept at {folder}")
    release = manifest.release
    decided_by, *left_out = release.left_out or ("rebuilt from its kept source",)
    return Source(
        code_set,
        file,
        Edition(
            release.release,
            release.title,
            release.effective_from,
            release.effective_to,
            decided_by,
        ),
        origin=release.origin,
        left_out=tuple(left_out),
        package=manifest.package,
    )
