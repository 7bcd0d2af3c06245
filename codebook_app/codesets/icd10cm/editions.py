"""Which release of ICD-10-CM a file belongs to, by the year it states and by its names.

A fiscal year runs from 1 October to 30 September; its April update starts on 1 April.
"""

from __future__ import annotations

import re
from datetime import date

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition
from codebook_app.errors import KnownError

_TITLE = "ICD-10-CM"
_FIRST_YEAR, _YEARS_END = 2003, 2200  # drafts were published from 2003 on
_APRIL = re.compile(r"april", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20(\d\d)(?!\d)|FY[ _-]?(\d\d)(?!\d)")


def edition_of_year(year: int, file: OfficialFile) -> Edition:
    """Return the edition of *file*, which itself states the fiscal *year* and no more.

    That it is the April update's, its name or that of the zip around it tells.

    Raises:
        KnownError: there is no ICD-10-CM of that year.
    """
    if not _FIRST_YEAR <= year < _YEARS_END:
        raise KnownError(
            f"{file.name} states the fiscal year {year}, of which there is no ICD-10-CM.",
            "Import the file as CDC or CMS publishes it.",
        )
    for named in names_of(file):
        if _APRIL.search(named) and _is_of(year, named):
            return april(
                year,
                f"taken for the April update FY{year}-04, since “{named}” says April; the file"
                f" itself states {year} only",
            )
    own = years_in(names_of(file)[0])
    doubt = f", though its name says {own[0]}" if own and year not in own else ""
    return fiscal_year(
        year,
        f"taken for FY{year} from 1 October {year - 1}, since the file states {year}{doubt} and no"
        " name says April",
    )


def edition_by_names(file: OfficialFile) -> Edition | None:
    """Return the edition that the names of *file* and of the zips around it tell, if they do.

    For files that state no year themselves. The innermost name with a year decides.
    """
    for named in names_of(file):
        year = max(years_in(named), default=0)
        if year < _FIRST_YEAR:
            continue
        for other in names_of(file):
            if _APRIL.search(other) and _is_of(year, other):
                return april(
                    year, f"taken for the April update FY{year}-04, since “{other}” says April"
                )
        return fiscal_year(year, f"taken for FY{year} by the name “{named}”")
    return None


def fiscal_year(year: int, decided_by: str) -> Edition:
    """Return the edition in force for the whole fiscal *year*."""
    return Edition(
        f"FY{year}", f"{_TITLE} FY{year}", date(year - 1, 10, 1), date(year, 9, 30), decided_by
    )


def april(year: int, decided_by: str) -> Edition:
    """Return the April update of the fiscal *year*."""
    return Edition(
        f"FY{year}-04",
        f"{_TITLE} FY{year}, April {year}",
        date(year, 4, 1),
        date(year, 9, 30),
        decided_by,
    )


def names_of(file: OfficialFile) -> list[str]:
    """Return the name of *file*, then those of the folders and zips around it, inside out."""
    return [part for part in reversed(re.split(r" › |[\\/]", file.name)) if part]


def years_in(text: str) -> list[int]:
    """Return the years that *text* names, ``2026`` or ``FY26``."""
    return [2000 + int(whole or short) for whole, short in _YEAR.findall(text)]


def _is_of(year: int, named: str) -> bool:
    """Whether a name that says April means *year*, or says no year."""
    years = years_in(named)
    return not years or year in years
