"""The search on the embedded release: what coders type, and the words we ship."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.embedded_book import embedded_book, embedded_reference

from codebook_app import paths
from codebook_app.search.index import SearchIndex
from codebook_app.search.wordings import Wordings
from codebook_app.store.reference_db import ReferenceDb

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceDb]:
    opened = embedded_reference(embedded_book(tmp_path_factory))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    opened = SearchIndex.open(embedded_book(tmp_path_factory) / "index")
    yield opened
    opened.close()


def codes(book: ReferenceDb, index: SearchIndex, text: str) -> list[str]:
    ids = [match.entry_id for match in index.search(text).matches]
    lines = book.codes(ids)
    return [lines[each].code for each in ids]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("diabetes type 2 ckd", "E11.22"),
        ("diabetes type 1 ckd", "E10.22"),
        ("t2dm ckd", "E11.22"),
        ("CKD DM2", "E11.22"),
        ("diabtes type 2 ckd", "E11.22"),
        ("typ 2 diab nephrop", "E11.21"),
        ("hypertension", "I10"),
        ("type 2 diabetes", "E11"),
        ("cystic fibrosis", "E84"),
        ("hepatitis b chronic", "B18.1"),
        ("stemi inferior wall", "I21.1"),
        ("copd exacerbation", "J44.1"),
        ("s/p cabg", "Z95.1"),
        ("acute stomach ulcer haemorrhage", "K25.0"),
        ("e1122", "E11.22"),
        ("S72.002A", "S72.002A"),
        ("vitamin b12 deficiency", "E53.8"),
    ],
)
def test_what_coders_type_finds_what_they_mean_first(
    book: ReferenceDb, index: SearchIndex, text: str, first: str
) -> None:
    assert codes(book, index, text)[0] == first


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fx lt femur neck", "S72.002"),
        ("diabetes", "E11"),
        ("heart failure", "I50.9"),
        ("uti", "N39.0"),
        ("chf", "I50.9"),
        ("gerd", "K21.9"),
        ("low back pain", "M54.50"),
        ("major depressive disorder recurrent", "F33.9"),
        ("copd", "J44.9"),
        ("afib", "I48.91"),
    ],
)
def test_what_coders_type_shows_what_they_mean_among_the_first_ten(
    book: ReferenceDb, index: SearchIndex, text: str, shown: str
) -> None:
    assert shown in codes(book, index, text)[:10]


def test_typing_shows_the_code_before_the_last_word_is_finished(
    book: ReferenceDb, index: SearchIndex
) -> None:
    for text in ("diabetes type 2 chronic kid", "type 2 diabetes chronic kidney d"):
        assert codes(book, index, text)[0] == "E11.22"


def test_every_meaning_of_every_abbreviation_is_met_by_an_entry(
    index: SearchIndex,
) -> None:
    wordings = Wordings.abbreviations(paths.data_file("abbreviations.tsv"))
    # Words that only one meaning explains: hits hold every word of the meaning.
    meant = {
        f"qqqq{number}": (" ".join(short), meaning)
        for number, (short, meaning) in enumerate(
            (short, meaning) for short, meanings in wordings for meaning in meanings
        )
    }
    explained = Wordings({(word,): (meaning,) for word, (_, meaning) in meant.items()})
    alone = SearchIndex(index.volume, explained, Wordings({}))
    unmet = [said for word, said in meant.items() if not alone.search(word, limit=1).matches]
    assert len(list(wordings)) >= 150
    assert not unmet


def test_every_abbreviation_shows_what_one_of_its_meanings_shows(
    book: ReferenceDb, index: SearchIndex
) -> None:
    wordings = Wordings.abbreviations(paths.data_file("abbreviations.tsv"))
    without = []
    for short, meanings in wordings:
        meant = {code for meaning in meanings for code in codes(book, index, meaning)}
        if not meant & set(codes(book, index, " ".join(short))):
            without.append(" ".join(short))
    assert not without


def test_every_set_of_synonyms_has_two_wordings_the_release_knows(index: SearchIndex) -> None:
    wordings = Wordings.synonyms(paths.data_file("synonyms.tsv"))
    for words, others in wordings:
        known = [each for each in (" ".join(words), *others) if index.search(each).matches]
        assert len(known) >= 2, words
