"""How ICF codes and their qualifiers are written."""

from __future__ import annotations

import pytest

from codebook_app.codesets.icf.grammar import QualifiedCode, in_words, normalise, parse


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("b280", QualifiedCode("b280")),
        (" B280.2 ", QualifiedCode("b280", "2")),
        ("b28013.9", QualifiedCode("b28013", "9")),
        ("e310+3", QualifiedCode("e310", "3", facilitator=True)),
        ("e310.+3", QualifiedCode("e310", "3", facilitator=True)),
        ("e310.3", QualifiedCode("e310", "3")),
        ("s7300.321", QualifiedCode("s7300", "321")),
        ("d450.12", QualifiedCode("d450", "12")),
        ("d450._2", QualifiedCode("d450", "_2")),
        ("a450.1", QualifiedCode("d450", "1")),
        ("p450", QualifiedCode("d450")),
        ("b1", QualifiedCode("b1")),
    ],
)
def test_codes_are_read_with_their_qualifiers(text, parsed):
    assert parse(text) == parsed
    assert normalise(text) == parsed.code


@pytest.mark.parametrize(
    "text",
    ["", "b", "280", "b280.", "b280.22", "b280.5", "b280+2", "b280.+2", "e310.12", "s730.12345",
     "x280", "b280123", "b280.a", "d450.1+2", "E11.22", "b110-b139"],
)  # fmt: skip
def test_what_is_no_code_is_refused(text):
    assert parse(text) is None
    assert normalise(text) is None


def test_an_icd_code_of_the_same_letters_is_read_as_its_own_shape_says():
    # E11.2 has the shape of a barrier; which code set is meant, the caller knows.
    assert normalise("E11.2") == "e11"


@pytest.mark.parametrize("text", ["b280.2", "e310+3", "s7300.321", "d450._2", "b280"])
def test_a_code_is_written_as_it_was_read(text):
    parsed = parse(text)
    assert parsed is not None
    assert parsed.text == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("b280.2", (("extent", "moderate"),)),
        ("b280.8", (("extent", "not specified"),)),
        ("e310+3", (("facilitator", "severe"),)),
        ("e310.4", (("barrier", "complete"),)),
        ("d450.12", (("performance", "mild"), ("capacity without assistance", "moderate"))),
        ("d450._2", (("capacity without assistance", "moderate"),)),
        ("s7300.321", (("extent", "severe"), ("nature", "partly missing"), ("location", "right"))),
        ("b280", ()),
    ],
)
def test_qualifiers_are_told_in_words(text, words):
    parsed = parse(text)
    assert parsed is not None
    assert in_words(parsed) == words
