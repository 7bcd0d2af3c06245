"""HCPCS, CPT and ICF from file to answer: imported, joined, found and shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.cpt_files import MODIFIERS, consumer, longult
from support.flagged import names
from support.hcpcs_files import hcpcs_sheet, hcpcs_text
from support.icf_files import CLASSES, claml

from codebook_app.codesets.archive import OfficialFile
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.copying import Copying
from codebook_app.services.lookup import Lookup
from codebook_app.services.releases import Releases

pytestmark = pytest.mark.slow

DAY = date(2025, 11, 1)


def put(folder: Path, *files: OfficialFile) -> Path:
    folder.mkdir(exist_ok=True)
    for file in files:
        (folder / file.own_name).write_bytes(b"".join(file.chunks()))
    return folder


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    folder = tmp_path_factory.mktemp("sets")
    (folder / "HCPC2025_OCT_ANWEB.xlsx").write_bytes(hcpcs_sheet())
    (folder / "icf.xml").write_text(claml(*CLASSES), encoding="utf-8")
    put(folder / "cpt", longult(), MODIFIERS)
    releases = Releases(Folders(folder / "data"))
    releases.import_paths([folder / "HCPC2025_OCT_ANWEB.xlsx", folder / "icf.xml", folder / "cpt"])
    releases.confirm_licence("cpt", "2026")
    yield releases
    releases.close()


@pytest.fixture(scope="module")
def lookup(releases: Releases) -> Lookup:
    return Lookup(releases)


@pytest.mark.parametrize(
    ("typed", "code_set", "code"),
    [
        ("j0001", "hcpcs", "J0001"),
        ("a1", "hcpcs", "A1"),
        ("99202", "cpt", "99202"),
        ("1p", "cpt", "1P"),
        ("B110", "icf", "b110"),
    ],
)
def test_codes_and_modifiers_of_every_set_are_found_and_shown(lookup, typed, code_set, code):
    hit = lookup.search(typed, on=DAY).hits[0]

    assert (hit.code_set, hit.code) == (code_set, code)
    assert lookup.entry(typed, on=DAY).code.code == code


def test_words_of_short_descriptors_find_their_code(lookup):
    hit = lookup.search("inj sample old", on=DAY).hits[0]

    assert (hit.code, hit.reason, hit.billable) == ("J0003", "Short description", False)


def test_a_code_typed_with_qualifiers_finds_the_code_and_says_what_they_mean(lookup):
    answer = lookup.search("b110.2", on=DAY)

    assert answer.hits[0].code == "b110"
    assert answer.read_as == "b110, extent: moderate"
    assert names(lookup.entry("b110.2", on=DAY)) == ["extent: moderate"]
    assert names(lookup.entry("e110+3", on=DAY)) == ["facilitator: severe"]
    assert names(lookup.entry("b110", on=DAY)) == []
    assert lookup.page("b1140.8", on=DAY).focus_code == "b1140"


@pytest.mark.parametrize("typed", ["b119.2", "b110.7", "j0001.2"])
def test_qualifiers_of_no_code_make_none(lookup, typed):
    with pytest.raises(KnownError, match="is no code of"):
        lookup.entry(typed, on=DAY)


def test_terminated_codes_are_found_as_such(lookup):
    entry = lookup.entry("J0003", on=DAY)

    assert (entry.code.level, entry.code.billable) == ("terminated code", False)
    assert ("Terminated", "2025-09-30") in [(fact.name, fact.value) for fact in entry.facts]


def test_a_page_holds_a_group_of_codes_with_what_is_said_of_them(lookup):
    page = lookup.page("J0002", on=DAY)

    assert [line.code.code for line in page.lines] == ["J00xx", "J0001", "J0002", "J0003"]
    assert page.focus == page.lines[2].code.id
    assert any(fact.name == "Coverage" for fact in page.lines[1].facts)


def test_a_version_without_an_end_says_from_when(releases):
    (icf,) = (one for one in releases.installed() if one.code_set == "icf")

    assert icf.dates_word == "in force from 2017-01-01"
    assert releases.choose("icf", date(2090, 1, 1)).in_force


def test_the_text_takes_the_spreadsheets_place_when_it_comes_later(tmp_path):
    releases = Releases(Folders(tmp_path / "data"))
    sheet, text = tmp_path / "HCPC2025_OCT.xlsx", tmp_path / "HCPC2025_OCT.txt"
    sheet.write_bytes(hcpcs_sheet())
    text.write_bytes(hcpcs_text().encode("cp1252"))
    releases.import_paths([sheet])
    (report,) = releases.import_paths([text])

    (release,) = releases.installed()
    assert release.release == "2025-10"
    assert {one.part for one in release.sources} == {"list", "sheet"}
    assert any("7 codes and modifiers agree, column for column" in one for one in report.checked)
    assert releases.import_paths([sheet])[0].unchanged
    releases.close()


def test_a_cpt_descriptor_file_joins_later_and_is_found(tmp_path):
    releases = Releases(Folders(tmp_path / "data"))
    releases.import_paths([put(tmp_path / "first", longult())])
    releases.confirm_licence("cpt", "2026")
    plain = consumer(("1001", "99202", "Sample plain words"))
    releases.import_paths([put(tmp_path / "later", plain)])

    (release,) = releases.installed()
    assert release.confirmed
    assert "Sample Owner" in release.notice
    hit = Lookup(releases).search("plain words", on=date(2026, 5, 1)).hits[0]
    assert (hit.code, hit.reason) == ("99202", "Consumer descriptor")
    releases.close()


@pytest.mark.parametrize(
    ("typed", "code", "title"),
    [
        ("B110.2", "b110.2", "Sample consciousness (extent: moderate)"),
        ("e110+3", "e110+3", "Sample products to eat (facilitator: severe)"),
        ("b110", "b110", "Sample consciousness"),
        ("99202", "99202", "Sample service 1"),
    ],
)
def test_a_code_goes_onto_a_list_with_its_qualifiers(lookup, typed, code, title):
    line = lookup.listed(typed, on=DAY)

    assert (line.code, line.title) == (code, title)


def test_the_modifiers_are_one_list(lookup):
    page = lookup.page("Modifiers", code_set="hcpcs", on=DAY)

    assert "A1" in [line.code.code for line in page.lines]


def test_lines_of_an_encounter_file_get_the_titles_of_every_set(releases, lookup):
    text = """{"date": "2025-11-01", "diagnoses": [],
               "procedures": [{"code_set": "hcpcs", "code": "j0001"},
                              {"code_set": "cpt", "code": "99202"},
                              {"code_set": "hcpcs", "code": "J0001", "release": "2024-01",
                               "title": "As it was then"}],
               "others": [{"code_set": "icf", "code": "b110"},
                          {"code_set": "snomed", "code": "1"}]}"""
    supply, service, earlier, function, unknown = (
        Copying(releases).read_encounter(text, "visit.json").lines
    )

    for line in (supply, service, function):
        held = lookup.entry(line.code, on=DAY, code_set=line.code_set).code
        assert (line.title, line.release) == (held.title, held.release)
        assert line.title
    assert (earlier.title, earlier.release) == ("As it was then", "2024-01")
    assert (unknown.title, unknown.release) == ("", "")
