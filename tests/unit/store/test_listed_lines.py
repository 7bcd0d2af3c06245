"""Reading a release for a whole code list at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from support.tabular_xml import build_reference

from codebook_app.store.listed_lines import ListedLines
from codebook_app.store.reference_db import ReferenceDb


@pytest.fixture
def book(tmp_path: Path) -> Iterator[ReferenceDb]:
    book = build_reference(tmp_path)
    yield book
    book.close()


@contextmanager
def questions(book: ReferenceDb) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    event.listen(book.file.engine, "before_cursor_execute", note)
    yield asked
    event.remove(book.file.engine, "before_cursor_execute", note)


def test_lines_are_found_with_or_without_their_dot(book):
    found = ListedLines(book).named(["E11.22", "E1122", "S52.01", "A00", "E11.99"])

    assert {asked: line.code for asked, line in found.items()} == {
        "E11.22": "E11.22",
        "E1122": "E11.22",
        "S52.01": "S52.01",
        "A00": "A00",
    }


def test_chapters_and_sections_are_no_codes_of_a_list(book):
    found = ListedLines(book).named(["4", "E08-E13", "B20"])

    assert {asked: line.level for asked, line in found.items()} == {"B20": "category"}


def test_the_lines_above_run_from_the_chapter_down(book):
    lines = ListedLines(book)
    named = lines.named(["E11.22", "S52.01XA", "A00", "E11"])
    above = lines.above(named.values())

    paths = {code: [one.code for one in above[line.id]] for code, line in named.items()}
    assert paths == {
        "E11.22": ["4", "E08-E13", "E11", "E11.2"],
        "S52.01XA": ["19", "S50-S59", "S52", "S52.0", "S52.01"],
        "A00": ["1", "A00-A09"],
        "E11": ["4", "E08-E13"],
    }
    assert lines.above([]) == {}


def test_the_billable_codes_below_are_counted_and_the_nearest_given(book):
    lines = ListedLines(book)
    named = lines.named(["E11", "E11.2", "S52", "A00"])
    below = lines.billable_below(named.values(), 3)

    e11, e112, s52 = (below[named[code].id] for code in ("E11", "E11.2", "S52"))
    assert [code.code for code in e112.nearest] == ["E11.21", "E11.22"]
    assert e112.count == 2
    assert "E11.9" in [code.code for code in e11.nearest]
    assert len(e11.nearest) == 3
    assert e11.count == sum(line.billable for line in book.subtree(named["E11"], seventh=True))
    assert [code.code for code in s52.nearest] == ["S52.01XA", "S52.01XB", "S52.01XD"]
    assert named["A00"].id not in below
    assert lines.billable_below([], 3) == {}


def test_a_long_list_asks_no_more_than_a_short_one(book):
    lines = ListedLines(book)
    codes = [line.code for root in book.roots() for line in book.subtree(root, seventh=True)]

    def asked(some: list[str]) -> list[int]:
        with questions(book) as one:
            named = lines.named(some)
        with questions(book) as two:
            lines.above(named.values())
        with questions(book) as three:
            lines.billable_below(named.values(), 20)
        return [len(one), len(two), len(three)]

    few = asked(["E11.22", "S52.01XA", "E11"])
    many = asked(codes)
    assert len(codes) > 80
    assert many[0] == few[0] == 2
    assert many[1] <= 8
    assert many[2] <= 8
