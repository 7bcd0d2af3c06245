"""Reading the lists and conversions that came with a release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from support.whole_release import build_release, line, tabular

from codebook_app.domain.content import (
    NEW,
    POA_EXEMPT,
    REVISED,
    Conversion,
    Listing,
    ReleaseContent,
)
from codebook_app.store.reference_db import ReferenceDb

EXEMPT = Listing(POA_EXEMPT, "Z794", "Sample insulin")
LISTINGS = (
    Listing(NEW, "E1122", "With lake kidney"),
    EXEMPT,
    Listing(POA_EXEMPT, "E1122"),
    Listing(REVISED, "A00"),
)
SPLIT = Conversion("A01.1", ("A01.0", "A00.9"), date(2024, 10, 1))
AGAIN = Conversion("A01.2", ("A01.0",), date(2025, 10, 1))
ON = Conversion("A01.3", ("A01.1",), date(2025, 4, 1))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceDb]:
    content = ReleaseContent(
        tabular(line("A00", "Sample")), listings=LISTINGS, conversions=(SPLIT, AGAIN, ON)
    )
    opened = build_release(tmp_path_factory.mktemp("lists"), content)
    yield opened
    opened.close()


def test_lists_are_told_by_the_code_as_it_was_asked_for(book):
    assert book.lists.of(["E11.22", "e1122", "Z79.4", "B20"]) == {
        "E11.22": (LISTINGS[0], LISTINGS[2]),
        "e1122": (LISTINGS[0], LISTINGS[2]),
        "Z79.4": (EXEMPT,),
    }
    assert book.lists.of([]) == {}


def test_a_list_comes_in_its_order(book):
    assert book.lists.codes(POA_EXEMPT) == (EXEMPT, LISTINGS[2])
    assert book.lists.codes("none such") == ()


def test_the_conversion_table_leads_on_in_its_order(book):
    assert book.lists.successors(["A010", "A01.1", "a011", "a013", "B20"]) == {
        "A010": (SPLIT, AGAIN),
        "A01.1": (ON,),
        "a011": (ON,),
    }


def test_more_codes_than_one_statement_takes_are_asked_in_portions(book):
    many = [f"X{number}" for number in range(40_000)]
    assert list(book.lists.of([*many, "Z794"])) == ["Z794"]
    assert list(book.lists.successors([*many, "A010"])) == ["A010"]
