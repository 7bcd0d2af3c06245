"""Terms of the alphabetic indexes and rows of tables, found beside the lines of the book."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.entries import Entries, opened_index, sample_entries, sample_terms

from codebook_app.domain.search import HitKind, SearchableTerm
from codebook_app.search.found import Match, MatchedIn
from codebook_app.search.index import SearchIndex

ENTRIES = sample_entries()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("terms") / "index"
    opened = opened_index(folder, ENTRIES.all, sample_terms())
    yield opened
    opened.close()


def terms(index: SearchIndex, text: str) -> list[int]:
    return [
        match.entry_id for match in index.search(text).matches if match.kind is not HitKind.CODE
    ]


def lines(index: SearchIndex, text: str) -> list[Match]:
    return [match for match in index.search(text).matches if match.kind is HitKind.CODE]


def test_a_term_is_found_by_its_own_words_and_those_above_it(index: SearchIndex) -> None:
    found = index.search("sugar type 2 kidney trouble").matches
    assert (found[0].kind, found[0].entry_id) == (HitKind.INDEX, 3)
    assert found[0].said.matched is MatchedIn.TERM


def test_a_path_that_says_just_what_was_asked_comes_first(index: SearchIndex) -> None:
    assert terms(index, "sugar")[0] == 1
    assert terms(index, "type 2 sugar")[0] == 2
    assert terms(index, "sug typ 2")[:2] == [2, 3]


def test_nonessential_modifiers_find_a_term_but_are_not_asked_for(index: SearchIndex) -> None:
    assert terms(index, "raised sugar")[0] == 1
    # Nobody asked for them: what stands beside them is no less what was asked.
    assert terms(index, "sugar")[0] == 1


def test_a_row_of_a_table_is_found_and_told_apart(index: SearchIndex) -> None:
    kinds = {match.entry_id: match.kind for match in index.search("sorrel leaf").matches}
    assert kinds[8] is HitKind.TABLE


def test_the_heading_of_a_column_may_be_asked_for_with_the_term(index: SearchIndex) -> None:
    assert terms(index, "sorrel leaf cold")[0] == 8


def test_a_line_is_found_by_the_term_that_leads_to_it(index: SearchIndex) -> None:
    found = lines(index, "bellyache")
    assert [ENTRIES.code(match.entry_id) for match in found] == ["K25"]
    assert (found[0].said.matched, found[0].said.origin) == (MatchedIn.TERM, 5)
    assert found[0].score < index.search("bellyache").matches[0].score


def test_a_code_that_needs_more_characters_leads_to_the_line_it_begins(index: SearchIndex) -> None:
    found = lines(index, "elbow break")
    assert ENTRIES.code(found[0].entry_id) == "S52"


def test_a_row_of_a_table_leads_to_no_line_by_itself(index: SearchIndex) -> None:
    assert "K259" not in {ENTRIES.code(match.entry_id) for match in lines(index, "sorrel")}


def test_only_lines_are_hits_where_only_billable_codes_are_asked_for(index: SearchIndex) -> None:
    found = index.search("sugar kidney trouble", billable=True).matches
    assert found
    assert all(match.kind is HitKind.CODE for match in found)
    assert ENTRIES.code(found[0].entry_id) == "E1122"


def test_a_word_of_the_index_alone_is_no_misspelling(index: SearchIndex) -> None:
    found = index.search("cramp")
    assert found.read_as == ""
    assert [match.entry_id for match in found.matches] == [6]


def test_terms_and_lines_come_by_their_scores(index: SearchIndex) -> None:
    for text in ("sugar", "sore", "type 2", "s", "kidney"):
        scores = [match.score for match in index.search(text).matches]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("limit", [1, 2, 5, 10, 50])
def test_neither_codes_nor_terms_crowd_out_the_other(
    tmp_path_factory: pytest.TempPathFactory, limit: int
) -> None:
    entries = Entries()
    for number in range(60):
        entries.add(f"Q{number:02}", f"Blue spots of kind {number}")
    many = [
        SearchableTerm(number, HitKind.INDEX, "blue spots", ("Skin", f"place {number}"))
        for number in range(1, 61)
    ]
    index = opened_index(tmp_path_factory.mktemp("share") / "index", entries.all, many)
    found = index.search("blue spots", limit=limit).matches
    codes = sum(match.kind is HitKind.CODE for match in found)
    assert len(found) == limit
    assert codes >= limit * 2 // 5
    assert limit - codes >= limit * 2 // 5
    index.close()


def test_the_places_of_one_kind_go_to_the_other_where_it_has_no_more(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    entries = Entries()
    for number in range(60):
        entries.add(f"Q{number:02}", f"Blue spots of kind {number}")
    one = [SearchableTerm(1, HitKind.INDEX, "blue spots", ("Skin",))]
    index = opened_index(tmp_path_factory.mktemp("rest") / "index", entries.all, one)
    found = index.search("blue spots").matches
    assert len(found) == 50
    assert sum(match.kind is HitKind.INDEX for match in found) == 1
    index.close()
