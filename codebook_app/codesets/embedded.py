"""Releases that lie as data inside installed Python packages.

Only the data is read, through importlib.resources; the package's own code never runs.
"""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import IO

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.errors import KnownError


@dataclass(frozen=True, slots=True)
class EmbeddedSource:
    """Where a package keeps a release.

    The file is the one in *folder* of the module *package* whose root element is *root*; the
    distribution that brings it is called *distribution*. A release made of it has *billable* valid
    codes, as published.
    """

    distribution: str
    package: str
    folder: str
    root: str
    billable: int

    def version(self) -> str:
        """Return the distribution's name and version, ``simple-icd-10-cm 1.5.0``."""
        try:
            return f"{self.distribution} {importlib.metadata.version(self.distribution)}"
        except importlib.metadata.PackageNotFoundError:
            return self.distribution

    def file(self) -> OfficialFile:
        """Return the file.

        Raises:
            KnownError: the package, or the file in it, is not there.
        """
        spec = importlib.util.find_spec(self.package)
        if spec is None:
            raise self._missing("the package is not installed")
        # The module is only a name for its folder here; importing it would run its parser.
        folder = importlib.resources.files(importlib.util.module_from_spec(spec))
        try:
            entries = sorted(folder.joinpath(self.folder).iterdir(), key=lambda entry: entry.name)
        except OSError as fault:
            raise self._missing(str(fault)) from fault
        for entry in entries:
            if not entry.name.endswith(".xml"):
                continue
            with importlib.resources.as_file(entry) as path:
                size = path.stat().st_size
            found = official_file(
                f"{self.version()} › {entry.name}", entry.name, size, _opener(entry)
            )
            if found.root == self.root:
                return found
        raise self._missing(f"no file with the root <{self.root}> in it")

    def _missing(self, why: str) -> KnownError:
        return KnownError(
            f"The embedded release of {self.distribution} cannot be found: {why}.",
            "Install the program again.",
        )


def _opener(entry: Traversable) -> Callable[[], IO[bytes]]:
    return lambda: entry.open("rb")
