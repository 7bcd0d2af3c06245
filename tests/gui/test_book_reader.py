"""What a place of the book turns out to be, in which release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.drg_pages import drg_page
from support.invented_index import InventedIndex, index_page
from support.invented_services import LICENSED, SeveralReleases
from support.invented_window import CODES, RELEASE, InventedLookup, InventedReleases
from support.procedure_pages import sample_page

from codebook_app.domain.group_page import GroupPage
from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.index_term import IndexBook
from codebook_app.domain.page import Page
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.errors import KnownError
from codebook_app.gui.book_reader import BookReader, Contents
from codebook_app.gui.places import BUILT, CONTENTS, Place
from codebook_app.services.procedures import ProcedureTables

WITHIN, BEFORE = date(2099, 1, 1), date(2030, 1, 1)
INKBLOT = Place("icd10cm", "", IndexBook.INDEX, "FY2099", 2)


def reader_of(releases: InventedReleases) -> BookReader:
    return BookReader(
        InventedLookup(releases), InventedIndex(releases), releases, ProcedureTables(releases)
    )


@pytest.fixture
def reader():
    return reader_of(InventedReleases())


def test_a_code_is_a_page_of_the_tabular(reader):
    found = reader.read(Place("icd10cm", "Q01.11"), WITHIN)

    assert isinstance(found, Page)
    assert found.focus_code == "Q01.11"


@pytest.mark.parametrize(("day", "in_force"), [(WITHIN, True), (BEFORE, False)])
def test_an_index_page_says_whether_it_is_in_force_on_the_day_coded_for(reader, day, in_force):
    blot = index_page(1)

    opened = reader.read(INKBLOT, day)
    followed = reader.followed(blot, blot.heading.targets[0], day)

    assert isinstance(opened, IndexPage)
    assert isinstance(followed, IndexPage)
    assert opened.choice.in_force is in_force
    assert followed.choice.in_force is in_force


def test_a_term_that_another_release_does_not_have_stays_where_it_was(reader):
    found = reader.read_again(INKBLOT, WITHIN, ("No such term",))

    assert isinstance(found, IndexPage)
    assert found.focus == 2


def test_the_contents_are_every_book_that_can_be_read_and_what_is_off():
    class TwoBooks(SeveralReleases):
        def __init__(self) -> None:
            super().__init__()
            self.there = [replace(RELEASE, code_set="hcpcs"), RELEASE, LICENSED]

    found = reader_of(TwoBooks()).read(CONTENTS, None)

    assert isinstance(found, Contents)
    assert found.code_set == "icd10cm"
    assert found.chapters == (CODES["1"],)
    assert [len(shelf.books) for shelf in found.shelves] == [2, 0]
    assert found.off == (LICENSED,)


def test_a_letter_lists_the_main_terms_that_begin_with_it(reader):
    found = reader.read(Place("icd10cm", "P", IndexBook.INDEX, "FY2099"), None)

    assert isinstance(found, Contents)
    assert [term.title for term in found.terms] == ["Paper cut"]


def test_a_book_without_a_letter_has_its_letters_counted_and_no_terms(reader):
    found = reader.read(Place("icd10cm", "", IndexBook.INDEX, "FY2099"), None)

    assert isinstance(found, Contents)
    assert found.letters == (("B", 1), ("I", 1), ("P", 1))
    assert found.terms == ()


@pytest.mark.parametrize("term_id", [0, 8])
def test_a_table_is_read_whole_at_the_row_that_was_asked_for(reader, term_id):
    found = reader.read(Place("icd10cm", "", IndexBook.DRUGS, "FY2099", term_id), None)

    assert isinstance(found, TablePage)
    assert [row.title for row in found.rows] == ["Ink", "black"]
    assert found.focus == (term_id or 7)


def test_a_row_of_a_table_is_found_again_by_its_titles_in_another_release(reader):
    place = Place("icd10cm", "", IndexBook.DRUGS, "FY2098", 99)
    found = reader.read_again(place, None, ("Ink", "black"))

    assert isinstance(found, TablePage)
    assert found.path == ("Ink", "black")


def test_with_nothing_installed_it_says_so():
    with pytest.raises(KnownError, match="No ICD-10-CM release is installed"):
        reader_of(InventedReleases(installed=False)).read(CONTENTS, None)


class InventedProcedures:
    """Builds codes of the invented tables."""

    def page(self, beginning: str = "", *, on: date | None) -> ProcedurePage:
        assert on == WITHIN
        page = sample_page(beginning)
        if beginning and not any(made.startswith(beginning) for made in page.titles):
            raise KnownError(f"No code begins with {beginning}.")
        return page


@pytest.mark.parametrize(
    ("place", "chosen"),
    [
        (Place("icd10pcs", "0019"), "0019"),
        (Place("icd10pcs", shown_as=BUILT), ""),
        (Place("icd10pcs", "001137Z", shown_as=BUILT), "001137Z"),
    ],
)
def test_a_procedure_that_is_not_whole_or_is_to_be_built_on_opens_where_it_is_built(place, chosen):
    releases = InventedReleases()
    reader = BookReader(
        InventedLookup(releases), InventedIndex(releases), releases, InventedProcedures()
    )

    found = reader.read(place, WITHIN)

    assert isinstance(found, ProcedurePage)
    assert found.chosen == chosen


def test_a_procedure_is_built_on_from_as_much_as_another_release_has_of_it():
    releases = InventedReleases()
    reader = BookReader(
        InventedLookup(releases), InventedIndex(releases), releases, InventedProcedures()
    )

    found = reader.read_again(Place("icd10pcs", "00199", shown_as=BUILT), WITHIN, ())

    assert isinstance(found, ProcedurePage)
    assert found.chosen == "0019"


def test_a_page_of_ms_drg_comes_with_its_groups(reader, monkeypatch):
    monkeypatch.setattr(InventedLookup, "page", lambda *_, **__: drg_page("482"))

    found = reader.read(Place("msdrg", "482"), WITHIN)

    assert isinstance(found, GroupPage)
    assert [group.code for group in found.groups][:3] == ["480", "481", "482"]
    assert found.focus_code == "482"
