"""Following a *see* to the term it names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.entries import opened_index, sample_entries

from codebook_app.domain.search import HitKind, SearchableTerm
from codebook_app.search.found import MatchedIn
from codebook_app.search.see import References

ENTRIES = sample_entries()


def term(
    number: int, *path: str, see: tuple[str, ...] = (), codes: tuple[str, ...] = ()
) -> SearchableTerm:
    return SearchableTerm(number, HitKind.INDEX, path[-1], path[:-1], see=see, codes=codes)


HEADINGS = ("Bad", "In place", "Good")


def row(number: int, *path: str, cells: tuple[str, ...]) -> SearchableTerm:
    return SearchableTerm(
        number,
        HitKind.TABLE,
        path[-1],
        path[:-1],
        codes=tuple(filter(None, cells)),
        columns=HEADINGS,
        cells=cells,
    )


ROWS = (
    row(30, "Lump, lumpy", cells=("K25", "", "K259")),
    row(31, "Lump, lumpy", "gut wall NEC", cells=("K250", "K751", "K752")),
)
TERMS = (
    term(1, "Sugar, sugary", codes=("E11",)),
    term(2, "Sugar, sugary", "type 2", codes=("E119",)),
    term(3, "Sugar, sugary", "type 2", "with", "kidney trouble NEC", codes=("E1122",)),
    replace(term(4, "Sore(s)", "gut", codes=("K25",)), modifiers=("painful",)),
    term(5, "Bellyache", see=("Sores, gut",)),
    term(6, "Gripes", see=("Bellyache",)),
    term(7, "Cramp", see=("condition",)),
    term(8, "Round", see=("About",)),
    term(9, "About", see=("Round",)),
)


@pytest.fixture(scope="module")
def references() -> References:
    made = References()
    for one in (*TERMS, *ROWS):
        made.add(one.id, one)
    return made


def named(references: References, text: str, book: str = "") -> list[str]:
    references.add(99, replace(term(99, "Asked", see=(text,)), book=book))
    return list(references.codes(99))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sugar", "E11"),
        ("Sugar, sugary", "E11"),
        ("Sugar, type 2", "E119"),
        ("Sugar, type 2, kidney trouble", "E1122"),
        ("Sugar, type 2, with, kidney trouble NEC", "E1122"),
        ("Sugar, type 2, by site", "E119"),
        ("Sores, gut", "K25"),
        ("Sore, gut, by type", "K25"),
        ("Sore, painful, gut", "K25"),
        ("Bellyache", "K25"),
        ("Gripes", "K25"),
    ],
)
def test_a_see_names_a_term_as_the_book_writes_it(
    references: References, text: str, code: str
) -> None:
    assert named(references, text) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lump, bad, by site", "K25"),
        ("Lump, by site, good", "K259"),
        ("Lump, gut wall, in place", "K751"),
        ("Lump, elbow, good", "K259"),
    ],
)
def test_a_see_names_a_row_and_a_column_of_a_table(
    references: References, text: str, code: str
) -> None:
    assert named(references, text) == [code]


@pytest.mark.parametrize(
    "text", ["condition", "Nothing like it", "", "Asked", "Sugar, type 2, elbow", "Lump"]
)
def test_a_see_that_names_no_other_term_leads_nowhere(references: References, text: str) -> None:
    assert named(references, text) == []


def test_a_see_names_a_term_of_its_own_book(references: References) -> None:
    assert named(references, "Sores, gut", book="another") == []


def test_terms_that_name_each_other_end(references: References) -> None:
    assert list(references.codes(8)) == []
    assert list(references.codes(7)) == []


def test_a_line_is_found_by_a_term_that_only_says_see(tmp_path: Path) -> None:
    row = SearchableTerm(20, HitKind.TABLE, "Sorrel", (), codes=("K250",))
    index = opened_index(tmp_path / "index", ENTRIES.all, (row, *TERMS))
    for text, number in (("bellyache", 5), ("gripes", 6)):
        matches = index.search(text).matches
        assert (matches[0].kind, matches[0].entry_id) == (HitKind.INDEX, number)
        (line,) = [match for match in matches if match.kind is HitKind.CODE]
        assert ENTRIES.code(line.entry_id) == "K25"
        assert (line.said.matched, line.said.origin) == (MatchedIn.TERM, number)
    index.close()


def test_a_term_that_leads_nowhere_stands_below_one_that_does(tmp_path: Path) -> None:
    terms = (
        term(1, "Marsh", see=("condition",)),
        term(2, "Fever", codes=("K25",)),
        replace(term(3, "Marsh", codes=("K250",)), book="another"),
    )
    index = opened_index(tmp_path / "index", ENTRIES.all, terms)
    found = [match.entry_id for match in index.search("marsh").matches if match.kind != "code"]
    assert found == [3, 1]
    index.close()
