"""Looking up hits, entries and pages in an installed invented release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.flagged import names
from support.tabular_xml import sample

from codebook_app.domain.search import HitKind
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import Cancelled, CancelToken
from codebook_app.services.lookup import Lookup
from codebook_app.services.releases import Releases

IN_FORCE = date(2099, 1, 1)


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lookup]:
    folder = tmp_path_factory.mktemp("lookup")
    source = folder / "tabular.xml"
    source.write_text(sample(2099), encoding="utf-8")
    releases = Releases(Folders(folder / "data"))
    releases.import_paths([source])
    yield Lookup(releases)
    releases.close()


def test_a_hit_shows_the_code_as_printed_with_its_place(lookup: Lookup) -> None:
    answer = lookup.search("type 2 ckd", on=IN_FORCE)
    hit = answer.hits[0]
    assert (hit.code, hit.level, hit.billable) == ("E11.22", "code", True)
    assert hit.path == ("4", "E08-E13", "E11", "E11.2")
    assert (hit.code_set, hit.release, hit.kind) == ("icd10cm", "FY2099", HitKind.CODE)
    assert answer.query == "type 2 ckd"
    assert answer.read_as == "ckd → chronic kidney disease"
    assert answer.milliseconds > 0
    marked = [hit.title[start:end] for start, end in hit.marks]
    assert marked == ["Type", "2", "chronic", "kidney", "disease"]
    assert (hit.reason, hit.reason_text, hit.reason_marks) == ("", "", ())


def test_an_inclusion_term_that_matched_is_the_reason(lookup: Lookup) -> None:
    hit = lookup.search("delta fever", on=IN_FORCE).hits[0]
    assert (hit.code, hit.reason, hit.reason_text) == (
        "A00",
        "Inclusion term",
        "Sample delta fever",
    )
    assert [hit.reason_text[start:end] for start, end in hit.reason_marks] == ["delta", "fever"]


def test_an_inclusion_term_of_a_line_above_names_that_line(lookup: Lookup) -> None:
    hits = {hit.code: hit for hit in lookup.search("renal insufficiency", on=IN_FORCE).hits}
    assert hits["N18"].reason == "Inclusion term"
    assert hits["N18.1"].reason == "Inclusion term of N18"
    assert hits["N18.1"].reason_text == "Sample renal insufficiency, long-standing"


def test_a_note_that_matched_is_the_reason_under_its_kind(lookup: Lookup) -> None:
    hits = {hit.code: hit for hit in lookup.search("resistance", on=IN_FORCE).hits}
    assert hits["E11"].reason == "Includes"
    assert hits["E11"].reason_text == "sample diabetes due to sample resistance"
    traumatic = lookup.search("amputation", on=IN_FORCE).hits[0]
    assert (traumatic.code, traumatic.reason) == ("S52", "Excludes1")


def test_seventh_character_codes_are_folded(lookup: Lookup) -> None:
    hits = lookup.search("fracture right elbow", on=IN_FORCE).hits
    assert (hits[0].code, hits[0].folded, hits[0].billable) == ("S52.01", 4, False)
    unfolded = lookup.search("fracture right elbow sequela", on=IN_FORCE).hits[0]
    assert (unfolded.code, unfolded.path[-1], unfolded.folded) == ("S52.01XS", "S52.01", 0)


def test_every_hit_is_billable_when_asked(lookup: Lookup) -> None:
    for text in ("sample", "S52", "fracture", "E11", "diabetes"):
        hits = lookup.search(text, billable=True, on=IN_FORCE).hits
        assert hits
        assert all(hit.billable for hit in hits), text


def test_the_date_of_service_outside_the_release_is_told(lookup: Lookup) -> None:
    assert lookup.search("diabetes", on=IN_FORCE).release_word == ""
    told = lookup.search("diabetes", on=date(2031, 5, 6)).release_word
    assert "2031-05-06" in told
    assert "2098-10-01" in told


def test_the_limit_holds_and_an_unknown_code_set_is_said(lookup: Lookup) -> None:
    assert len(lookup.search("sample", limit=3, on=IN_FORCE).hits) == 3
    with pytest.raises(KnownError):
        lookup.search("sample", code_sets=["none-such"])


def test_a_cancelled_search_stops(lookup: Lookup) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        lookup.search("sample", cancel=cancel)


@pytest.mark.parametrize("text", ["e1122", "E11.22", " e11.22 "])
def test_an_entry_brings_all_that_governs_it(lookup: Lookup, text: str) -> None:
    entry = lookup.entry(text, on=IN_FORCE)
    assert entry.code.code == "E11.22"
    assert [line.code for line in entry.ancestors] == ["4", "E08-E13", "E11", "E11.2"]
    origins = [(note.origin.code, note.inherited) for note in entry.notes]
    assert origins[0] == ("4", True)
    assert origins[-1] == ("E11.22", False)
    assert ("E11", True) in origins
    assert entry.choice.release.release == "FY2099"


def test_an_entry_tells_its_seventh_characters_and_flags(lookup: Lookup) -> None:
    entry = lookup.entry("S52.01", on=IN_FORCE)
    assert [each.code for each in entry.seventh_characters][:2] == ["S52.01XA", "S52.01XB"]
    assert names(entry) == ["seventh character required"]
    assert names(lookup.entry("S52.01XA")) == []
    assert names(lookup.entry("N18.30")) == ["unspecified"]
    assert "manifestation" in names(lookup.entry("M14"))


def test_an_unknown_code_names_the_nearest(lookup: Lookup) -> None:
    with pytest.raises(KnownError, match=r"E11\.229") as told:
        lookup.entry("E11.229")
    assert "E11.22" in told.value.hint
    with pytest.raises(KnownError) as told:
        lookup.page("E11.7")
    assert "E11.2" in told.value.hint
    for nothing in ("", "banana", "??"):
        with pytest.raises(KnownError) as told:
            lookup.entry(nothing)
        assert "words" in told.value.hint


def test_a_code_opens_the_page_of_its_category(lookup: Lookup) -> None:
    page = lookup.page("E11.22", on=IN_FORCE)
    assert page.heading.code == "E11"
    assert [line.code.code for line in page.lines][:3] == ["E11", "E11.2", "E11.21"]
    assert page.focus == next(line.code.id for line in page.lines if line.code.code == "E11.22")
    assert page.focus_code == "E11.22"
    assert page.previous is not None
    assert page.following is not None
    assert (page.previous.code, page.following.code) == ("E10", "M13")
    assert {note.origin.code for note in page.inherited} == {"4", "E08-E13"}
    assert page.lines[0].notes


def test_a_seventh_character_code_opens_at_the_line_it_completes(lookup: Lookup) -> None:
    page = lookup.page("S52.01XD", on=IN_FORCE)
    codes = {line.code.code: line for line in page.lines}
    assert "S52.01XD" not in codes
    assert page.focus == codes["S52.01"].code.id
    assert page.focus_code == "S52.01XD"
    assert [each.code for each in codes["S52.01"].seventh_characters][2] == "S52.01XD"


def test_sections_and_chapters_open_as_lists(lookup: Lookup) -> None:
    section = lookup.page("E08-E13", on=IN_FORCE)
    assert [line.code.code for line in section.lines] == ["E08-E13", "E08", "E10", "E11"]
    chapter = lookup.page("4", on=IN_FORCE)
    assert [line.code.code for line in chapter.lines] == ["4", "E08-E13"]
    assert chapter.inherited == ()


def test_chapters_come_in_printed_order(lookup: Lookup) -> None:
    assert [line.code for line in lookup.chapters()] == ["1", "4", "13", "14", "19", "20", "21"]


def test_warming_up_is_quiet_where_nothing_is_installed_and_a_search_says_so(
    tmp_path: Path,
) -> None:
    releases = Releases(Folders(tmp_path / "empty"))
    lookup = Lookup(releases)
    lookup.warm()
    with pytest.raises(KnownError, match="installed"):
        lookup.search("anything")
    releases.close()


def test_warming_up_opens_the_index(lookup: Lookup) -> None:
    lookup.warm()
    assert lookup.search("diabetes").hits


def test_a_range_opens_its_section_or_where_it_begins(lookup: Lookup) -> None:
    section = next(
        line for line in lookup.page("4").lines if line.code.heading and "-" in line.code.code
    )
    assert lookup.page(section.code.code).heading.code == section.code.code
    assert lookup.page("E1122-E1199").focus_code == "E11.22"
    with pytest.raises(KnownError):
        lookup.page("X0-E11")
    with pytest.raises(KnownError):
        lookup.entry("E11.22-E11.99")
