"""Narrowing a search by codes, books, chapters, phrases and words left out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.entries import Entries, opened_index, sample_entries, sample_terms

from codebook_app.domain.search import HitKind
from codebook_app.search.filtering import Narrowed, Stretch
from codebook_app.search.index import SearchIndex
from codebook_app.search.syntax import Phrase, read_query

ENTRIES: Entries = sample_entries()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("narrowed") / "index"
    opened = opened_index(folder, ENTRIES.all, sample_terms())
    yield opened
    opened.close()


def found(index: SearchIndex, query: str, **within: object) -> tuple[list[str], list[int]]:
    """Return the codes found and the ids of the terms found."""
    asked = read_query(query)
    narrowed = Narrowed(
        codes=asked.filters.codes,
        billable=asked.filters.billable,
        phrases=asked.filters.phrases,
        without=asked.filters.without,
        **within,  # type: ignore[arg-type]
    )
    matches = index.search(asked.text, narrowed=narrowed).matches
    codes = [ENTRIES.code(each.entry_id) for each in matches if each.kind is HitKind.CODE]
    return codes, [each.entry_id for each in matches if each.kind is not HitKind.CODE]


def test_a_code_filter_keeps_the_codes_that_begin_so_and_the_terms_that_lead_there(
    index: SearchIndex,
) -> None:
    codes, terms = found(index, "sugar code:E11")
    assert set(codes) == {"E11", "E112", "E1122", "E119"}
    assert set(terms) == {1, 2, 3}
    codes, terms = found(index, "sugar code:E112")
    assert set(codes) == {"E112", "E1122"}
    assert terms == [3]


def test_a_range_of_codes_holds_both_its_ends(index: SearchIndex) -> None:
    codes, _ = found(index, "code:K251-K752")
    assert codes == ["K259", "K751", "K752"]
    assert set(found(index, "code:E10-E11")[0]) >= {"E10", "E109", "E11", "E119"}


def test_a_filter_alone_lists_what_it_holds_in_printed_order(index: SearchIndex) -> None:
    assert found(index, "code:K25")[0] == ["K25", "K250", "K259"]
    assert found(index, "", books=(Stretch(0, True, 7, 8),)) == ([], [7, 8])


def test_a_chapter_keeps_its_lines_and_the_terms_that_lead_into_it(index: SearchIndex) -> None:
    first, last = (ENTRIES.all[at].id for at in (8, 15))
    codes, terms = found(index, "sore", chapters=(Stretch(0, False, first, last),))
    assert set(codes) <= {"11", "K25-K28", "K25", "K250", "K259", "K751", "K752", "K753"}
    assert "K25" in codes
    assert found(index, "sugar", chapters=(Stretch(0, False, first, last),)) == ([], [])
    _, terms = found(index, "bellyache sore", chapters=(Stretch(0, False, first, last),))
    assert terms in ([], [5])


def test_a_book_keeps_its_terms_and_no_code(index: SearchIndex) -> None:
    codes, terms = found(index, "sugar", books=(Stretch(0, True, 1, 4),))
    assert codes == []
    assert set(terms) == {1, 2, 3}
    assert found(index, "sugar", books=(Stretch(0, False),))[1] == []


def test_billable_no_keeps_what_cannot_be_billed(index: SearchIndex) -> None:
    codes, terms = found(index, "sugar billable:no")
    assert set(codes) == {"E08-E13", "E10", "E11", "E112"}
    assert terms == []


def test_a_phrase_finds_its_words_only_in_their_order(index: SearchIndex) -> None:
    assert found(index, '"gastric sore"')[0][0] == "K25"
    assert found(index, '"sore gastric"') == ([], [])
    assert found(index, '"sore of stomach"')[0]
    assert set(found(index, '"gastric so')[0]) == set(found(index, '"gastric sore"')[0])
    assert found(index, '"gastric so"') == ([], [])


def test_a_phrase_does_not_reach_from_one_text_into_the_next(index: SearchIndex) -> None:
    assert found(index, '"sore sore"') == ([], [])
    assert found(index, '"type 2 with kidney"')[1] == [3]  # a path is one text


def test_no_word_of_a_phrase_is_read_as_another(index: SearchIndex) -> None:
    assert found(index, "ckd sugar")[0]
    assert found(index, '"ckd"') == ([], [])


def test_a_word_left_out_takes_its_forms_along(index: SearchIndex) -> None:
    codes, _ = found(index, "gastric -bleeding")
    assert "K25" in codes
    assert "K250" not in codes
    codes, _ = found(index, "sugar -complication")
    assert "E1122" in codes
    assert not {"E109", "E112", "E119"} & set(codes)


def test_a_word_that_only_an_excludes_note_holds_leaves_nothing_out(index: SearchIndex) -> None:
    codes, _ = found(index, "sugar -1")
    assert "E11" in codes  # its Excludes1 names type 1
    assert not {"E10", "E109"} & set(codes)


def test_a_word_left_out_may_be_cut_and_a_phrase_or_code_left_out(index: SearchIndex) -> None:
    assert "K250" not in found(index, "gastric -blee")[0]
    assert "E10" not in found(index, 'sugar -"type 1"')[0]
    codes, terms = found(index, "sugar -E11")
    assert "E10" in codes
    assert not {"E11", "E112", "E1122", "E119"} & set(codes)
    assert terms == []


def test_completed_codes_are_left_out_with_their_line(index: SearchIndex) -> None:
    codes, _ = found(index, "elbow sequela -right")
    assert codes
    assert not [code for code in codes if code.startswith("S5201")]


def test_what_is_outside_of_the_filters_is_told(index: SearchIndex) -> None:
    outside = index.search("sugar", narrowed=Narrowed(codes=("K25",)))
    assert (outside.matches, outside.outside, outside.failed) == ((), True, ())
    assert not index.search("sugar", narrowed=Narrowed(codes=("E10",))).outside


def test_a_code_is_found_within_the_filters_only(index: SearchIndex) -> None:
    without = Narrowed(without=(Phrase("unspecified", ("unspecified",)),))
    codes = [ENTRIES.code(each.entry_id) for each in index.search("K25", narrowed=without).matches]
    assert codes == ["K25", "K250"]
