"""Licensed releases are off until the person confirms to have a licence."""

from __future__ import annotations

import stat
import sys
from datetime import date
from pathlib import Path

import pytest
from support.invented_releases import invented_releases
from support.sample_code_set import NOTICE, SampleSet, write_sample

from codebook_app.codesets.base import CodeSets
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.licences import Licences
from codebook_app.services.releases import Releases


@pytest.fixture
def releases(folders: Folders):
    opened = licensed(folders)
    yield opened
    opened.close()


def licensed(folders: Folders) -> Releases:
    return invented_releases(folders, CodeSets([SampleSet(licensed=True)]))


@pytest.fixture
def imported(releases: Releases, tmp_path: Path) -> Releases:
    releases.import_paths([write_sample(tmp_path, "list", "2099")])
    return releases


def test_a_licensed_release_is_listed_and_off_until_its_licence_is_confirmed(imported):
    (release,) = imported.installed()
    assert (release.notice, release.confirmed) == (NOTICE, False)
    off = r"Sample 2099 is off until you confirm that you have a licence for it\."
    for ask in (
        lambda: imported.choose("sample", None),
        lambda: imported.choose("sample", None, "2099"),
        lambda: imported.reader("sample", "2099"),
        lambda: imported.index("sample", "2099"),
        lambda: imported.document("sample", "2099", "list-2099.txt"),
    ):
        with pytest.raises(KnownError, match=off) as caught:
            ask()
        assert "codebook licence sample 2099" in caught.value.hint
    on = imported.confirm_licence("sample", "2099")
    assert on.confirmed
    assert imported.installed() == (on,)
    assert imported.choose("sample", None).release == on
    assert imported.reader("sample", "2099").code("X1") is not None
    assert imported.index("sample", "2099") is not None


def test_the_report_of_the_import_shows_the_notice_while_it_is_to_be_confirmed(releases, tmp_path):
    path = write_sample(tmp_path, "list", "2099")
    (report,) = releases.import_paths([path])
    assert report.notice == NOTICE
    releases.confirm_licence("sample", "2099")
    (report,) = releases.import_paths([path])
    assert (report.unchanged, report.notice) == (True, "")


def test_who_hears_of_a_release_hears_that_it_is_off(releases, tmp_path):
    heard = []
    path = write_sample(tmp_path, "list", "2099")
    releases.import_paths([path], on_release=lambda one: heard.append(one.confirmed))
    assert heard == [False, False]


def test_the_release_that_is_on_is_taken_in_place_of_one_that_is_off(imported, tmp_path):
    imported.confirm_licence("sample", "2099")
    imported.import_paths([write_sample(tmp_path, "list", "2099-07")])
    choice = imported.choose("sample", date(2099, 8, 1))
    assert (choice.release.release, choice.in_force) == ("2099", True)


def test_a_confirmation_is_kept_between_starts_and_forgotten_with_the_release(
    imported, folders, tmp_path
):
    imported.confirm_licence("sample", "2099")
    later = licensed(folders)
    assert later.installed()[0].confirmed
    later.remove("sample", "2099")
    later.import_paths([tmp_path / "list-2099.txt"])
    assert not later.installed()[0].confirmed
    assert not imported.installed()[0].confirmed  # another program sees it at once
    later.close()


def test_a_release_that_needs_no_licence_is_on(folders, tmp_path):
    opened = invented_releases(folders, CodeSets([SampleSet()]))
    opened.import_paths([write_sample(tmp_path, "list", "2099")])
    assert opened.installed()[0].confirmed
    with pytest.raises(KnownError, match="Sample 2099 needs no licence"):
        opened.confirm_licence("sample", "2099")
    with pytest.raises(KnownError, match="sample 2098 is not installed"):
        opened.confirm_licence("sample", "2098")
    opened.close()


def test_another_notice_is_to_be_confirmed_anew(tmp_path):
    licences = Licences(tmp_path / "data" / "licences.json")
    assert not licences.is_confirmed("cpt", "2099", "first notice")
    licences.confirm("cpt", "2099", "first notice")
    licences.confirm("cpt", "2098", "notice")
    assert licences.is_confirmed("cpt", "2099", "first notice")
    assert not licences.is_confirmed("cpt", "2099", "second notice")
    licences.forget("cpt", "2099")
    assert not licences.is_confirmed("cpt", "2099", "first notice")
    assert licences.is_confirmed("cpt", "2098", "notice")


@pytest.mark.parametrize("content", ["", "[]", '{"cpt 2099": true}', '{"cpt 2099": {}}'])
def test_a_file_that_cannot_be_understood_confirms_nothing(tmp_path, content):
    place = tmp_path / "licences.json"
    place.write_text(content)
    licences = Licences(place)
    assert not licences.is_confirmed("cpt", "2099", "notice")
    licences.confirm("cpt", "2099", "notice")
    assert Licences(place).is_confirmed("cpt", "2099", "notice")
    assert [path.name for path in tmp_path.iterdir()] == ["licences.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_folder_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    def refuse(*args: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    licences = Licences(tmp_path / "licences.json")
    with pytest.raises(KnownError, match="Could not keep what was confirmed"):
        licences.confirm("cpt", "2099", "notice")
    assert not licences.is_confirmed("cpt", "2099", "notice")


def test_the_file_is_for_the_person_alone(tmp_path):
    place = tmp_path / "licences.json"
    Licences(place).confirm("cpt", "2099", "notice")
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert "notice" in place.read_text()
