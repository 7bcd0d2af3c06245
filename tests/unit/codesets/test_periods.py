"""Which release is in force on a day by how each code set is published."""

from __future__ import annotations

from datetime import date

import pytest

from codebook_app.codesets.periods import Period, april_of, period_of


@pytest.mark.parametrize(
    ("code_set", "day", "release", "since", "until"),
    [
        ("icd10cm", date(2026, 9, 30), "FY2026", date(2025, 10, 1), date(2026, 9, 30)),
        ("icd10pcs", date(2026, 10, 1), "FY2027", date(2026, 10, 1), date(2027, 9, 30)),
        ("msdrg", date(2026, 11, 22), "v44", date(2026, 10, 1), date(2027, 9, 30)),
        ("hcpcs", date(2026, 11, 22), "2026-10", date(2026, 10, 1), date(2026, 12, 31)),
        ("hcpcs", date(2026, 1, 1), "2026-01", date(2026, 1, 1), date(2026, 3, 31)),
        ("hcpcs", date(2024, 6, 30), "2024-04", date(2024, 4, 1), date(2024, 6, 30)),
        ("hcpcs", date(2024, 9, 30), "2024-07", date(2024, 7, 1), date(2024, 9, 30)),
        ("icd10cm", date(9999, 12, 31), "FY10000", date(9999, 10, 1), date(9999, 12, 31)),
        ("hcpcs", date(9999, 12, 31), "9999-10", date(9999, 10, 1), date(9999, 12, 31)),
        ("cpt", date(2026, 11, 22), "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_the_period_its_publisher_sets(code_set, day, release, since, until):
    assert period_of(code_set, day) == Period(release, since, until)


@pytest.mark.parametrize(
    ("code_set", "day"), [("icd10cm", date(2015, 9, 30)), ("icf", date(2026, 1, 1))]
)
def test_without_set_times_there_is_no_period(code_set, day):
    assert period_of(code_set, day) is None


def test_the_april_update_ends_with_its_fiscal_year():
    year = period_of("icd10pcs", date(2026, 5, 1))

    assert year is not None
    assert april_of(year) == Period("FY2026-04", date(2026, 4, 1), date(2026, 9, 30))
