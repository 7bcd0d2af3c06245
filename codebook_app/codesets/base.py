"""What a code set brings to the program, and the code sets the program knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.codesets.archive import OfficialFile
    from codebook_app.codesets.embedded import EmbeddedRelease
    from codebook_app.domain.content import ReleaseContent
    from codebook_app.progress import CancelToken, ProgressSink


class Role(IntEnum):
    """What a part is to its release.

    A BASE makes a release. A SPARE makes one only where no base of the release is there (the order
    file of ICD-10-CM: codes and titles, but no notes), and joins it as a check where one is. A
    JOINS is nothing without a release to join.
    """

    BASE = 0
    SPARE = 1
    JOINS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a release a file holds.

    *kind* names it within the code set, one word (``tabular``, ``index``, ``poa``): a release holds
    at most one file of a kind, a newer import takes the older one's place. *words* are for people:
    "the tabular list". Of two files of one kind and release in one import, that with the lower
    *preference* is read (text before spreadsheet), and the other left out with a word.
    """

    kind: str
    role: Role
    words: str
    preference: int = 0


@dataclass(frozen=True, slots=True)
class PartFile:
    """A recognised file."""

    part: Part
    file: OfficialFile


@dataclass(frozen=True, slots=True)
class Edition:
    """Which release a file belongs to: its name, its title for people, the days it is in force.

    *decided_by* says in words how that was found out.
    """

    release: str
    title: str
    effective_from: date
    effective_to: date
    decided_by: str

    def covers(self, other: Edition) -> bool:
        """Whether a part that states this edition also holds for *other*.

        What is published for a fiscal year holds for its April update too, which is in force within
        that year, unless the update brings that part itself.
        """
        return (
            self.effective_from <= other.effective_from and other.effective_to <= self.effective_to
        )


class CodeSet(Protocol):
    """One code set: how its files are recognised and read.

    A new code set is one more of these in :class:`CodeSets` and nothing else.
    """

    @property
    def name(self) -> str:
        """The name in commands and folders: ``icd10cm``."""

    @property
    def title(self) -> str:
        """The name for people: ``ICD-10-CM``."""

    @property
    def embedded(self) -> Sequence[EmbeddedRelease]:
        """The releases that lie in installed packages."""

    @property
    def licensed(self) -> bool:
        """Whether a release stays off until the person confirms to have a licence for it."""

    def part(self, file: OfficialFile) -> Part | None:
        """Return which part of a release *file* is, judged by its content; None where it is none.

        Looks at the beginning only, or at the first rows of a spreadsheet.
        """

    def declines(self, file: OfficialFile) -> str | None:
        """Return why *file*, though of this code set, is not taken; None where it is not of it."""

    def edition(self, found: PartFile) -> Edition | None:
        """Return the edition *found* states: by its content, else by its and its zips' names.

        None where neither says: it then goes with the one release of the same import.

        Raises:
            KnownError: the file contradicts itself, or states what no release can be.
        """

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the content of the release *edition* that *parts*, one of a kind, make.

        Parts are compared with one another, and counts with the published ones; what came of it is
        said in the content's *checks*. The lines carry ``edition.release``.

        Raises:
            KnownError: a part cannot be read; with file and line.
            Cancelled: *cancel* was raised.
        """


class CodeSets:
    """The code sets of the program, in the order they are shown."""

    def __init__(self, code_sets: Sequence[CodeSet]) -> None:
        self._code_sets = tuple(code_sets)

    def __iter__(self) -> Iterator[CodeSet]:
        return iter(self._code_sets)

    def named(self, name: str) -> CodeSet:
        """Return the code set called *name*.

        Raises:
            KnownError: there is none; the message names those there are.
        """
        for code_set in self._code_sets:
            if code_set.name == name:
                return code_set
        known = ", ".join(code_set.name for code_set in self._code_sets)
        raise KnownError(f"There is no code set “{name}”.", f"Choose one of: {known}.")
