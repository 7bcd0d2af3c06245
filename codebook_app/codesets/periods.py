"""Which release of a code set its publisher has in force on a day, by how it publishes.

ICD-10-CM and ICD-10-PCS hold for a fiscal year from 1 October (CMS, since 1 October 2015), MS-DRG
version 44 for fiscal year 2027 and so on; HCPCS Level II comes out each quarter, CPT each year.
What an April update of ICD-10 changed is not a matter of the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ICD_10_BEGAN = date(2015, 10, 1)
_YEAR_BEFORE_V1 = 1983
_FISCAL = frozenset({"icd10cm", "icd10pcs"})


@dataclass(frozen=True, slots=True)
class Period:
    """The days, both included, that the release called *release* is published for."""

    release: str
    since: date
    until: date


def period_of(code_set: str, day: date) -> Period | None:
    """Return the period that *day* lies in; None for a code set that comes out at no set time."""
    if code_set in _FISCAL or code_set == "msdrg":
        if day < ICD_10_BEGAN:
            return None
        year = fiscal_year_of(day)
        name = f"FY{year}" if code_set in _FISCAL else f"v{year - _YEAR_BEFORE_V1}"
        until = date(year, 9, 30) if year <= date.max.year else date.max  # the calendar ends here
        return Period(name, date(year - 1, 10, 1), until)
    if code_set == "hcpcs":
        month = (day.month - 1) // 3 * 3 + 1
        since = date(day.year, month, 1)
        last = (since + timedelta(days=70)).replace(day=28) + timedelta(days=3)
        until = last if last.month == month + 2 else last.replace(day=1) - timedelta(days=1)
        return Period(f"{day.year}-{month:02}", since, until)
    if code_set == "cpt":
        return Period(str(day.year), date(day.year, 1, 1), date(day.year, 12, 31))
    return None


def april_of(period: Period) -> Period:
    """Return the April update within a fiscal year of ICD-10."""
    return Period(f"{period.release}-04", date(period.until.year, 4, 1), period.until)


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year that *day* lies in: 2027 from 1 October 2026 on."""
    return day.year + (day.month >= 10)
