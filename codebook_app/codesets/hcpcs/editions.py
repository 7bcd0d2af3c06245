"""Which quarter a HCPCS file belongs to, by the dates in it and by its names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition
from codebook_app.codesets.namings import names_of, years_in
from codebook_app.errors import KnownError

_MONTHS = {1: "January", 4: "April", 7: "July", 10: "October"}
_NAMED_MONTH = re.compile(r"(?<![A-Za-z])(jan|apr|jul|oct)(?:uary|il|y|ober)?(?![A-Za-z])", re.I)
_JOINED = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|_")  # HCPC2025_OCT
_FIRST_MONTHS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}
# The last year that CMS put the whole list up once, for all of the year (its README of 2019).
_LAST_YEARLY = 2019
_FIRST_YEAR = 1983  # HCPCS began
# In a list of this many lines a quarter with so few is no release but a slip of the pen.
_LARGE, _STRAY = 1000, 3


def edition_of(dates: Sequence[date], file: OfficialFile) -> Edition | None:
    """Return the quarter of a list whose lines were added or changed on *dates*.

    That is the latest of them, unless the file's name says an earlier one and more lines speak for
    that, or only a few of very many lines are that late. Without dates the names decide.

    Raises:
        KnownError: the dates are of no year that HCPCS has.
    """
    counts = Counter(_quarter(day) for day in dates)
    if not counts:
        return edition_by_names(file)
    ordered = sorted(counts, reverse=True)
    if len(dates) > _LARGE:
        ordered = [one for one in ordered if counts[one] > _STRAY] or ordered
    latest = ordered[0]
    if not _FIRST_YEAR <= latest[0] <= 2100:
        raise KnownError(
            f"{file.name}: its latest date is in {latest[0]}, which no HCPCS list can be of.",
            "Download the file again from CMS and import that.",
        )
    words = f"taken for {_words(latest)}, of which its latest dates are"
    named = _named(file)
    if named is None or named.agrees(latest):
        return _edition(latest, words)
    if named.month is not None:
        claimed = (named.year, named.month)
        later = sum(count for quarter, count in counts.items() if quarter > claimed)
        if later < counts[claimed]:
            return _edition(
                claimed,
                f"taken for {_words(claimed)}, since “{named.name}” says so and"
                f" {counts[claimed]:,} dates in it agree; {later:,} dates in it are later",
            )
    return _edition(latest, f"{words}; “{named.name}” says otherwise")


def edition_by_names(file: OfficialFile) -> Edition | None:
    """Return the quarter, or the whole year, that the names of *file* say; None where none does."""
    named = _named(file)
    if named is None:
        return None
    said = f"since “{named.name}” says so"
    if named.month is not None:
        quarter = (named.year, named.month)
        return _edition(quarter, f"taken for {_words(quarter)}, {said}")
    return replace(
        _edition((named.year, 1), f"taken for the year {named.year}, {said}"),
        effective_to=date(named.year, 12, 31),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """What a file's or folder's *name* says: a year, and perhaps a quarter's first month."""

    year: int
    month: int | None
    name: str

    def agrees(self, quarter: tuple[int, int]) -> bool:
        return self.year == quarter[0] and self.month in {None, quarter[1]}


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3 * 3 + 1


def _words(quarter: tuple[int, int]) -> str:
    return f"{_MONTHS[quarter[1]]} {quarter[0]}"


def _named(file: OfficialFile) -> _Named | None:
    """Return what the innermost name that says a year says."""
    for name in names_of(file):
        words = _JOINED.sub(" ", name)
        years = years_in(words)
        if years:
            month = _NAMED_MONTH.search(words)
            return _Named(years[0], _FIRST_MONTHS[month[1].lower()] if month else None, name)
    return None


def _edition(quarter: tuple[int, int], decided_by: str) -> Edition:
    year, month = quarter
    begins = date(year, month, 1)
    release = f"{year}-{month:02d}"
    if year <= _LAST_YEARLY and month == 1:
        return Edition(release, f"HCPCS Level II {year}", begins, date(year, 12, 31), decided_by)
    following = date(year + (month == 10), month % 12 + 3 if month < 10 else 1, 1)
    return Edition(
        release,
        f"HCPCS Level II, {_MONTHS[month]} {year}",
        begins,
        following - timedelta(days=1),
        decided_by,
    )
