"""Counting lines without reading a file whole."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from codebook_app.codesets.icd10pcs.shapes import found_in

LINES = b"001 one\r\n002 two\r\nno number\r\n003 three"
NUMBERED = re.compile(rb"^\d{3} ", re.MULTILINE)


@pytest.mark.parametrize("size", [1, 2, 5, 9, 100])
def test_where_the_pieces_are_cut_does_not_matter(size):
    cuts = [*range(0, len(LINES), size), len(LINES)]
    pieces = [LINES[start:end] for start, end in pairwise(cuts)]
    assert len(list(found_in(pieces, NUMBERED))) == 3


def test_a_file_without_line_ends_does_not_fill_the_memory():
    pieces = (b"x" * 65_536 for _ in range(40))
    assert list(found_in(pieces, NUMBERED)) == []
