"""Releases inside installed packages: only their data is touched."""

from __future__ import annotations

import sys

import pytest
from support.tabular_xml import sample

from codebook_app.codesets.embedded import EmbeddedSource
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
    return EmbeddedSource("sample-release", "sample_release", "data", "ICD10CM.tabular", 46)


def test_the_file_is_found_by_its_root(package):
    file = package.file()
    assert file.own_name == "tabular-April.xml"
    assert b"".join(file.chunks()).decode() == sample()
    assert file.size == len(sample().encode())


def test_the_packages_own_code_never_runs(package):
    package.file()
    assert "sample_release" not in sys.modules


def test_a_missing_package_is_told():
    absent = EmbeddedSource("no-such", "no_such_package_at_all", "data", "x", 0)
    with pytest.raises(KnownError, match="not installed"):
        absent.file()


def test_a_package_without_the_file_is_told(package):
    other = EmbeddedSource("sample-release", "sample_release", "data", "ICF", 0)
    with pytest.raises(KnownError, match="no file with the root <ICF>"):
        other.file()
    nowhere = EmbeddedSource("sample-release", "sample_release", "gone", "ICF", 0)
    with pytest.raises(KnownError, match="cannot be found"):
        nowhere.file()


def test_a_package_that_nobody_installed_properly_has_a_name_but_no_version(package):
    assert package.version() == "sample-release"


def test_the_release_of_the_program_is_there():
    (embedded,) = EMBEDDED
    assert embedded.version() == "simple-icd-10-cm 1.5.0"
    assert embedded.file().own_name == "icd10c-tabular-April-1-2026.xml"
    assert "simple_icd_10_cm" not in sys.modules
