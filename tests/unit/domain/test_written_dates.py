"""Dates typed among the words of a search."""

from __future__ import annotations

from datetime import date

import pytest

from codebook_app.domain.written_dates import days_of


@pytest.mark.parametrize("word", ["2026-11-03", "2026-11-3", "11/3/2026", "11/03/2026"])
def test_a_day_is_read_in_either_form(word):
    assert days_of(word) == (date(2026, 11, 3), date(2026, 11, 3))


@pytest.mark.parametrize("word", ["2028-02", "2/2028", "02/2028"])
def test_a_month_is_all_its_days(word):
    assert days_of(word) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    "word", ["", "M17", "2026", "2026-13", "2026-02-30", "13/1/2026", "0000-01", "11/3/26", "99213"]
)
def test_what_is_no_date_is_none(word):
    assert days_of(word) is None
