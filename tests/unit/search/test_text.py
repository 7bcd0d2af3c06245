"""How texts are cut into words."""

from __future__ import annotations

import pytest

from codebook_app.search.text import FILLERS, asides, fold, placed_words, without_codes, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Type 2 diabetes mellitus", ["type", "2", "diabetes", "mellitus"]),
        ("X-linked, post-traumatic", ["x", "linked", "post", "traumatic"]),
        ("Ménière's disease", ["meniere", "disease"]),
        ("Bartholin’s gland", ["bartholin", "gland"]),
        ("O'nyong-nyong fever", ["onyong", "nyong", "fever"]),
        ("h/o s/p", ["h", "o", "s", "p"]),
        ("Me\u0301nie\u0300re", ["meniere"]),
        ("β-thalassemia", ["β", "thalassemia"]),
        ("…—!?", []),
        ("", []),
    ],
)
def test_words_are_lower_case_without_accents_or_possessive(text: str, cut: list[str]) -> None:
    assert words(text) == cut


@pytest.mark.parametrize("text", ["Ménière's (left) ear", "plain words", "Bartholin’s  gland"])
def test_placed_words_are_the_same_words_with_their_places(text: str) -> None:
    placed = list(placed_words(text))
    assert [word for word, _, _ in placed] == words(text)
    assert [fold(text[start:end]) for _, start, end in placed] == words(text)


def test_single_letters_and_without_are_no_fillers() -> None:
    assert not {"a", "b", "2", "without"} & FILLERS
    assert {"with", "of", "due", "to", "in", "the"} <= FILLERS


def test_words_in_parentheses_are_asides() -> None:
    assert asides("Essential (primary) high [very] pressure") == [False, True, False, True, False]
    assert asides("unclosed (primary high") == [False, True, True]
    assert asides("closed) twice)") == [False, False]


def test_codes_named_in_parentheses_are_no_words() -> None:
    assert words(without_codes("sugar disease (E08-E13, O24.-) type 2 (acute)")) == [
        "sugar",
        "disease",
        "type",
        "2",
        "acute",
    ]
