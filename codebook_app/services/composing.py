"""Puts together what a release is built of: what came now, and what installed releases keep."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from codebook_app.codesets.archive import LeftOut
from codebook_app.codesets.base import CodeSet, Edition, Role
from codebook_app.codesets.embedded import EmbeddedRelease
from codebook_app.errors import KnownError
from codebook_app.services.gathered import (
    Carried,
    Gathered,
    Standing,
    carried_over,
    surroundings,
)
from codebook_app.services.kept import kept_parts
from codebook_app.services.release_folders import ReleaseFolders
from codebook_app.services.sources import Source, StatedPart, embedded_parts

_WITH = ", with "


class Composing:
    """Makes sources of releases, with the files that the releases below *folders* keep."""

    def __init__(self, folders: ReleaseFolders) -> None:
        self._folders = folders

    def standing(self, code_set: CodeSet) -> tuple[Standing, ...]:
        """Return the installed releases of *code_set*, those to be rebuilt included."""
        usable = {
            one.release.release
            for one in self._folders.manifests()
            if one.release.code_set == code_set.name
        }
        return tuple(
            Standing.of(one.release, one.decided_by, one.release.release in usable)
            for one in self._folders.readable(code_set.name)
        )

    def imported(
        self,
        code_set: CodeSet,
        gathered: Gathered,
        not_taken: Sequence[LeftOut],
        stack: ExitStack,
    ) -> Source:
        """Return the source of a release that an import makes or changes.

        The kept files it takes over stay open until *stack* is closed.

        Raises:
            KnownError: they cannot be read.
        """
        before = self._folders.readable_release(code_set.name, gathered.edition.release)
        parts = self._with_kept(code_set, gathered.edition, gathered.new, gathered.carried, stack)
        if before is None:
            origin = _imported_from(gathered.new)
        else:
            made = any(part.found.part.role is Role.BASE for part in gathered.new)
            first = _imported_from(gathered.new) if made else before.release.origin
            origin = _with(first, [part for part in parts if part.found.part.role])
        return Source(
            code_set,
            gathered.edition,
            parts,
            origin,
            gathered.placed,
            tuple(dict.fromkeys((*(before.not_taken if before else ()), *map(str, not_taken)))),
        )

    def embedded(self, code_set: CodeSet, embedded: EmbeddedRelease, stack: ExitStack) -> Source:
        """Return the source of an embedded release, with the files the person added to it.

        Raises:
            KnownError: the package does not hold it, or a kept file cannot be read.
        """
        parts = embedded_parts(code_set, embedded)
        edition = next(
            (
                part.edition
                for part in sorted(parts, key=lambda part: part.found.part.role)
                if part.edition is not None and part.states(embedded.release)
            ),
            None,
        )
        if edition is None:
            raise KnownError(
                f"{embedded.version()} does not hold {code_set.title} {embedded.release}.",
                "Install the program again.",
            )
        standing = self.standing(code_set)
        before = self._folders.readable_release(code_set.name, edition.release)
        if before is None:
            carried = carried_over(edition, {part.kind for part in parts}, standing)
        else:
            carried = tuple(
                Carried(edition.release, file)
                for file in before.release.sources
                if not file.package
            )
        own = {one.file.part for one in carried}
        new = [part for part in parts if part.kind not in own]
        whole = self._with_kept(code_set, edition, new, carried, stack)
        return Source(
            code_set,
            edition,
            whole,
            _with(
                f"embedded in {embedded.version()}",
                [part for part in whole if not part.package and part.found.part.role],
            ),
            not_taken=before.not_taken if before else (),
            billable=embedded.billable if len(whole) == len(parts) else 0,
        )

    def _with_kept(
        self,
        code_set: CodeSet,
        edition: Edition,
        new: Sequence[StatedPart],
        carried: Sequence[Carried],
        stack: ExitStack,
    ) -> tuple[StatedPart, ...]:
        """Return *new* with the *carried* parts, those first that make the release."""
        parts = {part.kind: part for part in new}
        for release in dict.fromkeys(one.release for one in carried):
            wanted = {one.file for one in carried if one.release == release}
            folder = self._folders.folder(code_set.name, release)
            for file, part in kept_parts(code_set, folder, stack):
                own = release == edition.release
                joins = part.found.part.role is not Role.BASE
                if (own or joins) and (file in wanted) and part.kind not in parts:
                    parts[part.kind] = part
        return tuple(sorted(parts.values(), key=lambda part: part.found.part.role))


def nearest(
    left_out: Sequence[LeftOut], gathered: Sequence[Gathered]
) -> tuple[tuple[LeftOut, ...], ...]:
    """Return which of *left_out* each of the *gathered* releases is to tell of.

    Where one lay in a zip or folder beside files of some releases, these tell of it, else all.
    """
    files = [{part.file.name for part in one.came} for one in gathered]
    for names in files:
        names |= {one.name for one in left_out if one.beside in names}
    told: list[list[LeftOut]] = [[] for _ in gathered]
    for one in left_out:
        for around in [one.name, *surroundings(one.name)]:
            near = [
                lines
                for names, lines in zip(files, told, strict=True)
                if any(name.startswith(around) for name in names)
            ]
            for lines in near:
                lines.append(one)
            if near:
                break
    return tuple(map(tuple, told))


def _imported_from(parts: Sequence[StatedPart]) -> str:
    """Return where *parts* came from: the file, or the zip or folder around all of them."""
    bases = [part for part in parts if part.found.part.role is Role.BASE] or list(parts)
    names = [part.file.name for part in bases]
    if len(names) == 1:
        return f"imported from {names[0]}"
    for around in surroundings(names[0]):
        if around and all(name.startswith(around) for name in names):
            return f"imported from {around.removesuffix(' › ').removesuffix('/')}"
    return f"imported from {names[0]} and {len(names) - 1} more"


def _with(origin: str, joined: Sequence[StatedPart]) -> str:
    """Return *origin* with the parts that joined the release in words."""
    first = origin.partition(_WITH)[0]
    words = dict.fromkeys(part.found.part.words for part in joined)
    return f"{first}{_WITH}{', '.join(words)}" if words else first
