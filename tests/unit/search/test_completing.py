"""Completing the word being typed by what stands beside the words before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from support.entries import Entries, opened_index, sample_entries, sample_terms

from codebook_app.search.completing import typing
from codebook_app.search.filtering import Narrowed
from codebook_app.search.index import SearchIndex
from codebook_app.search.syntax import FilterName

ENTRIES: Entries = sample_entries()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("completed") / "index"
    opened = opened_index(folder, ENTRIES.all, sample_terms())
    yield opened
    opened.close()


def values(name: FilterName) -> Sequence[str]:
    return ("4", "11", "19") if name is FilterName.CHAPTER else ()


def words(index: SearchIndex, text: str, **options: object) -> list[str]:
    found = index.complete(text, values=values, **options)  # type: ignore[arg-type]
    return [one.word for one in found]


def test_a_word_is_completed_to_those_that_stand_beside_the_words_before(
    index: SearchIndex,
) -> None:
    assert words(index, "gastric s") == ["sore"]
    assert "sugar" in words(index, "type 2 s")
    assert "sore" not in words(index, "type 2 s")


def test_a_completion_is_the_whole_query_and_counts_its_entries(index: SearchIndex) -> None:
    (only,) = index.complete("Acute gastric so", values=values)
    assert (only.text, only.word, only.hits) == ("Acute gastric sore", "sore", 1)
    assert index.complete("gastric so", values=values)[0].hits == 3  # K25, K250, K259


def test_after_a_blank_the_next_word_is_offered(index: SearchIndex) -> None:
    following = words(index, "gastric ")
    assert following[0] == "sore"
    assert "bleeding" in following
    assert "gastric" not in following


def test_words_before_are_read_with_their_abbreviations(index: SearchIndex) -> None:
    assert "sugar" in words(index, "ckd su")


def test_a_form_of_what_is_offered_or_typed_is_not_offered_again(index: SearchIndex) -> None:
    offered = words(index, "s")
    assert "sore" in offered
    assert "sores" not in offered
    assert "sore" not in words(index, "sores s")


def test_nothing_is_offered_for_nothing_and_for_what_no_word_begins_with(
    index: SearchIndex,
) -> None:
    assert words(index, "") == []
    assert words(index, "  ") == []
    assert words(index, "qqq") == []
    assert words(index, "s", limit=0) == []


def test_the_best_come_first_and_no_more_than_asked_for(index: SearchIndex) -> None:
    assert len(words(index, "s", limit=2)) == 2
    assert words(index, "s", limit=2) == words(index, "s")[:2]


def test_the_names_of_filters_are_offered_and_then_their_values(index: SearchIndex) -> None:
    assert words(index, "sugar bo")[-1] == "book:"
    assert index.complete("sugar bo", values=values)[-1].text == "sugar book:"
    assert words(index, "sugar book:icd") == ["icd10cm", "icd10pcs"]
    assert index.complete("book:index,dr", values=values)[0].text == "book:index,drugs"
    assert words(index, "billable:") == ["yes", "no"]
    assert words(index, "chapter:1") == ["11", "19"]
    assert words(index, "code:e11.") == ["e11.2", "e11.9", "e11.22"]


def test_within_quotes_and_after_a_dash_words_are_completed_too(index: SearchIndex) -> None:
    assert index.complete('"gastric so', values=values)[0].text == '"gastric sore'
    assert index.complete("gastric -bl", values=values)[0].text == "gastric -bleeding"


def test_only_what_the_filters_allow_is_offered(index: SearchIndex) -> None:
    assert "sore" not in words(index, "code:E11 s", narrowed=Narrowed(codes=("E11",)))
    assert "sugar" in words(index, "code:E11 s", narrowed=Narrowed(codes=("E11",)))


@pytest.mark.parametrize(
    ("query", "before", "word"),
    [
        ("low ba", "low ", "ba"),
        ("low ", "low ", ""),
        ("heart-fai", "heart-", "fai"),
        ('a "low ba', 'a "low ', "ba"),
        ('"low back"', '"low back"', ""),
        ("pain -pr", "pain -", "pr"),
        ("book:ic", "book:", "ic"),
        ("pain (", "pain (", ""),
    ],
)
def test_a_query_is_parted_at_the_word_being_typed(query: str, before: str, word: str) -> None:
    typed = typing(query)
    assert (typed.before, typed.word) == (before, word)
