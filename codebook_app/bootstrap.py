"""Builds the object graph, once, and hands it to the window or the command line.

The only module that sees every layer. Nothing is global: each call builds a program of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from codebook_app.paths import Folders
from codebook_app.paths import folders as folders_in
from codebook_app.services.program import Program
from codebook_app.settings import Settings

if TYPE_CHECKING:
    from codebook_app.services.checking import Checking
    from codebook_app.services.copying import Copying
    from codebook_app.services.encounters import Encounters
    from codebook_app.services.lookup import Lookup
    from codebook_app.services.releases import Releases


def open_program(data_dir: Path | None = None) -> Program:
    """Build the use cases over *data_dir*, by default the operating system's place for us.

    Opens no file of size, and loads neither the database nor the search: each use case is made by
    the thread that first asks something of it, so that the window paints before all that.
    """
    folders = folders_in(data_dir)
    releases = cast("Releases", _Later(lambda: _releases(folders)))
    return Program(
        folders=folders,
        settings=Settings(folders.settings),
        releases=releases,
        lookup=cast("Lookup", _Later(lambda: _lookup(releases))),
        encounters=cast("Encounters", _Later(lambda: _encounters(folders))),
        checking=cast("Checking", _Later(lambda: _checking(releases))),
        copying=cast("Copying", _Later(lambda: _copying(releases))),
    )


def lookup_service(data_dir: Path | None = None) -> Lookup:
    """Return the search and look-up of the window for use in a script."""
    return _lookup(_releases(folders_in(data_dir)))


class _Later:
    """Stands for a use case until something is first asked of it. Safe from any thread."""

    def __init__(self, build: Callable[[], object]) -> None:
        self._build = build
        self._built: object = None
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        """Return what the use case itself has under *name*."""
        if self._built is None:
            if name == "close":
                return lambda: None  # nothing was opened
            with self._lock:
                if self._built is None:
                    self._built = self._build()
        return getattr(self._built, name)


def _releases(folders: Folders) -> Releases:
    from codebook_app.services.releases import Releases

    return Releases(folders)


def _lookup(releases: Releases) -> Lookup:
    from codebook_app.services.lookup import Lookup

    return Lookup(releases)


def _encounters(folders: Folders) -> Encounters:
    from codebook_app.services.encounters import Encounters

    return Encounters(folders.user_db)


def _checking(releases: Releases) -> Checking:
    from codebook_app.services.checking import Checking

    return Checking(releases)


def _copying(releases: Releases) -> Copying:
    from codebook_app.services.copying import Copying

    return Copying(releases)
