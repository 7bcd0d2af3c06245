"""Other spellings of a code: where the placeholder X may stand, and keys that look alike."""

from __future__ import annotations

import pytest

from codebook_app.edits.spelling import beginnings, other_spellings, placeholders


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("W21.89A", "W2189XA"),
        ("W21.89XXA", "W2189XA"),
        ("w2189xxxa", "W2189XA"),
        ("W20A", "W20XXXA"),
        ("W20.A", "W20XXXA"),
        ("T36.01A", "T360X1A"),
        ("T36.01XA", "T360X1A"),
        ("T36.01", "T360X1"),
        ("E11.2X", "E112"),
        ("S72.OO2A", "S72002A"),
        ("SI2.9XXA", "S129XXA"),
        ("S7l.00lA", "S71001A"),
        ("T36.O1A", "T360X1A"),
        ("E.1122", "E1122"),
        ("E-11.22", "E1122"),
    ],
)
def test_what_may_have_been_meant_is_among_the_spellings(written, meant):
    assert meant in other_spellings(written)


@pytest.mark.parametrize("written", ["", "E", "E11", "-", "E1122334455", "diabetes mellitus"])
def test_what_can_be_no_code_has_no_other_spelling(written):
    assert other_spellings(written) == ()


def test_the_first_letter_is_never_taken_for_a_digit():
    assert all(spelling.startswith("O") for spelling in other_spellings("O99.4IO"))
    assert "O99410" in other_spellings("O99.4IO")


def test_the_beginnings_run_from_the_longest_to_the_category():
    assert beginnings("S72.002Z") == ("S72002", "S7200", "S720", "S72")
    assert beginnings("E11") == beginnings("") == ()


def test_placeholders_are_counted_behind_the_category():
    assert placeholders("W2189XA") == 1
    assert placeholders("X30XXXA") == 3
