"""How ICF qualifiers are chosen and written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codebook_app.codesets.icf.grammar import in_words, parse
from codebook_app.domain.qualifier import Qualifying, may_help, scales_of


def test_each_component_has_its_own_scales():
    assert [len(scales_of(code)) for code in ("b1", "s1", "d1", "e1", "x1")] == [1, 3, 4, 1, 0]
    assert [may_help(code) for code in ("b280", "e310")] == [False, True]


def test_what_is_left_open_between_is_written_as_a_gap_and_what_follows_is_not():
    code = Qualifying.begun("d450").chosen(1, "2")

    assert code.text == "d450._2"
    assert code.next_open == 0
    assert code.stepped_back().text == "d450"
    assert code.stepped_back().stepped_back().text == "d450"


def chosen(code: str, digits: list[str], *, helps: bool) -> Qualifying:
    made = Qualifying(code, ("",) * len(scales_of(code)), helps and may_help(code))
    for at, digit in enumerate(digits[: len(scales_of(code))]):
        allowed = dict(scales_of(code)[at].digits)
        made = made.chosen(at, digit if digit in allowed else "")
    return made


@given(
    st.sampled_from(["b280", "s7300", "d450", "e310"]),
    st.lists(st.sampled_from(["", *"0123456789"]), min_size=4, max_size=4),
    st.booleans(),
)
def test_what_is_built_is_read_again_with_the_same_meaning(code, digits, helps):
    built = chosen(code, digits, helps=helps)
    read = parse(built.text)

    assert read is not None
    assert read.text == built.text
    assert ", ".join(f"{of}: {meaning}" for of, meaning in in_words(read)) == built.words
