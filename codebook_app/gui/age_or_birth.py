"""A patient's age or birth date, typed into one field."""

from __future__ import annotations

import re
from datetime import date

from codebook_app.domain.encounter import OLDEST_AGE
from codebook_app.errors import KnownError
from codebook_app.gui.panels.date_field import read_date

_YEARS = re.compile(r"(\d{1,3})\s*(?:y|yr|yrs|years?)?\.?", re.IGNORECASE)
_UNDER_A_YEAR = re.compile(r"(\d{1,3})\s*(?:d|days?|w|wk|weeks?|m|mo|months?)\.?", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_HINT = "Type an age (67) or a birth date (1959-03-02 or 3/2/1959)."


def read_age_or_birth(text: str, today: date) -> int | date | None:
    """Return an age in whole years, or a birth date, as *text* says; None for no text.

    Of a birth date with two digits for the year, the last one that was before *today* is meant.
    An age in days, weeks or months below a year is 0. All else is a KnownError.
    """
    said = text.strip()
    if not said:
        return None
    if (years := _YEARS.fullmatch(said)) is not None:
        age = int(years.group(1))
        if age > OLDEST_AGE:
            raise KnownError(f"{age} is no age in years.", _HINT)
        return age
    if _UNDER_A_YEAR.fullmatch(said) is not None:
        return 0
    try:
        birth = read_date(said, today)
    except KnownError as fault:
        raise KnownError(f"“{said}” is neither an age nor a birth date.", _HINT) from fault
    if birth is not None and birth > today and _SHORT_YEAR.fullmatch(said):
        birth = birth.replace(year=birth.year - 100)
    if birth is not None and birth > today:
        raise KnownError(f"The birth date {birth} is still to come.", _HINT)
    return birth
