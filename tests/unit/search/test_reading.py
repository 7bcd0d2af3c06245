"""How queries are read, seen by what they find in small invented books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.entries import Entries, opened_index

from codebook_app.search.index import SearchIndex


def book() -> Entries:
    entries = Entries()
    add = entries.add
    add("A10", "Suppurative ear fever")
    add("A11", "Nonsuppurative ear fever")
    add("A12", "Type 1 marsh fever")
    add("A13", "Type 1 hill disease")
    add("A14", "Type 1 valley disease")
    for number in range(20, 40):
        add(f"A{number}", f"Type {number} coast disease of grade 1")
    add("B10", "Quillon's syndrome")
    return entries


ENTRIES = book()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    opened = opened_index(tmp_path_factory.mktemp("reading") / "index", ENTRIES.all)
    yield opened
    opened.close()


def codes(index: SearchIndex, text: str) -> list[str]:
    return ENTRIES.codes(index.search(text))


@pytest.mark.parametrize("typed", ["non-suppurative ear fever", "non suppurative fever"])
def test_two_words_that_the_book_writes_as_one_find_it_first(
    index: SearchIndex, typed: str
) -> None:
    assert codes(index, typed)[0] == "A11"
    assert codes(index, "suppurative ear fever")[0] == "A10"


def test_where_nothing_holds_all_words_the_rarest_counts_more_than_several_common_ones(
    index: SearchIndex,
) -> None:
    assert codes(index, "Quillon's disease type 1")[0] == "B10"
