"""How codes are written."""

from __future__ import annotations

import pytest

from codebook_app.codesets.icd10pcs import grammar


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0SR9019", "0SR9019"),
        (" 0sr9019 ", "0SR9019"),
        ("OSR90I9", "0SR9019"),
        ("xw033a5", "XW033A5"),
        ("0SR901", None),
        ("0SR90199", None),
        ("0SR9.19", None),
        ("0SR 019", None),
        ("", None),
        ("٠SR9019", None),
    ],
)
def test_a_code_is_read_as_it_may_be_typed(text, code):
    assert grammar.normalise(text) == code


@pytest.mark.parametrize(
    ("text", "beginning"),
    [("0", "0"), ("0s", "0S"), ("osr", "0SR"), ("0SR9019", "0SR9019"), ("0SR-", None), ("", None)],
)
def test_a_beginning_is_read_as_it_may_be_typed(text, beginning):
    assert grammar.looks_like_prefix(text) == beginning


def test_no_character_can_be_taken_for_a_figure():
    assert len(grammar.ALPHABET) == 34
    assert not {"I", "O"} & set(grammar.ALPHABET)


def test_above_a_code_are_its_table_body_system_and_section():
    assert [grammar.parent(code) for code in ("0SR9019", "0SR", "0S", "0")] == [
        "0SR",
        "0S",
        "0",
        "",
    ]
