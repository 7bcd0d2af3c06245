"""However long the blocks of a sheet are, every line is printed once and none is left alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from codebook_app.gui.printing.paging import Measured, paginate

LINE = st.integers(5, 20).map(float)
BLOCKS = st.lists(
    st.builds(
        Measured,
        lines=st.lists(LINE, min_size=1, max_size=12).map(tuple),
        gap=st.integers(0, 12).map(float),
        kept=st.booleans(),
    ),
    max_size=30,
)
HEIGHT = st.integers(60, 300).map(float)


@settings(max_examples=40)
@given(BLOCKS, HEIGHT, st.integers(0, 20))
def test_every_line_is_printed_once_in_order_and_within_its_page(blocks, height, head):
    pages = paginate(blocks, height, height - head)

    printed = [
        (placed.block, line)
        for page in pages
        for placed in page
        for line in range(placed.first, placed.end)
    ]
    assert printed == [
        (at, line) for at, block in enumerate(blocks) for line in range(len(block.lines))
    ]
    for number, page in enumerate(pages):
        room = height - head if number else height
        for placed in page:
            lines = blocks[placed.block].lines[placed.first : placed.end]
            assert placed.top + sum(lines) <= room + 0.001
        assert [placed.top for placed in page] == sorted(placed.top for placed in page)
        assert not page or page[0].top == 0


@settings(max_examples=40)
@given(BLOCKS, HEIGHT)
def test_no_line_stands_alone_where_two_find_room(blocks, height):
    pages = paginate(blocks, height)

    for page in pages:
        for placed in page:
            lines = blocks[placed.block].lines
            if sum(lines) > height:
                continue  # higher than a page: it is split wherever it must be
            parts = (placed.first, placed.end - placed.first, len(lines) - placed.end)
            assert all(part == 0 or part >= 2 for part in parts) or len(lines) == 1


@settings(max_examples=40)
@given(BLOCKS, HEIGHT)
def test_what_is_kept_ends_no_page_but_where_what_it_leads_to_is_too_high(blocks, height):
    pages = paginate(blocks, height)

    for page in pages[:-1]:
        last = page[-1]
        block = blocks[last.block]
        if not block.kept or last.end < len(block.lines) or last.block + 1 == len(blocks):
            continue
        chain = sum(block.lines)
        for following in blocks[last.block + 1 :]:
            count = len(following.lines)
            whole = following.kept or count <= 3
            chain += following.gap + sum(following.lines if whole else following.lines[:2])
            if not following.kept:
                break
        assert chain > height or last.first > 0 or len(page) == 1
