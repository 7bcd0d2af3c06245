"""Releases inside installed packages: only their data is touched."""

from __future__ import annotations

import sys

import pytest
from support.tabular_xml import sample

from codebook_app.codesets.embedded import EmbeddedRelease, PackageFile
from codebook_app.codesets.icd10cm.code_set import EMBEDDED
from codebook_app.errors import KnownError


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a tabular list among its data, which must not be imported."""
    (tmp_path / "sample_release" / "data").mkdir(parents=True)
    (tmp_path / "sample_release" / "__init__.py").write_text("raise RuntimeError('imported')")
    (tmp_path / "sample_release" / "data" / "a-first.xml").write_text("<other/>")
    (tmp_path / "sample_release" / "data" / "tabular-April.xml").write_text(sample())
    (tmp_path / "sample_release" / "data" / "codes.txt").write_text("A00")
    monkeypatch.syspath_prepend(str(tmp_path))
    return PackageFile("sample-release", "sample_release", "data/*.xml", "ICD10CM.tabular")


def test_the_file_is_found_by_its_root(package):
    file = package.file()
    assert file.own_name == "tabular-April.xml"
    assert b"".join(file.chunks()).decode() == sample()
    assert file.size == len(sample().encode())


def test_the_packages_own_code_never_runs(package):
    package.file()
    assert "sample_release" not in sys.modules


def test_a_missing_package_is_told():
    absent = PackageFile("no-such", "no_such_package_at_all", "data/x")
    with pytest.raises(KnownError, match="not installed"):
        absent.file()


def test_a_package_without_the_file_is_told(package):
    other = PackageFile("sample-release", "sample_release", "data/*.xml", "ICF")
    with pytest.raises(KnownError, match=r"no file data/\*.xml in it"):
        other.file()
    nowhere = PackageFile("sample-release", "sample_release", "gone/*.xml")
    with pytest.raises(KnownError, match="cannot be found"):
        nowhere.file()


def test_a_package_that_nobody_installed_properly_has_a_name_but_no_version(package):
    assert EmbeddedRelease("FY2099", (package,), 46).version() == "sample-release"


def test_a_file_may_be_named_whole_or_by_a_pattern(package):
    named = PackageFile("sample-release", "sample_release", "data/codes.txt")
    assert named.file().own_name == "codes.txt"
    first = PackageFile("sample-release", "sample_release", "data/*.xml")
    assert first.file().own_name == "a-first.xml"


def test_a_release_of_several_files_of_one_package_names_it_once(package):
    other = PackageFile("sample-release", "sample_release", "data/codes.txt")
    release = EmbeddedRelease("FY2099", (package, other))
    assert release.version() == "sample-release"
    assert [file.own_name for file in release.official_files()] == [
        "tabular-April.xml", "codes.txt",
    ]  # fmt: skip


def test_the_release_of_the_program_is_there():
    (embedded,) = EMBEDDED
    assert embedded.version() == "simple-icd-10-cm 1.5.0"
    assert embedded.files[0].file().own_name == "icd10c-tabular-April-1-2026.xml"
    assert "simple_icd_10_cm" not in sys.modules
