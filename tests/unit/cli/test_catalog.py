"""``catalog`` and ``download`` on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codebook_app.domain.catalogue import CataloguedRelease, OfficialPlace
from codebook_app.domain.release import InstallReport
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress

PLACE = OfficialPlace("https://sample.org/2099.zip", "tabular list", False, "ab" * 32, 12)
FREE = CataloguedRelease(
    code_set="icd10cm",
    release="FY2099",
    title="ICD-10-CM FY2099",
    publisher="CDC/NCHS",
    licence="public domain",
    page="https://sample.org",
    places=(PLACE, replace(PLACE, url="https://sample.org/poa.zip", verified=True, optional=True)),
    installed=True,
)
LICENSED = replace(
    FREE,
    code_set="cpt",
    release="2099",
    title="CPT 2099",
    licence="licensed by somebody",
    places=(),
    installed=False,
)


class FakeCatalogue:
    def __init__(self, reports: tuple[InstallReport, ...]) -> None:
        self.catalogued: tuple[CataloguedRelease, ...] = (FREE, LICENSED)
        self.reports = reports
        self.asked: list[tuple[Any, ...]] = []

    def releases(self, catalog: Path | None = None) -> tuple[CataloguedRelease, ...]:
        self.asked.append((catalog,))
        return self.catalogued

    def download(
        self, code_set: str, release: str | None, catalog: Path | None, progress: Any, cancel: Any
    ) -> tuple[InstallReport, ...]:
        self.asked.append((code_set, release, catalog))
        assert isinstance(cancel, CancelToken)
        progress(Progress("Downloading 2099.zip", 1, 2))
        if code_set == "cpt":
            raise KnownError("CPT cannot be fetched.", "See its page.")
        return self.reports


@pytest.fixture
def catalogue(desk) -> FakeCatalogue:
    desk.program.catalogue = FakeCatalogue(desk.program.releases.reports)
    return desk.program.catalogue


def test_the_catalogue_is_one_json_document(desk, catalogue):
    done = desk.run("catalog", "--json")

    free, licensed = json.loads(done.stdout)
    assert free == {
        "code_set": "icd10cm",
        "release": "FY2099",
        "title": "ICD-10-CM FY2099",
        "publisher": "CDC/NCHS",
        "licence": "public domain",
        "page": "https://sample.org",
        "installed": True,
        "places": [
            {
                "url": "https://sample.org/2099.zip",
                "holds": "tabular list",
                "verified": False,
                "optional": False,
                "sha256": "ab" * 32,
                "size": 12,
            },
            {
                "url": "https://sample.org/poa.zip",
                "holds": "tabular list",
                "verified": True,
                "optional": True,
                "sha256": "ab" * 32,
                "size": 12,
            },
        ],
    }
    assert (licensed["places"], licensed["installed"]) == ([], False)
    assert desk.program.closed


def test_the_catalogue_for_the_eye_says_which_addresses_were_not_seen(desk, catalogue):
    first, second = desk.run("catalog").stdout.splitlines()[1:]

    assert first.split()[:3] == ["icd10cm", "FY2099", "installed"]
    assert "https://sample.org/2099.zip (tabular list, address not seen yet)" in first
    assert "https://sample.org/poa.zip (tabular list, optional)" in first
    assert "https://sample.org (licensed by somebody)" in second


def test_an_empty_catalogue_says_so(desk, catalogue):
    catalogue.catalogued = ()

    done = desk.run("catalog", "--catalog", "mine.toml")

    assert (done.stdout, done.stderr) == ("", "The catalogue is empty.\n")
    assert catalogue.asked == [(Path("mine.toml"),)]


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("icd10cm:FY2099", ("icd10cm", "FY2099", None)),
        ("icd10cm", ("icd10cm", None, None)),
    ],
)
def test_a_download_answers_like_an_import(desk, catalogue, what, asked):
    done = desk.run("download", what, "--json")

    (report,) = json.loads(done.stdout)
    assert (report["release"], report["billable"]) == ("FY2026-04", 5)
    assert catalogue.asked == [asked]
    assert "Downloading 2099.zip" in done.stderr


def test_a_download_for_the_eye_says_what_was_checked_and_left_out(desk, catalogue):
    done = desk.run("download", "icd10cm", "--catalog", "mine.toml")

    assert done.stdout.splitlines() == [
        "icd10cm FY2026-04 installed: 12 codes, 5 of them billable, in force 2026-04-01 to"
        " 2026-09-30 (1.2 s)",
        "  5 billable codes, as published",
        "  left out: 7 lines of a kind nobody knows",
    ]
    assert catalogue.asked == [("icd10cm", None, Path("mine.toml"))]


def test_what_cannot_be_fetched_ends_with_one_line(desk, catalogue):
    done = desk.run("download", "cpt")

    assert done.exit_code == 3
    assert done.stderr.splitlines()[-1] == "CPT cannot be fetched. See its page."
    assert desk.program.closed


@pytest.mark.parametrize("what", ["", ":", ":FY2099", "icd10cm:"])
def test_half_a_name_is_wrong_usage(desk, catalogue, what):
    done = desk.run("download", what)

    assert done.exit_code == 2
    assert catalogue.asked == []
