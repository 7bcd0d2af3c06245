"""The indexes and tables of an official release as the window reads them."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.official_shelf import ON, official_shelf

from codebook_app.domain.index_term import IndexBook
from codebook_app.gui.models.term_table import TermTableModel
from codebook_app.services.index_lookup import IndexLookup
from codebook_app.services.releases import Releases
from codebook_app.services.term_finding import TermFinder, marks_of

pytestmark = [pytest.mark.official, pytest.mark.slow]


@pytest.fixture(scope="module")
def shelf(official_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    releases = official_shelf(official_dir, tmp_path_factory)
    yield releases
    releases.close()


@pytest.mark.parametrize(("book", "rows"), [(IndexBook.DRUGS, 7428), (IndexBook.NEOPLASM, 1939)])
def test_a_whole_table_is_its_rows_as_they_are_read_one_by_one(shelf, book, rows):
    page = IndexLookup(shelf).table(book, ON)
    reader = shelf.reader(page.choice.release.code_set, page.choice.release.release)

    assert len(page.rows) == rows
    one_by_one = reader.index_terms.terms([row.id for row in page.rows])
    assert page.rows == tuple(one_by_one.values())
    assert [row.id for row in page.rows] == list(range(page.rows[0].id, page.rows[-1].id + 1))


def test_every_letter_of_the_drugs_begins_where_its_substances_do(shelf):
    model = TermTableModel()
    page = IndexLookup(shelf).table(IndexBook.DRUGS, ON)
    model.show(page)
    letters = model.letters()

    assert "".join(letter for letter, _ in letters) == string.ascii_uppercase
    rows = [row for _, row in letters]
    assert rows == sorted(rows)
    assert {page.rows[row].title[0].upper() for row in rows} == set(string.ascii_uppercase)


@pytest.mark.parametrize("name", ["Complication(s)", "Fracture, traumatic", "Disorder"])
def test_every_subterm_is_found_by_three_letters_of_its_words_and_of_those_above(shelf, name):
    page = IndexLookup(shelf).find([name], book=IndexBook.INDEX, on=ON)
    finder = TermFinder(page.terms)
    by_id = {term.id: place for place, term in enumerate(page.terms)}
    for place, term in list(enumerate(page.terms))[1 :: max(1, len(page.terms) // 150)]:
        words: list[str] = []
        at: int | None = term.id
        while at is not None and at != page.heading.id:
            one = page.terms[by_id[at]]
            # What the book adds to a title is not searched: who types "nec" looks for a neck.
            printed = one.essential.replace("-", " ").split()
            words += [word[:3] for word in printed if word not in {"NEC", "NOS"}]
            at = one.parent_id
        typed = " ".join(words)
        found = finder.find(typed)
        assert place in found.shown, (typed, term.title)


def test_what_is_marked_in_a_title_begins_with_what_was_typed(shelf):
    page = IndexLookup(shelf).find(["Fracture, traumatic"], book=IndexBook.INDEX, on=ON)
    found = TermFinder(page.terms).find("fem nec")
    marked = [
        page.terms[place].title[start:end].casefold()
        for place in found.matches
        for start, end in marks_of(page.terms[place].title, found.words)
    ]
    assert marked
    assert set(marked) <= {"fem", "nec"}


def test_both_tables_are_kept_once_they_were_read(shelf):
    index = IndexLookup(shelf)
    first = index.table(IndexBook.DRUGS, ON)

    assert index.table(IndexBook.DRUGS, ON).rows is first.rows
    assert index.table(IndexBook.NEOPLASM, ON).rows is not first.rows
    assert index.table(IndexBook.DRUGS, ON).rows is first.rows
