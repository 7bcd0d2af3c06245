"""What coders type of a patient and of a service, read into values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from codebook_app.errors import KnownError
from codebook_app.gui.age_or_birth import read_age_or_birth
from codebook_app.gui.line_values import (
    read_charge,
    read_modifiers,
    read_pointers,
    read_revenue_code,
    read_units,
)

TODAY = date(2026, 11, 22)
BORN = date(1959, 3, 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("67", 67),
        ("67 y", 67),
        ("0", 0),
        ("130", 130),
        ("5 mo", 0),
        ("12d", 0),
        ("1959-03-02", BORN),
        ("3/2/1959", BORN),
        ("3/2/59", BORN),
        ("03021959", BORN),
        ("3/2/26", date(2026, 3, 2)),
    ],
)
def test_one_field_takes_an_age_or_a_birth_date(typed, meant):
    assert read_age_or_birth(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["131", "sixty", "2026-11-23", "13/13/1959", "-3"])
def test_what_is_neither_an_age_nor_a_birth_date_is_refused(typed):
    with pytest.raises(KnownError):
        read_age_or_birth(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ()),
        ("25", ("25",)),
        ("25 lt", ("25", "LT")),
        ("25,LT", ("25", "LT")),
        ("25LT59", ("25", "LT", "59")),
    ],
)
def test_modifiers_are_read_however_they_are_parted(typed, meant):
    assert read_modifiers(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ()),
        ("AB", ("A", "B")),
        ("b, a", ("B", "A")),
        ("1:12", ("A", "L")),
        ("ABA", ("A", "B")),
    ],
)
def test_pointers_are_letters_or_the_numbers_a_claim_has(typed, meant):
    assert read_pointers(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("", None), ("150", Decimal(150)), ("$1,150.50", Decimal("1150.50")), ("0", Decimal(0))],
)
def test_a_charge_is_dollars_and_cents(typed, meant):
    assert read_charge(typed) == meant


def test_units_and_revenue_codes_are_whole_numbers():
    assert (read_units(""), read_units(" 4 ")) == (None, 4)
    assert (read_revenue_code(""), read_revenue_code("450")) == ("", "0450")


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (read_modifiers, "2"),
        (read_modifiers, "2-5"),
        (read_pointers, "M"),
        (read_pointers, "13"),
        (read_units, "0"),
        (read_units, "1.5"),
        (read_charge, "12.345"),
        (read_charge, "-1"),
        (read_charge, "NaN"),
        (read_charge, "Infinity"),
        (read_revenue_code, "45"),
    ],
)
def test_what_cannot_be_is_refused_and_said(read, typed):
    with pytest.raises(KnownError, match=r"“.*” (is|points)"):
        read(typed)
