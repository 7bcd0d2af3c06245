"""Codes and references, whatever is typed or printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook_app.codesets.icd10cm.grammar import (
    dotted,
    looks_like_prefix,
    normalise,
    undotted,
)
from codebook_app.codesets.icd10cm.references import find_references

LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
category = st.from_regex(r"[A-Z](?:[0-9][0-9AB]|[AB][0-9])", fullmatch=True)
codes = st.builds(
    lambda head, tail: dotted(head + tail), category, st.text(LETTERS_AND_DIGITS, max_size=4)
)
words = st.sampled_from(
    [
        "in ",
        "classified to ",
        "(",
        ")",
        ", ",
        "-",
        ".-",
        " and ",
        " with ",
        "fifth character ",
        "1-4",
    ]
)
sentences = st.lists(st.one_of(codes, words, st.text(max_size=5)), max_size=12).map("".join)


@pytest.mark.slow
@given(codes)
def test_a_printed_code_is_its_own_spelling(code):
    assert normalise(code) == code


@given(codes)
def test_taking_the_point_away_and_setting_it_again_is_the_identity(code):
    assert dotted(undotted(code)) == code
    assert normalise(undotted(code)) == code


@given(codes, st.booleans(), st.booleans(), st.text(" \t\n", max_size=3))
def test_spelling_does_not_matter(code, small, pointless, blanks):
    typed = undotted(code) if pointless else code
    typed = typed.lower() if small else typed
    assert normalise(blanks + typed + blanks) == code


@given(st.text())
def test_any_text_is_read_or_not_but_never_fails(text):
    printed = normalise(text)
    if printed is not None:
        assert normalise(printed) == printed
    prefix = looks_like_prefix(text)
    if prefix is not None:
        assert looks_like_prefix(prefix) == prefix
    if printed is not None:
        assert prefix == undotted(printed)


@pytest.mark.slow
@given(st.one_of(st.text(), sentences))
def test_references_lie_in_the_text_in_order_and_apart(text):
    end = 0
    for found in find_references(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert found.first[: len(found.last)] <= found.last
        printed = text[found.start : found.end]
        assert undotted(printed).startswith(found.first)
        assert undotted(printed).rstrip("-").endswith(found.last)


@given(st.one_of(st.text(), sentences), codes)
def test_asking_a_reference_never_fails(text, code):
    for found in find_references(text):
        assert found.covers(undotted(code)) in (True, False)


@given(codes)
def test_a_code_in_parentheses_is_found_whole(code):
    text = f"sample disease ({code})"
    (found,) = find_references(text)
    assert text[found.start : found.end] == code
    assert found.covers(undotted(code))


@given(codes, codes)
def test_a_range_covers_its_ends(one, other):
    first, last = sorted((undotted(one), undotted(other)))
    found = find_references(f"sample ({dotted(first)}-{dotted(last)})")
    assert any(reference.covers(first) for reference in found)
    assert any(reference.covers(last) for reference in found)
