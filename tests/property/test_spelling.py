"""Whatever happens to the placeholders of a code, it is recognised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codebook_app.edits.spelling import beginnings, other_spellings

categories = st.from_regex(r"[A-TV-Z][0-9][0-9AB]", fullmatch=True)
characters = st.text("0123456789", min_size=0, max_size=3)
sevenths = st.sampled_from("ABCDEFGHJKMNPQRS")


@given(categories, characters, sevenths, st.data())
def test_a_code_is_found_however_its_placeholders_were_left_out_or_doubled(
    category, detail, seventh, data
):
    code = f"{category}{detail}".ljust(6, "X") + seventh
    tail = [one for one in code[3:] if one != "X"]
    for _ in range(data.draw(st.integers(0, 9 - 3 - len(tail)))):
        tail.insert(data.draw(st.integers(0, len(tail))), "X")
    written = f"{category}.{''.join(tail)}"

    assert code in other_spellings(written)


@given(st.text(max_size=12))
def test_any_text_has_spellings_that_could_be_codes(text):
    for spelling in (*other_spellings(text), *beginnings(text)):
        assert 3 <= len(spelling) <= 9
        assert spelling.isalnum()
