"""The search on the embedded release: what coders type."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.embedded_book import embedded_book, embedded_reference

from codebook_app.search.index import SearchIndex
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
