"""Releases that lie as data inside installed Python packages.

Only the data is read, through importlib.resources; the package's own code never runs.
"""

from __future__ import annotations

import importlib.resources
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import IO, Protocol

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.errors import KnownError


class EmbeddedFile(Protocol):
    """A file of a release inside an installed package, or made of the data in it."""

    @property
    def distribution(self) -> str:
        """The distribution that brings it."""

    def file(self) -> OfficialFile:
        """Return the file.

        Raises:
            KnownError: the package, or the file in it, is not there.
        """


@dataclass(frozen=True, slots=True)
class EmbeddedRelease:
    """A release made of the *files* of installed packages.

    It is called *release*, as its code set reads the files; it must have *billable* valid codes, as
    published (0: not counted).
    """

    release: str
    files: tuple[EmbeddedFile, ...]
    billable: int = 0

    def version(self) -> str:
        """Return the distributions with their versions, ``simple-icd-10-cm 1.5.0``."""
        names = dict.fromkeys(file.distribution for file in self.files)
        return ", ".join(version_of(name) for name in names)

    def official_files(self) -> Sequence[OfficialFile]:
        """Return the files.

        Raises:
            KnownError: a package, or a file in it, is not there.
        """
        return [file.file() for file in self.files]


@dataclass(frozen=True, slots=True)
class PackageFile:
    """The file at *path* in the module *package*, brought by *distribution*.

    The last part of *path* may be a pattern with ``*``: the first file by name that fits it, and
    whose root element is *root* where one is given.
    """

    distribution: str
    package: str
    path: str
    root: str = ""

    def file(self) -> OfficialFile:
        """Return the file.

        Raises:
            KnownError: the package, or the file in it, is not there.
        """
        *folders, pattern = self.path.split("/")
        folder = package_folder(self.distribution, self.package).joinpath(*folders)
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except OSError as fault:
            raise missing(self.distribution, str(fault)) from fault
        start, star, end = pattern.partition("*")
        for entry in entries:
            fits = entry.name.startswith(start) and entry.name.endswith(end)
            if entry.name != pattern and not (star and fits):
                continue
            with importlib.resources.as_file(entry) as path:
                size = path.stat().st_size
            name = f"{version_of(self.distribution)} › {entry.name}"
            found = official_file(name, entry.name, size, _opener(entry))
            if self.root in {"", found.root}:
                return found
        raise missing(self.distribution, f"no file {self.path} in it")


def version_of(distribution: str) -> str:
    """Return the distribution's name and version, ``simple-icd-10-cm 1.5.0``."""
    # Late: it takes as long to import as the first hits to find.
    import importlib.metadata

    try:
        return f"{distribution} {importlib.metadata.version(distribution)}"
    except importlib.metadata.PackageNotFoundError:
        return distribution


def package_folder(distribution: str, package: str) -> Traversable:
    """Return the folder of the module *package*, without importing it.

    Raises:
        KnownError: it is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None:
        raise missing(distribution, "the package is not installed")
    # The module is only a name for its folder here; importing it would run its code.
    return importlib.resources.files(importlib.util.module_from_spec(spec))


def missing(distribution: str, why: str) -> KnownError:
    """Return the fault of an embedded release that is not where it should be."""
    return KnownError(
        f"The embedded release of {distribution} cannot be found: {why}.",
        "Install the program again.",
    )


def _opener(entry: Traversable) -> Callable[[], IO[bytes]]:
    return lambda: entry.open("rb")
