"""The installed releases are kept between questions, and never told as they no longer are."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.invented_releases import invented_releases, write_xml
from support.sample_code_set import SampleSet, write_sample
from support.tabular_xml import sample

from codebook_app.codesets.base import CodeSets
from codebook_app.paths import Folders
from codebook_app.services.manifest import read_manifest
from codebook_app.services.releases import Releases


@pytest.fixture
def releases(folders: Folders, tmp_path: Path) -> Iterator[Releases]:
    opened = invented_releases(folders)
    opened.import_paths([write_xml(tmp_path)])
    yield opened
    opened.close()


@pytest.fixture
def other(folders: Folders, releases: Releases) -> Iterator[Releases]:
    """Another program over the same folder, which has looked at what is installed."""
    opened = invented_releases(folders)
    assert opened.installed() == releases.installed()
    yield opened
    opened.close()


def test_nothing_is_put_together_again_while_nothing_changes(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = releases.installed()
    monkeypatch.delattr("codebook_app.services.release_folders.ReleaseFolders.manifests")
    assert releases.installed() is first


def test_what_another_program_imports_replaces_and_removes_shows_at_once(
    releases: Releases, other: Releases, tmp_path: Path
) -> None:
    releases.import_paths([write_xml(tmp_path, sample(2100), "next.xml")])
    assert [one.release for one in other.installed()] == ["FY2099", "FY2100"]
    replacing = write_xml(tmp_path, sample(title_of_e1122="New title"), "new.xml")
    releases.import_paths([replacing])
    assert other.installed()[0].sources == releases.installed()[0].sources
    assert other.installed()[0].sources[0].name == "new.xml"
    releases.remove("icd10cm", "FY2099")
    assert [one.release for one in other.installed()] == ["FY2100"]


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "its index goes": lambda home: shutil.rmtree(home / "index"),
    "its database is cut off": lambda home: (home / "reference.db").write_bytes(b"short"),
    "its database goes": lambda home: (home / "reference.db").unlink(),
    "its manifest goes": lambda home: (home / "manifest.json").unlink(),
    "its manifest is spoilt": lambda home: (home / "manifest.json").write_text("{"),
    "it is moved away": lambda home: home.rename(home.with_name("FY2099.removing")),
    "its code set goes": lambda home: shutil.rmtree(home.parent),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_release_that_changes_on_the_disk_is_told_as_it_is(
    releases: Releases, folders: Folders, change: Change
) -> None:
    before = releases.installed()
    change(folders.releases / "icd10cm/FY2099")
    now = releases.installed()
    assert now != before
    fresh = invented_releases(folders)
    assert now == fresh.installed()
    fresh.close()


def test_a_release_that_was_only_put_aside_stays_told(releases: Releases, folders: Folders) -> None:
    before = releases.installed()
    home = folders.releases / "icd10cm/FY2099"
    home.rename(home.with_name("FY2099.aside"))
    assert releases.installed() == before
    assert read_manifest(home.with_name("FY2099.aside")) is not None


def test_a_licence_confirmed_or_lost_elsewhere_shows_at_once(
    folders: Folders, tmp_path: Path
) -> None:
    here, there = (
        invented_releases(folders, CodeSets([SampleSet(licensed=True)])) for _ in range(2)
    )
    here.import_paths([write_sample(tmp_path, "list", "2099")])
    assert [one.confirmed for one in there.installed()] == [False]
    here.confirm_licence("sample", "2099")
    assert [one.confirmed for one in there.installed()] == [True]
    folders.licences.unlink()
    assert [one.confirmed for one in there.installed()] == [False]
    here.close()
    there.close()
