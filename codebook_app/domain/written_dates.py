"""Dates as a coder types them among the words of a search."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(-(?P<day>[0-9]{1,2}))?")
_AMERICAN = re.compile(r"(?P<month>[0-9]{1,2})/((?P<day>[0-9]{1,2})/)?(?P<year>[0-9]{4})")


def days_of(word: str) -> tuple[date, date] | None:
    """Return the first and the last day that *word* names, None where it names none.

    A day is written 2026-11-03 or 11/3/2026, a month 2026-11 or 11/2026.
    """
    found = _ISO.fullmatch(word) or _AMERICAN.fullmatch(word)
    if found is None:
        return None
    year, month = int(found["year"]), int(found["month"])
    try:
        if found["day"]:
            day = date(year, month, int(found["day"]))
            return day, day
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    except ValueError:  # no such day; calendar's fault for a month is one too
        return None
