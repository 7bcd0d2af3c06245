"""What the names of a file, its folders and its zips say of the release it belongs to."""

from __future__ import annotations

import re

from codebook_app.codesets.archive import OfficialFile

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_BETWEEN = re.compile(r" › |[\\/]")


def names_of(file: OfficialFile) -> list[str]:
    """Return the file's name, then those of the folders and zips around it, inside out."""
    return [part for part in reversed(_BETWEEN.split(file.name)) if part]


def years_in(name: str) -> list[int]:
    """Return the years that *name* says, in their order."""
    return [int(year) for year in _YEAR.findall(name)]
