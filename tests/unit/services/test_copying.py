"""Copying a list, and reading one from an encounter file with the titles of its release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from support.code_lists import a_list
from support.tabular_xml import sample

from codebook_app.domain.copying import CopyOptions
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
