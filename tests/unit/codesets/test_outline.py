"""Lines numbered from their order and depth."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.official_texts import sound_lines

from codebook_app.codesets.outline import OutlineLine, numbered


def lines_of(*depths: int):
    return numbered(
        (OutlineLine(f"c{place}", "Sample", "code", depth) for place, depth in enumerate(depths)),
        "sample",
        "2099",
    )


def test_a_line_stands_under_the_last_one_that_is_less_deep():
    lines = lines_of(0, 1, 2, 2, 1, 0)

    assert [one.parent_id for one in lines] == [None, 1, 2, 2, 1, None]
    assert [one.last_descendant_id for one in lines] == [5, 4, 3, 4, 5, 6]


def test_a_depth_left_out_leaves_no_gap():
    assert [one.depth for one in lines_of(3, 7, 5, 3)] == [0, 1, 1, 0]


@given(st.lists(st.integers(0, 5)))
def test_any_depths_make_one_book(depths):
    assert sound_lines(lines_of(*depths))
