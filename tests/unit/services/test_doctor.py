"""Every part is looked at, and each fault comes with what to do."""

from __future__ import annotations

import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest
from support.invented_releases import invented_releases
from support.sample_code_set import SampleSet, write_sample
from support.tabular_xml import BILLABLE, sample

from codebook_app.codesets.base import CodeSets
from codebook_app.domain.checkup import Condition, Examination
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.doctor import Doctor, QtState
from codebook_app.services.encounters import Encounters
from codebook_app.services.releases import Releases

SOUND_QT = QtState("6.9", "xcb", 12)


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A data folder with the invented book in it."""
    folder = tmp_path_factory.mktemp("installed")
    file = folder / "sample.xml"
    file.write_text(sample(), encoding="utf-8")
    releases = Releases(Folders(folder / "data"))
    releases.import_paths([file])
    releases.close()
    return folder / "data"


@pytest.fixture
def filled(installed, folders) -> Folders:
    """Folders of the test's own with the invented book in them."""
    shutil.copytree(installed, folders.data)
    return folders


def examine(
    folders: Folders, qt: QtState | KnownError = SOUND_QT, known: Releases | None = None
) -> dict[str, Examination]:
    def ask_qt() -> QtState:
        if isinstance(qt, KnownError):
            raise qt
        return qt

    releases = known or Releases(folders)
    found = Doctor(folders, releases, ask_qt).examine()
    releases.close()
    assert len({part.part for part in found}) == len(found)
    return {part.part: part for part in found}


def conditions(found: dict[str, Examination]) -> dict[str, Condition]:
    return {part: seen.condition for part, seen in found.items() if seen.condition != "ok"}


def test_sound_program_has_nothing_to_do(filled):
    with closing(Encounters(filled.user_db)) as encounters:
        encounters.create("Visit 14")

    found = examine(filled)

    assert conditions(found) == {}
    assert list(found) == [
        *("Python", "Qt", "fonts", "data folder", "space"),
        *("icd10cm FY2099", "icd10cm FY2099 search index", "encounters"),
    ]
    assert f"{BILLABLE} billable" in found["icd10cm FY2099"].text
    assert "encounters: 1" in found["encounters"].text
    assert not any(part.action for part in found.values())


def test_new_machine_is_told_to_run_setup_and_nothing_is_made(folders):
    found = examine(folders)

    assert conditions(found) == {"releases": Condition.WARNING}
    assert found["releases"].action == "Run: codebook setup"
    assert not folders.data.exists()


def test_a_release_without_a_confirmed_licence_is_a_warning(folders, tmp_path):
    code_sets = CodeSets([SampleSet(licensed=True)])
    releases = invented_releases(folders, code_sets)
    releases.import_paths([write_sample(tmp_path, "list", "2099")])
    index = "sample 2099 search index"

    found = examine(folders, known=invented_releases(folders, code_sets))
    assert conditions(found) == {index: Condition.WARNING}
    assert found[index].action == "Run: codebook licence sample 2099"

    releases.confirm_licence("sample", "2099")
    assert conditions(examine(folders, known=releases)) == {}


def test_qt_that_does_not_start_is_a_failure(filled):
    found = examine(filled, KnownError("Qt does not start: no platform plugin"))

    assert conditions(found) == {"Qt": Condition.FAILED}
    assert "no platform plugin" in found["Qt"].text


def test_qt_without_a_display_is_a_warning(filled):
    found = examine(filled, QtState("6.9", "offscreen", 12))

    assert conditions(found) == {"Qt": Condition.WARNING}


def test_machine_without_fonts_is_a_failure(filled):
    assert conditions(examine(filled, QtState("6.9", "xcb", 0))) == {"fonts": Condition.FAILED}


def test_little_space_is_a_warning(filled, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 9, 499 * 1024**2))

    found = examine(filled)

    assert conditions(found) == {"space": Condition.WARNING}
    assert "499 MB free" in found["space"].text


def test_folder_that_cannot_be_written_is_a_failure(filled, monkeypatch):
    def refuse(**where: Path) -> None:
        raise PermissionError(13, "Permission denied", str(where["dir"]))

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)

    found = examine(filled)

    assert conditions(found) == {"data folder": Condition.FAILED}
    assert "Permission denied" in found["data folder"].text


def test_page_overwritten_in_the_book_is_a_failure(filled):
    reference = filled.releases / "icd10cm" / "FY2099" / "reference.db"
    content = bytearray(reference.read_bytes())
    content[4096:8192] = b"?" * 4096
    reference.write_bytes(content)

    found = examine(filled)

    assert found["icd10cm FY2099"].condition is Condition.FAILED
    assert found["icd10cm FY2099"].action


def test_book_cut_short_is_a_failure_that_setup_mends(filled):
    reference = filled.releases / "icd10cm" / "FY2099" / "reference.db"
    reference.write_bytes(reference.read_bytes()[:-4096])

    found = examine(filled)

    assert found["icd10cm FY2099"].condition is Condition.FAILED
    assert "codebook setup" in found["icd10cm FY2099"].action


@pytest.mark.parametrize("spoil", ["remove", "overwrite"])
def test_index_that_is_missing_or_damaged_is_a_failure_that_setup_mends(filled, spoil):
    index = filled.releases / "icd10cm" / "FY2099" / "index"
    if spoil == "remove":
        shutil.rmtree(index)
    else:
        file = max(index.iterdir(), key=lambda file: file.stat().st_size)
        file.write_bytes(b"?" * file.stat().st_size)

    found = examine(filled)

    assert conditions(found) == {"icd10cm FY2099 search index": Condition.FAILED}
    assert "codebook setup" in found["icd10cm FY2099 search index"].action


def test_leftovers_of_a_kill_are_a_warning(filled):
    (filled.releases / "icd10cm" / "FY2098.partial").mkdir()

    found = examine(filled)

    assert conditions(found) == {"icd10cm FY2098": Condition.WARNING}
    assert "codebook setup" in found["icd10cm FY2098"].action


def test_damaged_user_database_is_a_failure_and_left_as_it_is(filled):
    filled.user_db.write_bytes(b"no database at all" * 100)

    found = examine(filled)

    assert conditions(found) == {"encounters": Condition.FAILED}
    assert found["encounters"].action
    assert filled.user_db.read_bytes() == b"no database at all" * 100


def test_altered_log_of_an_encounter_is_a_failure(filled):
    encounters = Encounters(filled.user_db)
    encounters.create("Visit 14")
    encounters.close()
    with closing(sqlite3.connect(filled.user_db)) as database, database:
        database.execute("UPDATE encounter_log SET made_at = '2020-01-01T00:00:00+00:00'")

    found = examine(filled)

    assert conditions(found) == {"encounters' logs": Condition.FAILED}
    assert "“Visit 14”" in found["encounters' logs"].text
    assert "codebook log" in found["encounters' logs"].action
