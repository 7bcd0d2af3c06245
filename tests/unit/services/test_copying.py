"""Copying a list, and reading one from an encounter file with the titles of its release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from support.code_lists import a_list
from support.tabular_xml import sample

from codebook_app.domain.copying import CopyOptions
from codebook_app.domain.grouping import Drg, Grouped
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.copying import Copying
from codebook_app.services.releases import Releases


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    folder = tmp_path_factory.mktemp("copying")
    older, newer = folder / "older.xml", folder / "newer.xml"
    older.write_text(sample(2098), encoding="utf-8")
    newer.write_text(sample(2099, "Newer sample title"), encoding="utf-8")
    installed = Releases(Folders(folder / "data"))
    installed.import_paths([older])
    installed.import_paths([newer])
    yield installed
    installed.close()


def test_a_list_is_written_in_the_format_asked_for():
    copying = Copying()

    assert copying.described("Plain") == copying.formats()[0]
    assert copying.render(a_list("E11.22"), "plain", CopyOptions(dots=False)).text == "E1122"
    with pytest.raises(KnownError, match="no copy format"):
        copying.render(a_list("E11.22"), "word", CopyOptions())


def test_a_file_s_codes_get_the_title_of_the_release_in_force(releases):
    text = '{"date": "%s", "diagnoses": [{"code": "e1122"}, {"code": "S52.01xa"}]}'
    copying = Copying(releases)

    (older, fracture) = copying.read_encounter(text % "2098-01-01", "a.json").lines
    (newer, _) = copying.read_encounter(text % "2099-01-01", "a.json").lines
    assert (older.code, older.release) == ("E11.22", "FY2098")
    assert older.title == "Type 2 sample diabetes with sample chronic kidney disease"
    assert (newer.title, newer.release) == ("Newer sample title", "FY2099")
    assert fracture.code == "S52.01XA"
    assert fracture.title


def test_codes_no_release_holds_stay_on_the_list_as_printed(releases):
    text = """{"diagnoses": [{"code": "e11223"}, {"code": "4"}, {"code": "hello"}],
               "procedures": [{"code_set": "cpt", "code": "0001a"}]}"""
    lines = Copying(releases).read_encounter(text, "a.json").lines

    assert [(one.code, one.title) for one in lines] == [
        ("E11.223", ""),
        ("4", ""),
        ("HELLO", ""),
        ("0001A", ""),
    ]


def test_without_a_release_codes_are_read_as_printed(folders):
    releases = Releases(folders)
    for copying in (Copying(), Copying(releases)):
        (line,) = copying.read_encounter('{"diagnoses": [{"code": "e1122"}]}', "a.json").lines
        assert (line.code, line.title, line.release) == ("E11.22", "", "")
    releases.close()


def test_a_file_read_is_not_kept_and_was_made_now():
    before = datetime.now(UTC)
    encounter = Copying().read_encounter('{"date": "2099-01-01", "diagnoses": []}', "a.json")

    assert encounter.id == ""
    assert encounter.date_of_service == date(2099, 1, 1)
    assert before <= encounter.created_at <= datetime.now(UTC)


class Everything:
    """Knows one exempt code, and groups every stay alike."""

    def poa_exempt(self, codes, on):  # noqa: ARG002
        return frozenset({"Z79.4"}) & frozenset(codes)

    def group(self, encounter):  # noqa: ARG002
        return Grouped(Drg("280", "Sample group"))


def test_an_encounter_file_becomes_the_segments_of_its_claim():
    everything = Everything()
    copying = Copying(exemptions=everything, group=everything.group)
    office = copying.read_encounter(
        """{"setting": "professional", "date": "2026-01-15",
            "diagnoses": [{"code": "E11.22"}, {"code": "N18.30"}, {"code": "Z79.4"}],
            "procedures": [{"code_set": "hcpcs", "code": "G0439", "units": 1, "charge": 150,
                            "modifiers": ["25"], "pointers": ["A", "B"]}]}""",
        "office.json",
    )
    stay = copying.read_encounter(
        """{"setting": "inpatient", "date": "2026-01-18", "admitted": "2026-01-14",
            "diagnoses": [{"code": "I21.09", "poa": "Y"}, {"code": "R07.9", "role": "admitting"},
                          {"code": "W01.0XXA", "poa": "Y"}, {"code": "J96.01", "poa": "N"},
                          {"code": "E11.65", "poa": "Y"}, {"code": "Z79.4"}],
            "procedures": [{"code_set": "icd10pcs", "code": "02703DZ", "date": "2026-01-15"},
                           {"code_set": "icd10pcs", "code": "B2111ZZ", "date": "2026-01-15"}]}""",
        "stay.json",
    )

    assert copying.render(office, "837p", copying.described("837p").defaults).text == (
        "HI*ABK:E1122*ABF:N1830*ABF:Z794~\nSV1*HC:G0439:25*150*UN*1***1:2~"
    )
    assert copying.render(stay, "837i", copying.described("837i").defaults).text == (
        "HI*ABK:I2109:::::::Y~\n"
        "HI*ABJ:R079~\n"
        "HI*ABN:W010XXA:::::::Y~\n"
        "HI*ABF:J9601:::::::N*ABF:E1165:::::::Y*ABF:Z794~\n"
        "HI*BBR:02703DZ:D8:20260115~\n"
        "HI*BBQ:B2111ZZ:D8:20260115~\n"
        "HI*DR:280~"
    )
