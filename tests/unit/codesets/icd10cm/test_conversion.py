"""The conversion table: what was coded before each new code."""

from __future__ import annotations

from datetime import date

import pytest
from support.cm_files import a_file, conversion_sheet, sample_list

from codebook_app.codesets.icd10cm.checks import TabularCodes
from codebook_app.codesets.icd10cm.conversion import compare_with_conversion, read_conversion
from codebook_app.domain.content import Conversion
from codebook_app.errors import KnownError


def previous_of(text: str, *known: str) -> tuple[str, ...]:
    sheet = a_file(conversion_sheet([("A00.0", 2098, text)]), "table.xlsx")
    (conversion,) = read_conversion(sheet, known).conversions
    return conversion.previous


def test_a_bare_year_means_the_first_of_october_of_it():
    rows = [("E11.22 ", 2097, "E11.29"), ("A01.0", "2099-04-01", "A01"), ("A00", 2098, "None")]
    assert read_conversion(a_file(conversion_sheet(rows, blank_above=1))).conversions == (
        Conversion("E11.22", ("E11.29",), date(2097, 10, 1)),
        Conversion("A01.0", ("A01",), date(2099, 4, 1)),
        Conversion("A00", (), date(2098, 10, 1)),
    )


@pytest.mark.parametrize(
    ("printed", "previous"),
    [
        ("A04.7", ("A04.7",)),
        ("J80, J82, J84.114 ", ("J80", "J82", "J84.114")),
        ("G93.3; R53.82", ("G93.3", "R53.82")),
        ("C56.1 and C56.2", ("C56.1", "C56.2")),
        ("I63.011 AND I63.012", ("I63.011", "I63.012")),
        ("M93.001 & M93.002", ("M93.001", "M93.002")),
        ("I63.- and P91.88", ("I63.-", "P91.88")),
        ("Codes in Categories T15-T19", ("T15-T19",)),
        ("K31.89 and a code from R11-", ("K31.89", "R11-")),
        ("T36.0X1-T36.0X5", ("T36.0X1", "T36.0X5")),
    ],
)
def test_previous_codes_are_found_however_they_are_listed(printed, previous):
    assert previous_of(printed) == previous


def test_a_short_range_is_spelled_out_as_far_as_its_codes_are_known():
    assert previous_of("Y07.01-Y07.04", "Y0702", "Y0703", "Y0709") == (
        "Y07.01", "Y07.02", "Y07.03", "Y07.04",
    )  # fmt: skip
    assert previous_of("H02.101-H02.106; H02.109", "H02102") == (
        "H02.101", "H02.102", "H02.106", "H02.109",
    )  # fmt: skip


def test_rows_that_say_nothing_to_be_read_are_told():
    rows = [
        ("A00", 2098, "None"),
        ("", "", ""),
        ("a word", 2098, "A01"),
        ("A01.0", "soon", "A01"),
        ("A01.1", 2098, "something else"),
        ("Q99.9", "2098-13-41", "A01"),
        ("Q99.8", 2098, "A01"),
    ]
    table = read_conversion(a_file(conversion_sheet(rows), "table.xlsx"))
    assert table.odd == (5, 6, 7, 8)
    assert compare_with_conversion(TabularCodes(sample_list()), table) == (
        "table.xlsx: 2 codes with what was coded before; 1 not valid in the tabular list (Q99.8);"
        " 4 rows not to be read (row 5)"
    )


def test_a_spreadsheet_without_header_or_rows_is_refused():
    with pytest.raises(KnownError, match=r"table.xlsx: no row is headed"):
        read_conversion(a_file(conversion_sheet([], blank_above=30), "table.xlsx"))
    with pytest.raises(KnownError, match=r"table.xlsx: no row names"):
        read_conversion(a_file(conversion_sheet([("x", "y", "z")]), "table.xlsx"))
