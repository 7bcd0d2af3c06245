"""How codes are spelled."""

from __future__ import annotations

import pytest

from codebook_app.codesets.icd10cm.grammar import dotted, looks_like_prefix, normalise, undotted


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("E11.22", "E11.22"),
        ("e11.22", "E11.22"),
        ("E1122", "E11.22"),
        (" E11.22\t", "E11.22"),
        ("i10", "I10"),
        ("s72002a", "S72.002A"),
        ("w2189xa", "W21.89XA"),
        ("c7a.098", "C7A.098"),
        ("qa0.0139", "QA0.0139"),
        ("z3a00", "Z3A.00"),
    ],
)
def test_any_spelling_of_a_code_becomes_the_printed_one(typed, printed):
    assert normalise(typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "E",
        "E1",
        "11.22",
        "E11.",
        "E11.22.1",
        "E1.122",
        "E11 .22",
        "E11.22222",
        "diabetes",
        "AAA",
        "gout",
        "H1N1",
        "E08-E13",
        "E11.-",
        "Ⅻ11",
        "E١١",
    ],
)
def test_what_is_not_shaped_like_a_code_is_none(typed):
    assert normalise(typed) is None


def test_claims_take_codes_without_the_point():
    assert undotted("E11.22") == "E1122"
    assert undotted("I10") == "I10"


def test_the_point_stands_after_the_category():
    assert dotted("E1122") == "E11.22"
    assert dotted("I10") == "I10"


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("E11", "E11"),
        ("e112", "E112"),
        ("E11.2", "E112"),
        ("S72.-", "S72"),
        ("s72.", "S72"),
        ("S72.0-", "S720"),
        ("S72-", "S72"),
    ],
)
def test_the_beginning_of_a_code_is_read_with_or_without_dash(typed, prefix):
    assert looks_like_prefix(typed) == prefix


@pytest.mark.parametrize("typed", ["", "E1", "hip", "E08-E13", "--", "E11.--", "E11..2"])
def test_what_begins_no_code_is_none(typed):
    assert looks_like_prefix(typed) is None
