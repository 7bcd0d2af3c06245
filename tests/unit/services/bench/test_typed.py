"""What is typed to measure how fast the search answers."""

from __future__ import annotations

from random import Random

from codebook_app.services.bench.typed import QueryClass, Sample, keystrokes, typed_by_class

SAMPLE = Sample(
    ("Sample inkblot of left thumb, initial encounter by day", "Paper cut", "Ink", "x", "Blot dry"),
    ("q0112",),
)


def test_keystrokes_are_the_text_after_each_key() -> None:
    assert keystrokes("ink") == ["i", "in", "ink"]
    assert keystrokes("q011", 2) == ["q0", "q01", "q011"]


def test_each_class_has_its_queries() -> None:
    typed = typed_by_class(SAMPLE, Random(1))

    assert list(typed) == list(QueryClass)
    assert typed[QueryClass.ALL_WORDS][0] == "Sample inkblot of left thumb, initial"
    # One text of four is typed letter by letter.
    assert typed[QueryClass.KEYSTROKES][:2] == ["s", "sa"]
    assert typed[QueryClass.KEYSTROKES][-1] == "blot dry"
    assert "paper" not in typed[QueryClass.KEYSTROKES]
    assert typed[QueryClass.CODES] == ["q0", "q01", "q011", "q0112"]
    assert {"a", "z", "7"} <= set(typed[QueryClass.LETTERS])


def test_a_phrase_is_some_neighbouring_words_in_quotation_marks() -> None:
    phrases = typed_by_class(SAMPLE, Random(1))[QueryClass.PHRASE]

    # The words beside a comma are not neighbours, and a single word is no phrase.
    assert phrases == ['"Paper cut"', '"Blot dry"']


def test_the_misspelt_are_those_that_could_be() -> None:
    wrong = typed_by_class(SAMPLE, Random(1))[QueryClass.MISSPELT]

    assert len(wrong) == 3
    assert not set(wrong) & set(SAMPLE.texts)


def test_a_class_without_queries_is_left_out() -> None:
    assert QueryClass.CODES not in typed_by_class(Sample(("Paper cut",), ()), Random(1))
