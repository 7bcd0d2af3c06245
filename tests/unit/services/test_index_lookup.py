"""Walking the alphabetic indexes and the tables of an installed invented release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support import index_xml, tabular_xml
from support.every_book import IN_FORCE, shared_books

from codebook_app.domain.index_page import IndexPage
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.index_lookup import IndexLookup
from codebook_app.services.releases import Releases


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexLookup]:
    releases = shared_books(tmp_path_factory)
    yield IndexLookup(releases)
    releases.close()


def focus(page: IndexPage | None) -> IndexTerm:
    assert page is not None
    return next(term for term in page.terms if term.id == page.focus)


def found(index: IndexLookup, *words: str, **options: object) -> IndexTerm:
    return focus(index.find(words, on=IN_FORCE, **options))  # type: ignore[arg-type]


def see(text: str) -> IndexTarget:
    return IndexTarget(TargetKind.SEE, text)


def test_the_books_of_all_releases_are_named_in_order(index: IndexLookup) -> None:
    books = index.books(IN_FORCE)
    assert [book for book, _ in books] == list(IndexBook)
    assert [choice.release.code_set for _, choice in books] == ["icd10cm"] * 4 + ["icd10pcs"]


@pytest.mark.parametrize(
    "words",
    [
        ["Sample diabetes", "type 2"],
        ["Sample diabetes, type 2"],
        ["sample diabetes, diabetic, type 2"],
        ["sample diabetes type 2"],
        ["type 2 diabetes"],
        ["diab typ 2"],
    ],
)
def test_a_term_is_found_as_it_is_written_or_by_its_words(
    index: IndexLookup, words: list[str]
) -> None:
    page = index.find(words, on=IN_FORCE)
    assert page.heading.title == "Sample diabetes, diabetic (mellitus) (sugar)"
    assert focus(page).title == "type 2"
    assert page.path == ("Sample diabetes, diabetic",)
    assert page.book is IndexBook.INDEX


def test_a_subterm_is_found_behind_with_and_due_to(index: IndexLookup) -> None:
    assert found(index, "Sample diabetes, type 2, nephropathy").targets[0].text == "E11.21"
    assert found(index, "sample diabetes type 2 ckd").targets[0].text == "E11.22"


def test_a_main_term_is_found_as_it_is_printed_with_its_plural(index: IndexLookup) -> None:
    assert index.find(["Sample fever(s)"], on=IN_FORCE).heading.essential == "Sample fever"
    assert found(index, "Sample fever(s), delta").essential == "delta"


def test_a_page_holds_the_main_term_with_all_below_it_and_its_neighbours(
    index: IndexLookup,
) -> None:
    page = index.find(["sample fever"], on=IN_FORCE)
    shown = [term.essential for term in page.terms]
    assert shown == ["Sample fever", "delta", "lake NEC", "nerve"]
    assert page.previous is not None
    assert page.following is not None
    assert page.previous.essential == "Sample diabetes, diabetic"
    assert page.following.essential == "Sample fracture"
    assert page.columns == ()


def test_a_row_of_a_table_comes_with_the_headings(index: IndexLookup) -> None:
    page = index.find(["elbow"], book=IndexBook.NEOPLASM, on=IN_FORCE)
    assert page.columns == index_xml.NEOPLASM_COLUMNS
    assert focus(page).cells[0] == "C76.4-"
    assert focus(page).essential == "elbow"


def test_a_table_is_read_whole_with_the_row_asked_for_in_focus(index: IndexLookup) -> None:
    page = index.table(IndexBook.NEOPLASM, IN_FORCE)
    assert [row.essential for row in page.rows] == ["Neoplasm, sample", "elbow", "knee"]
    assert page.columns == index_xml.NEOPLASM_COLUMNS
    assert page.focus == page.rows[0].id

    release = page.choice.release
    knee = index.table(
        page.book, code_set=release.code_set, release=release.release, term_id=page.rows[2].id
    )
    assert knee.focus == page.rows[2].id
    assert knee.rows is page.rows  # read once


def test_a_table_says_which_row_it_does_not_have(index: IndexLookup) -> None:
    release = index.table(IndexBook.DRUGS, IN_FORCE).choice.release
    with pytest.raises(KnownError, match="has no term 999999"):
        index.table(
            IndexBook.DRUGS,
            IN_FORCE,
            code_set=release.code_set,
            release=release.release,
            term_id=999_999,
        )


def test_a_see_in_a_table_is_followed(index: IndexLookup) -> None:
    page = index.table(IndexBook.DRUGS, IN_FORCE)
    opened = index.resolve(page, page.rows[0].targets[0])
    assert focus(opened).essential == "Sample drug NEC"


def test_main_terms_are_counted_by_letter(index: IndexLookup) -> None:
    assert index.letters(IndexBook.DRUGS, IN_FORCE) == (("S", 2),)


def test_the_book_can_be_chosen(index: IndexLookup) -> None:
    assert found(index, "sample drug", book=IndexBook.DRUGS).book is IndexBook.DRUGS
    with pytest.raises(KnownError) as told:
        index.find(["sample drug"], book=IndexBook.NEOPLASM, on=IN_FORCE)
    assert "Neoplasm table" in str(told.value)


def test_an_unknown_term_names_the_nearest_main_terms(index: IndexLookup) -> None:
    with pytest.raises(KnownError, match="sample wheeze") as told:
        index.find(["sample wheeze"], on=IN_FORCE)
    assert "Sample" in told.value.hint
    with pytest.raises(KnownError) as told:
        index.find(["qqqq"], on=IN_FORCE)
    assert "another word" in told.value.hint
    with pytest.raises(KnownError, match="No term was given"):
        index.find([" , "], on=IN_FORCE)


def test_the_page_of_a_hit_opens_at_its_term(index: IndexLookup) -> None:
    term = found(index, "sample diabetes type 2 ckd")
    page = index.page("icd10cm", "FY2099", term.id)
    assert page.focus == term.id
    assert page.heading.depth == 0
    with pytest.raises(KnownError, match="no term 999999"):
        index.page("icd10cm", "FY2099", 999_999)
    with pytest.raises(KnownError, match="not installed"):
        index.page("icd10cm", "FY2031", 1)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Sample injury, forearm", "forearm"),
        ("Sample injury, forearm, by type", "forearm"),
        ("Sample injury (of), by site", "Sample injury"),
        ("Sample injury, nowhere", "Sample injury"),
        ("Sample fever, lake", "lake NEC"),
        ("Neoplasm, elbow", "elbow"),
        ("Diabetic sample", "Sample diabetes, diabetic"),
    ],
)
def test_a_see_opens_the_term_it_names(index: IndexLookup, text: str, title: str) -> None:
    page = index.find(["Sample fracture"], on=IN_FORCE)
    assert focus(index.resolve(page, see(text))).essential == title


def test_a_see_to_the_table_of_drugs_opens_it(index: IndexLookup) -> None:
    page = index.find(["Sample fracture"], on=IN_FORCE)
    opened = index.resolve(page, see("Table of Drugs and Chemicals, by drug"))
    assert opened is not None
    assert opened.book is IndexBook.DRUGS


@pytest.mark.parametrize("text", ["condition", "Condition", "E08-E13 with .21", "Nothing like it"])
def test_a_see_that_names_no_term_opens_nothing(index: IndexLookup, text: str) -> None:
    page = index.find(["Sample fracture"], on=IN_FORCE)
    assert index.resolve(page, see(text)) is None


def test_a_pcs_see_opens_the_pcs_index(index: IndexLookup) -> None:
    page = index.find(["Sampling"], book=IndexBook.PCS, on=IN_FORCE)
    target = focus(page).targets[0]
    assert target.text == "Sample bypass"
    opened = index.resolve(page, target)
    assert focus(opened).essential == "Sample bypass (sampled)"
    assert opened is not None
    assert opened.book is IndexBook.PCS


def test_main_terms_are_listed_by_their_beginning(index: IndexLookup) -> None:
    listed = index.main_terms(IndexBook.INDEX, "sample f", IN_FORCE)
    assert [term.essential for term in listed] == ["Sample fever", "Sample fracture"]
    assert len(index.main_terms(IndexBook.INDEX, on=IN_FORCE)) == 6


def test_a_book_that_the_release_came_without_is_said_and_which_release_has_it(
    tmp_path: Path,
) -> None:
    releases = Releases(Folders(tmp_path / "data"))
    index = IndexLookup(releases)
    with pytest.raises(KnownError) as told:
        index.find(["fever"])
    assert "setup" in told.value.hint
    for year, files in (
        (
            2098,
            {"tabular.xml": tabular_xml.sample(2098), "index.xml": index_xml.sample_index(2098)},
        ),
        (2099, {"tabular.xml": tabular_xml.sample(2099)}),
    ):
        folder = tmp_path / str(year)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        releases.import_paths([folder])
    with pytest.raises(KnownError, match="Alphabetic index") as told:
        index.find(["fever"], book=IndexBook.INDEX, on=IN_FORCE)
    assert "FY2098" in told.value.hint
    assert "2097-10-01" in told.value.hint
    drugs = tmp_path / "drugs.xml"
    drugs.write_text(index_xml.sample_drugs(2099), encoding="utf-8")
    releases.import_paths([drugs])
    with pytest.raises(KnownError, match="is no term of the Table of drugs") as told:
        index.find(["fever"], on=IN_FORCE)
    assert "ICD-10-CM FY2099 came without the Alphabetic index" in told.value.hint
    assert told.value.hint.count("FY2098") == 1
    # Of ICD-10-PCS nothing is installed, so no release came without its index.
    with pytest.raises(KnownError, match="No code set that has the ICD-10-PCS index is installed"):
        index.find(["bypass"], book=IndexBook.PCS, on=IN_FORCE)
    with pytest.raises(KnownError, match="Neoplasm table") as told:
        index.main_terms(IndexBook.NEOPLASM, on=IN_FORCE)
    assert "official file" in told.value.hint
    assert index.find(["fever"], on=date(2098, 1, 1)).heading.essential == "Sample fever"
    releases.close()
