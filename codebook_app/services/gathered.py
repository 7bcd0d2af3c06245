"""What a release is to be made of, and what is known of the releases that stand already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codebook_app.codesets.archive import LeftOut
from codebook_app.codesets.base import Edition
from codebook_app.domain.release import Release, SourceFile
from codebook_app.services.sources import StatedPart


@dataclass(frozen=True, slots=True)
class Standing:
    """An installed release, as far as joining looks at it; it may be *usable* or to be rebuilt."""

    edition: Edition
    files: tuple[SourceFile, ...]
    usable: bool = True

    @classmethod
    def of(cls, release: Release, decided_by: str, usable: bool) -> Standing:
        """Return *release* so, of an edition *decided_by* what its first import found."""
        edition = Edition(
            release.release,
            release.title,
            release.effective_from,
            release.effective_to,
            decided_by,
        )
        return cls(edition, release.sources, usable)

    def of_kind(self, kind: str) -> SourceFile | None:
        """Return the file it has for a kind of part."""
        return next((file for file in self.files if file.part == kind), None)


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that the installed release *release* keeps and the new one takes over."""

    release: str
    file: SourceFile


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one release is to be made of: *new* parts, and those *carried* over.

    Where nothing is new to the release that stands, *new* is empty and nothing is to be done.
    *came* are all parts of the import that belong to it, new or not; *placed* says in words why a
    part that states no release is in this one.
    """

    edition: Edition
    new: tuple[StatedPart, ...]
    carried: tuple[Carried, ...]
    came: tuple[StatedPart, ...]
    placed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathering:
    """The releases that an import makes or joins, and the parts that fit none."""

    releases: tuple[Gathered, ...]
    homeless: tuple[LeftOut, ...]
    left_out: tuple[LeftOut, ...]


def carried_over(
    edition: Edition, kinds: Iterable[str], standing: Sequence[Standing]
) -> tuple[Carried, ...]:
    """Return the files of other releases that hold for *edition* too, *kinds* set aside.

    Whether a file is a part that joins, only its content tells: whoever opens it must look.
    """
    found: dict[str, tuple[Edition, Carried]] = {}
    for one in standing:
        for file in one.files:
            stated = _stated(file)
            if stated is None or file.part in kinds or not stated.covers(edition):
                continue
            if one.edition.release == edition.release:
                continue
            best = found.get(file.part)
            if best is None or best[0].effective_from < stated.effective_from:
                found[file.part] = (stated, Carried(one.edition.release, file))
    return tuple(carried for _, carried in found.values())


def surroundings(name: str) -> list[str]:
    """Return the zips and folders around the file *name*, inside out, each as names begin in it.

    The last is empty: everything that was imported.
    """
    around = []
    for at in range(len(name) - 1, 0, -1):
        if name[at] == "/":
            around.append(name[: at + 1])
        elif name.startswith(" › ", at):
            around.append(name[: at + 3])
    return [*around, ""]


def _stated(file: SourceFile) -> Edition | None:
    if not file.states or file.states_from is None or file.states_to is None:
        return None
    return Edition(file.states, file.states, file.states_from, file.states_to, "")
