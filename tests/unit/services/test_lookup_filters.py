"""Filters, completions and near codes over several installed code sets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.every_book import IN_FORCE, shared_books

from codebook_app.domain.search import FailedWord, HitKind, SearchAnswer
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.lookup import Lookup
from codebook_app.services.releases import Releases


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lookup]:
    releases = shared_books(tmp_path_factory)
    yield Lookup(releases)
    releases.close()


def answer(lookup: Lookup, text: str, **options: object) -> SearchAnswer:
    return lookup.search(text, on=IN_FORCE, **options)  # type: ignore[arg-type]


def test_a_book_may_be_a_code_set(lookup: Lookup) -> None:
    every = {hit.code_set for hit in answer(lookup, "sample").hits}
    assert len(every) > 1
    for code_set in sorted(every):
        found = answer(lookup, f"sample book:{code_set}")
        assert {hit.code_set for hit in found.hits} == {code_set}
        assert found.told == ()


@pytest.mark.parametrize("book", ["index", "external", "neoplasm", "drugs", "pcs"])
def test_a_book_may_be_an_index_or_a_table(lookup: Lookup, book: str) -> None:
    listed = answer(lookup, f"book:{book}").hits
    assert listed
    assert {hit.level for hit in listed} == {book}
    word = listed[0].title.split(",")[0]
    assert {hit.level for hit in answer(lookup, f"{word} book:{book}").hits} == {book}


def test_a_book_that_is_not_installed_is_told_and_left_aside(lookup: Lookup) -> None:
    found = answer(lookup, "sample book:cpt")
    assert found.told == ("book:cpt is left aside: it is not among what is searched.",)
    assert found.hits


def test_a_chapter_may_be_of_any_code_set(lookup: Lookup) -> None:
    listed = answer(lookup, "chapter:4 book:icd10cm").hits
    codes = [hit for hit in listed if hit.kind is HitKind.CODE]
    assert codes[0].level == "chapter"
    assert all(hit.path[:1] == ("4",) for hit in codes[1:])
    assert {hit.code_set for hit in answer(lookup, "chapter:0 book:icd10pcs").hits} == {"icd10pcs"}
    drg = answer(lookup, "chapter:5").hits
    assert any(hit.code_set == "msdrg" for hit in drg)
    unknown = answer(lookup, "sample chapter:XYZ code:QQQ")
    assert unknown.told == (
        "chapter:XYZ is left aside: no book has such a chapter.",
        "code:QQQ is left aside: no code begins so.",
    )
    assert unknown.hits


def test_billable_yes_is_the_option(lookup: Lookup) -> None:
    asked = answer(lookup, "sample billable:yes").hits
    assert [hit.code for hit in asked] == [
        hit.code for hit in answer(lookup, "sample", billable=True).hits
    ]
    assert not any(hit.billable for hit in answer(lookup, "sample billable:no").hits)


def test_what_the_filters_leave_out_is_told(lookup: Lookup) -> None:
    found = answer(lookup, '"kidney chronic"')
    assert found.hits == ()
    assert any("left out by the filters" in told for told in found.told)


def test_a_mistyped_code_leads_to_the_code_as_printed(lookup: Lookup) -> None:
    for typed in ("E1l.22", "E11.2l2", "E1I.22", "E11.223"):
        found = answer(lookup, typed)
        assert found.hits[0].code == "E11.22", typed
        assert found.failed == (FailedWord(typed, ("E11.22",)),), typed
    assert answer(lookup, "E11.223", as_typed=True).failed[0].nearest == ()


def test_as_typed_undoes_how_the_query_was_read(lookup: Lookup) -> None:
    read = answer(lookup, "type 2 ckd")
    assert read.read_as == "ckd → chronic kidney disease"
    undone = answer(lookup, "type 2 ckd", as_typed=True)
    assert "→" not in undone.read_as
    assert [failed.word for failed in undone.failed] == ["ckd"]


def test_a_query_is_completed_over_all_books(lookup: Lookup) -> None:
    (first, *_) = lookup.complete("type 2 diab", on=IN_FORCE)
    assert (first.text, first.word) == ("type 2 diabetes", "diabetes")
    assert first.hits >= 3


def test_the_values_of_filters_are_those_installed(lookup: Lookup) -> None:
    books = [one.word for one in lookup.complete("book:", on=IN_FORCE, limit=20)]
    assert books == [
        *("icd10cm", "icd10pcs", "hcpcs", "msdrg"),
        *("index", "external", "neoplasm", "drugs", "pcs"),
    ]
    chapters = [one.word for one in lookup.complete("chapter:", on=IN_FORCE, limit=50)]
    assert "4" in chapters
    assert lookup.complete("sample book:dr", on=IN_FORCE)[0].text == "sample book:drugs"


def test_completions_keep_to_the_code_sets_asked_for(lookup: Lookup) -> None:
    asked = lookup.complete("diab", code_sets=("icd10pcs",), on=IN_FORCE)
    assert "diabetes" not in [one.word for one in asked]
    with pytest.raises(KnownError):
        lookup.complete("diab", code_sets=("cpt",), on=IN_FORCE)


def test_with_nothing_installed_nothing_is_completed(tmp_path: Path) -> None:
    releases = Releases(Folders(tmp_path / "data"))
    assert Lookup(releases).complete("diab") == ()
    releases.close()
