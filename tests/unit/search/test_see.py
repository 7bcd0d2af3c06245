"""Following a *see* to the term it names."""

from __future__ import annotations

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


TERMS = (
    term(1, "Sugar, sugary", codes=("E11",)),
    term(2, "Sugar, sugary", "type 2", codes=("E119",)),
    term(3, "Sugar, sugary", "type 2", "with", "kidney trouble NEC", codes=("E1122",)),
    term(4, "Sore(s)", "gut", codes=("K25",)),
    term(5, "Bellyache", see=("Sores, gut",)),
    term(6, "Gripes", see=("Bellyache",)),
    term(7, "Cramp", see=("condition",)),
    term(8, "Round", see=("About",)),
    term(9, "About", see=("Round",)),
)


@pytest.fixture(scope="module")
def references() -> References:
    made = References()
    for one in TERMS:
        made.add(one.id, one)
    return made


def named(references: References, text: str) -> list[int]:
    references.add(99, term(99, "Asked", see=(text,)))
    return list(references.of(99))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Sugar", 1),
        ("Sugar, sugary", 1),
        ("Sugar, type 2", 2),
        ("Sugar, type 2, kidney trouble", 3),
        ("Sugar, type 2, with, kidney trouble NEC", 3),
        ("Sugar, type 2, by site", 2),
        ("Sores, gut", 4),
        ("Sore, gut, by type", 4),
        ("Bellyache", 4),
        ("Gripes", 4),
    ],
)
def test_a_see_names_a_term_as_the_book_writes_it(
    references: References, text: str, number: int
) -> None:
    assert named(references, text) == [number]


@pytest.mark.parametrize("text", ["condition", "Nothing like it", "", "Asked"])
def test_a_see_that_names_no_other_term_leads_nowhere(references: References, text: str) -> None:
    assert named(references, text) == []


def test_terms_that_name_each_other_end(references: References) -> None:
    assert set(references.of(8)) <= {8, 9}
    assert list(references.of(7)) == []


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
