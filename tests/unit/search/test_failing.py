"""Telling which word of a query fails, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.entries import Entries, opened_index, sample_entries, sample_terms

from codebook_app.domain.search import FailedWord
from codebook_app.search.index import SearchIndex

ENTRIES: Entries = sample_entries()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("failing") / "index"
    opened = opened_index(folder, ENTRIES.all, sample_terms())
    yield opened
    opened.close()


def test_nothing_fails_where_all_words_are_found(index: SearchIndex) -> None:
    assert index.search("gastric sore").failed == ()
    assert index.search("gastrc sore").failed == ()  # read as gastric, and told so


def test_a_word_that_nothing_holds_fails(index: SearchIndex) -> None:
    assert index.search("xqzzkw sugar").failed == (FailedWord("xqzzkw"),)


def test_the_nearest_words_are_those_that_stand_beside_the_others(index: SearchIndex) -> None:
    (failed,) = index.search("gastric sro").failed
    assert failed.word == "sro"
    assert "sore" in failed.nearest or failed.nearest == ()
    (failed,) = index.search("gastric suer").failed
    assert failed.nearest == ("sore",)
    (failed,) = index.search("type 2 sgr").failed
    assert "sore" not in failed.nearest


def test_of_known_words_that_never_stand_together_the_one_in_the_way_fails(
    index: SearchIndex,
) -> None:
    found = index.search("type 2 sugar elbow")
    assert [failed.word for failed in found.failed] == ["elbow"]
    assert ENTRIES.codes(found)


def test_as_typed_a_misspelt_word_fails_with_its_near_spelling(index: SearchIndex) -> None:
    found = index.search("gastrc sore", as_typed=True)
    assert found.read_as == ""
    assert found.failed == (FailedWord("gastrc", ("gastric",)),)


def test_as_typed_nothing_is_read_as_anything_else(index: SearchIndex) -> None:
    assert ENTRIES.codes(index.search("sugar ckd"))[0] == "E1122"
    plain = index.search("sugar ckd", as_typed=True)
    assert plain.failed[0].word == "ckd"
    assert index.search("E11.229").near == 1
    assert index.search("E11.229", as_typed=True).near == 0


def test_a_mistyped_code_leads_to_the_nearest(index: SearchIndex) -> None:
    found = index.search("EL1.22")
    assert ENTRIES.codes(found) == ["E1122"]
    assert (found.near, found.read_as) == (1, "EL1.22 is no code → E11.22")
    swapped = index.search("S25.01XA")
    assert ENTRIES.codes(swapped)[0] == "S5201XA"
    assert swapped.near == 1
