"""What a code set brings to the program, and the code sets the program knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.embedded import EmbeddedSource
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink


@dataclass(frozen=True, slots=True)
class Edition:
    """Which release a file is: its name, its title for people, the days it is in force.

    *decided_by* says in words how that was found out.
    """

    release: str
    title: str
    effective_from: date
    effective_to: date
    decided_by: str


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
    def embedded(self) -> Sequence[EmbeddedSource]:
        """The releases that lie in installed packages."""

    def recognises(self, file: OfficialFile) -> bool:
        """Whether *file* alone makes a release of this code set, judged by its content."""

    def declines(self, file: OfficialFile) -> str | None:
        """Return why *file*, though of this code set, makes no release; None where it is not."""

    def edition(self, file: OfficialFile) -> Edition:
        """Return which release *file* is, reading no more than its beginning.

        Raises:
            KnownError: the file does not say.
        """

    def read(
        self,
        file: OfficialFile,
        chunks: Iterable[bytes],
        release: str,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> TabularList:
        """Return the content of *file*, whose bytes are *chunks*, as the lines of *release*.

        Raises:
            KnownError: it cannot be read; with file and line.
            Cancelled: *cancel* was raised.
        """

    def compare(self, tabular: TabularList, others: Sequence[OfficialFile]) -> tuple[str, ...]:
        """Return, a sentence each, how *tabular* agrees with the other files of the import."""


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
