"""Looking up in several code sets at once, and in their indexes and tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.every_book import IN_FORCE, every_book, shared_books
from support.flagged import names
from support.invented_releases import invented_releases

from codebook_app.domain.index_term import IndexBook
from codebook_app.domain.search import Hit, HitKind
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.lookup import Lookup
from codebook_app.services.releases import Releases


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    opened = shared_books(tmp_path_factory)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def lookup(releases: Releases) -> Lookup:
    return Lookup(releases)


def hits(lookup: Lookup, text: str, **options: object) -> tuple[Hit, ...]:
    return lookup.search(text, on=IN_FORCE, **options).hits  # type: ignore[arg-type]


def test_the_releases_are_listed_in_the_order_their_code_sets_are_shown(releases: Releases) -> None:
    listed = [one.code_set for one in releases.installed()]

    assert listed == ["icd10cm", "icd10pcs", "hcpcs", "msdrg"]


# Hits


def test_an_index_entry_is_a_hit_with_its_path_and_its_code_as_printed(lookup: Lookup) -> None:
    found = hits(lookup, "sample diabetes type 2 chronic kidney")
    hit = next(hit for hit in found if hit.kind is HitKind.INDEX)
    assert (hit.kind, hit.level, hit.code) == (HitKind.INDEX, "index", "E11.22")
    assert hit.title == "Sample diabetes, diabetic, type 2, with, chronic sample kidney disease"
    assert (hit.code_set, hit.release, hit.billable, hit.path) == ("icd10cm", "FY2099", False, ())
    marked = [hit.title[start:end] for start, end in hit.marks]
    assert marked == ["Sample", "diabetes", "diabetic", "type", "2", "chronic", "sample", "kidney"]


def test_the_line_that_an_index_entry_leads_to_names_the_entry(lookup: Lookup) -> None:
    found = {hit.code: hit for hit in hits(lookup, "diabetic arthropathy")}
    line = found["E11.2"]
    assert (line.kind, line.reason) == (HitKind.CODE, "Alphabetic index")
    assert line.reason_text == "Sample diabetes, diabetic, type 2, with, arthropathy NEC"
    marked = [line.reason_text[start:end] for start, end in line.reason_marks]
    assert marked == ["diabetes", "diabetic", "arthropathy"]


def test_an_incomplete_code_is_shown_as_printed(lookup: Lookup) -> None:
    found = [hit for hit in hits(lookup, "injury forearm") if hit.kind is HitKind.INDEX]
    assert found[0].code == "S52.0-"


def test_a_see_says_where_it_leads(lookup: Lookup) -> None:
    found = [hit for hit in hits(lookup, "sample fracture") if hit.kind is HitKind.INDEX]
    assert (found[0].code, found[0].reason) == ("", "See")
    assert found[0].reason_text == "Sample injury, forearm"


def test_a_row_of_a_table_gives_the_code_of_the_column_asked_for(lookup: Lookup) -> None:
    def row(text: str) -> Hit:
        return next(hit for hit in hits(lookup, text) if hit.kind is HitKind.TABLE)

    plain, benign = row("neoplasm elbow"), row("benign neoplasm elbow")
    assert (plain.level, plain.code, plain.reason_text) == (
        "neoplasm",
        "C76.4-",
        "Malignant Primary",
    )
    assert (benign.code, benign.reason, benign.reason_text) == ("D36.7", "Column", "Benign")
    assert row("sample drug adverse effect").code == "T36.0X5"
    assert row("neoplasm knee").reason_text == "Neoplasm, elbow"


def test_a_pcs_index_entry_leads_to_its_table(lookup: Lookup) -> None:
    found = hits(lookup, "sample bypass removal")
    entries = [hit for hit in found if hit.kind is HitKind.INDEX]
    assert entries[0].level == "pcs"
    assert ("See", "Sample removal, Joint") in {(hit.reason, hit.reason_text) for hit in entries}


def test_hits_of_all_code_sets_are_merged(lookup: Lookup) -> None:
    found = hits(lookup, "sample", limit=500)
    assert {hit.code_set for hit in found} == {"icd10cm", "icd10pcs", "hcpcs", "msdrg"}
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)


def test_a_code_set_can_be_chosen(lookup: Lookup) -> None:
    assert {hit.code_set for hit in hits(lookup, "sample", code_sets=["hcpcs"])} == {"hcpcs"}
    chosen = hits(lookup, "sample", code_sets=["hcpcs", "msdrg"])
    assert {hit.code_set for hit in chosen} == {"hcpcs", "msdrg"}


@pytest.mark.parametrize(
    ("typed", "code_set", "code"),
    [
        ("j0001", "hcpcs", "J0001"),
        ("A1", "hcpcs", "A1"),
        ("001", "icd10pcs", "001"),
        ("280", "msdrg", "280"),
        ("E11.22", "icd10cm", "E11.22"),
    ],
)
def test_a_code_of_any_code_set_is_found_by_itself(
    lookup: Lookup, typed: str, code_set: str, code: str
) -> None:
    whole = [hit for hit in hits(lookup, typed) if hit.score == 100]
    assert (code_set, code) in {(hit.code_set, hit.code) for hit in whole}


def test_a_short_description_that_matched_is_the_reason(lookup: Lookup) -> None:
    hit = hits(lookup, "inj sample drug 2")[0]
    assert (hit.code, hit.reason) == ("J0002", "Short description")
    assert hit.reason_text == "Inj sample drug 2"


def test_only_billable_codes_are_hits_when_asked_for(lookup: Lookup) -> None:
    found = hits(lookup, "sample diabetes", billable=True)
    assert found
    assert all(hit.billable and hit.kind is HitKind.CODE for hit in found)


def test_a_release_that_is_not_in_force_is_told_where_it_has_hits(lookup: Lookup) -> None:
    assert "HCPCS" not in lookup.search("kidney", on=IN_FORCE).release_word
    assert "HCPCS" in lookup.search("injection", on=IN_FORCE).release_word


# Entries and pages


def test_an_entry_tells_the_ways_of_the_indexes_to_it(lookup: Lookup) -> None:
    paths = lookup.entry("E11.22", on=IN_FORCE).index_paths
    assert next(path.text for path in paths if path.book is IndexBook.INDEX) == (
        "Sample diabetes, diabetic, type 2, with, chronic sample kidney disease"
    )
    (drug,) = {path.column for path in lookup.entry("T36.0X5", on=IN_FORCE).index_paths}
    assert drug == "Adverse effect"


def test_flags_come_from_the_lists_of_the_release_and_of_the_drgs_in_force(
    lookup: Lookup,
) -> None:
    assert {"POA exempt", "MCC"} <= set(names(lookup.entry("A00", on=IN_FORCE)))
    assert "POA exempt" not in names(lookup.entry("N18.30", on=IN_FORCE))
    assert "MCC" in names(lookup.entry("N18.30", on=IN_FORCE))
    # The MS-DRG version of another year says nothing of this one.
    assert "MCC" not in names(lookup.entry("N18.30", on=date(2105, 1, 1)))
    assert "new in 2025-10" in names(lookup.entry("J0001", on=IN_FORCE))


def test_an_entry_of_any_code_set_brings_its_facts(lookup: Lookup) -> None:
    drg = lookup.entry("280", on=IN_FORCE)
    assert drg.code.code_set == "msdrg"
    assert "1.7" in {fact.value for fact in drg.facts}
    assert lookup.entry("j0001", on=IN_FORCE).facts
    assert lookup.entry("E11", on=IN_FORCE).facts == ()


def test_a_code_is_preferred_to_a_heading_of_another_code_set(lookup: Lookup) -> None:
    # ICD-10-CM has a chapter 1, ICD-10-PCS a section 0: neither is a code.
    assert lookup.entry("A1", on=IN_FORCE).code.code_set == "hcpcs"
    assert lookup.entry("1", on=IN_FORCE).code.heading
    with pytest.raises(KnownError, match="is no code of"):
        lookup.entry("A1", code_set="icd10cm", on=IN_FORCE)


def test_an_unknown_code_names_the_nearest_of_any_code_set(lookup: Lookup) -> None:
    with pytest.raises(KnownError) as told:
        lookup.entry("J0009", on=IN_FORCE)
    assert "J0001" in told.value.hint


def test_a_procedure_opens_the_page_of_its_table(lookup: Lookup) -> None:
    page = lookup.page("0011 0ZZ".replace(" ", ""), code_set="icd10pcs", on=IN_FORCE)
    assert (page.heading.code, page.heading.opens_page) == ("001", True)
    assert page.focus_code == "00110ZZ"
    assert all(line.code.code.startswith("001") for line in page.lines)
    assert [line.code for line in page.ancestors] == ["0", "00"]


def test_a_heading_of_any_code_set_opens_as_a_list(lookup: Lookup) -> None:
    page = lookup.page("00", code_set="icd10pcs", on=IN_FORCE)
    assert page.heading.heading
    assert {line.code.depth for line in page.lines} == {
        page.heading.depth,
        page.heading.depth + 1,
    }


def test_a_page_brings_the_facts_of_its_lines(lookup: Lookup) -> None:
    page = lookup.page("J0001", on=IN_FORCE)
    line = next(line for line in page.lines if line.code.code == "J0001")
    assert line.facts


def test_the_code_sets_in_use_come_in_shown_order(lookup: Lookup) -> None:
    chosen = lookup.code_sets(IN_FORCE)
    names = [choice.release.code_set for choice in chosen]
    assert names == ["icd10cm", "icd10pcs", "hcpcs", "msdrg"]
    assert [choice.in_force for choice in chosen] == [True, True, False, True]


# What changes under an open look-up


@pytest.mark.slow
def test_what_is_imported_is_found_at_once_and_what_is_removed_no_more(tmp_path: Path) -> None:
    releases = every_book(tmp_path)
    lookup = Lookup(releases)
    assert "hcpcs" in {hit.code_set for hit in hits(lookup, "injection sample")}
    releases.remove("hcpcs", "2025-10")
    assert "hcpcs" not in {hit.code_set for hit in hits(lookup, "injection sample")}
    releases.import_paths([tmp_path / "sources" / "hcpcs.txt"])
    assert "hcpcs" in {hit.code_set for hit in hits(lookup, "injection sample")}
    releases.close()


@pytest.mark.slow
def test_a_release_without_index_is_passed_over_unless_it_is_asked_for(tmp_path: Path) -> None:
    releases = every_book(tmp_path)
    lookup = Lookup(releases)
    shutil.rmtree(tmp_path / "data" / "releases" / "hcpcs" / "2025-10" / "index")
    found = hits(lookup, "sample", limit=500)
    assert {hit.code_set for hit in found} == {"icd10cm", "icd10pcs", "msdrg"}
    with pytest.raises(KnownError, match="index"):
        hits(lookup, "sample", code_sets=["hcpcs"])
    releases.close()


@pytest.mark.slow
def test_no_index_is_held_open_by_what_was_searched(tmp_path: Path) -> None:
    releases = every_book(tmp_path)
    lookup = Lookup(releases)
    hits(lookup, "sample")
    hits(lookup, "sample", code_sets=["hcpcs"])
    releases.remove("hcpcs", "2025-10")
    mapped = Path("/proc/self/maps")
    if mapped.exists():
        assert str(tmp_path / "data" / "releases" / "hcpcs") not in mapped.read_text()
    releases.close()


def test_nothing_is_answered_from_nothing(tmp_path: Path) -> None:
    releases = invented_releases(Folders(tmp_path / "empty"))
    assert Lookup(releases).code_sets() == ()
    releases.close()
