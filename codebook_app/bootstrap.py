"""Builds the object graph, once, and hands it to the window or the command line.

The only module that sees every layer. Nothing is global: each call builds a program of its own.
"""

from __future__ import annotations

from pathlib import Path

from codebook_app.paths import folders as folders_in
from codebook_app.services.checking import Checking
from codebook_app.services.copying import Copying
from codebook_app.services.encounters import Encounters
from codebook_app.services.lookup import Lookup
from codebook_app.services.program import Program
from codebook_app.services.releases import Releases
from codebook_app.settings import Settings


def open_program(data_dir: Path | None = None) -> Program:
    """Build the use cases over *data_dir*, by default the operating system's place for us.

    Opens no file of size: databases and indexes open at their first use.
    """
    folders = folders_in(data_dir)
    releases = Releases(folders)
    return Program(
        folders=folders,
        settings=Settings(folders.settings),
        releases=releases,
        lookup=Lookup(releases),
        encounters=Encounters(folders.user_db),
        checking=Checking(releases),
        copying=Copying(releases),
    )


def lookup_service(data_dir: Path | None = None) -> Lookup:
    """Return the search and look-up of the window for use in a script."""
    return Lookup(Releases(folders_in(data_dir)))
