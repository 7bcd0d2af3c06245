"""Codes that a mistyped one may stand for."""

from __future__ import annotations

import pytest

from codebook_app.search.near_codes import look_alikes, near_codes

CODES = frozenset({"0SR90J9", "0SR90JA", "E1122", "E119", "S72001A", "N390", "I10", "J0585"})


def nearest(typed: str) -> tuple[str, ...]:
    return near_codes(typed, CODES.__contains__)


def test_an_o_is_read_as_a_zero_and_an_i_or_l_as_a_one() -> None:
    assert nearest("OSR9OJ9") == ("0SR90J9",)
    assert nearest("EI122") == ("E1122",)
    assert nearest("EL122") == ("E1122",)
    assert next(look_alikes("O1")) in {"01", "OI"}
    assert list(look_alikes("ABC")) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("S27001A", "S72001A"),  # swapped
        ("E1192", "E119"),  # its last is too many
        ("E11229", "E1122"),  # its last is too many
        ("J0575", "J0585"),  # one wrong
        ("J585", "J0585"),  # one missing
        ("N3990", "N390"),
    ],
)
def test_a_code_one_error_away_is_found(typed: str, code: str) -> None:
    assert nearest(typed)[0] == code


def test_the_likelier_error_hides_the_less_likely() -> None:
    assert nearest("0SR90J8") == ("0SR90J9",)
    assert nearest("0SR90JB") == ("0SR90JA",)


def test_short_or_far_codes_have_none_near() -> None:
    assert nearest("I11") == ()
    assert nearest("Q9999") == ()


def test_no_more_are_offered_than_asked_for() -> None:
    assert len(near_codes("S2345", lambda _: True, 3)) == 3
