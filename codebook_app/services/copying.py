"""Writes a code list for other programs, and reads one from an encounter file."""

from __future__ import annotations

from codebook_app.domain.copying import CopyFormat, CopyOptions, Rendered
from codebook_app.domain.encounter import Encounter
from codebook_app.services.releases import Releases


class Copying:
    """Writes encounters in the formats other programs take.

    With *releases*, the lines of an encounter file get the titles their release prints.
    """

    def __init__(self, releases: Releases | None = None) -> None:
        self._releases = releases

    def formats(self) -> tuple[CopyFormat, ...]:
        """Return the formats in the order of a menu."""
        raise NotImplementedError

    def render(self, encounter: Encounter, format_name: str, options: CopyOptions) -> Rendered:
        """Write the encounter's codes in a format."""
        raise NotImplementedError

    def read_encounter(self, text: str, name: str) -> Encounter:
        """Read an encounter file's *text*; *name* is the file's, for messages."""
        raise NotImplementedError
