"""Which year's CPT a file is of, by its copyright notice and its names."""

from __future__ import annotations

import re
from datetime import date

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition
from codebook_app.codesets.namings import names_of, years_in
from codebook_app.errors import KnownError

_SIGN = r"(?:\s|®|™|\(R\)){0,8}"
_STATED = re.compile(
    rf"\b(?:CPT|Current Procedural Terminology){_SIGN}(20\d\d)(?!\d)(?!\s*American)"
    rf"|(?<!\d)(?<!-)(20\d\d)\s+(?:CPT|Current Procedural Terminology)\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\W{0,6}((?:(?:19|20)\d\d\W{0,3}(?:and\s+)?)+)", re.IGNORECASE
)
_JOINED = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|_")


def edition_of(notice: str, file: OfficialFile) -> Edition | None:
    """Return the year that *notice* states, else the names of *file*, else the copyright's next.

    A CPT year is in force from 1 January to 31 December; the AMA's copyright is of the year before.

    Raises:
        KnownError: the notice states a year that CPT cannot be of.
    """
    copyright_years = [year for match in _COPYRIGHT.finditer(notice) for year in years_in(match[1])]
    without = _COPYRIGHT.sub(" ", notice)
    stated = [int(first or second) for first, second in _STATED.findall(without)]
    if stated:
        return _edition(max(stated), "its notice states that year", file)
    for name in names_of(file):
        years = years_in(_JOINED.sub(" ", name))
        if years:
            return _edition(max(years), f"“{name}” says so", file)
    if copyright_years:
        newest = max(copyright_years)
        return _edition(newest + 1, f"its copyright is of {newest}, the year before", file)
    return None


def _edition(year: int, since: str, file: OfficialFile) -> Edition:
    if not 1990 <= year <= 2100:
        raise KnownError(
            f"{file.name}: CPT cannot be of the year {year}.",
            "Import the AMA's files as they came.",
        )
    return Edition(
        str(year),
        f"CPT {year}",
        date(year, 1, 1),
        date(year, 12, 31),
        f"taken for {year}, since {since}",
    )
