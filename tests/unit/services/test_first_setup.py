"""What a first start installs from the packages that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from codebook_app.domain.release import Release
from codebook_app.paths import Folders
from codebook_app.progress import Progress
from codebook_app.services.releases import Releases

pytestmark = pytest.mark.slow

# Code set, release, valid codes as published, first and last day in force.
EMBEDDED = {
    ("icd10cm", "FY2026-04", 74_719, date(2026, 4, 1), date(2026, 9, 30)),
    ("icd10pcs", "FY2024-04", 78_638, date(2024, 4, 1), date(2024, 9, 30)),
    ("msdrg", "v40", 767, date(2022, 10, 1), date(2023, 9, 30)),
    ("msdrg", "v41", 766, date(2023, 10, 1), date(2024, 9, 30)),
    ("msdrg", "v42", 773, date(2024, 10, 1), date(2025, 9, 30)),
    ("msdrg", "v43", 772, date(2025, 10, 1), date(2026, 9, 30)),
    ("msdrg", "v44", 768, date(2026, 10, 1), date(2027, 9, 30)),
}


@pytest.fixture(scope="module")
def heard() -> list[Release]:
    """The releases in the order in which they were announced."""
    return []


@pytest.fixture(scope="module")
def stages() -> list[str]:
    """The stages of the work as the person saw them."""
    return []


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return Folders(tmp_path_factory.mktemp("first") / "data")


@pytest.fixture(scope="module")
def releases(folders: Folders, heard: list[Release], stages: list[str]) -> Iterator[Releases]:
    opened = Releases(folders)

    def see(report: Progress) -> None:
        stages.append(report.stage)

    assert len(opened.setup(see, on_release=heard.append)) == len(EMBEDDED)
    yield opened
    opened.close()


def test_every_embedded_release_is_there_with_its_days_and_all_its_codes(releases):
    assert {
        (one.code_set, one.release, one.billable, one.effective_from, one.effective_to)
        for one in releases.installed()
    } == EMBEDDED
    assert all(one.searchable and one.confirmed for one in releases.installed())
    assert all(one.origin.startswith("embedded in ") for one in releases.installed())
    assert all(one.checked for one in releases.installed())


def test_a_second_setup_does_nothing(releases):
    assert not releases.needs_setup()
    assert releases.setup() == ()


def test_the_diagnoses_come_first_and_each_is_announced_before_it_is_indexed(releases, heard):
    told = [(one.code_set, one.searchable) for one in heard]
    assert told[:4] == [
        ("icd10cm", False),
        ("icd10cm", True),
        ("icd10pcs", False),
        ("icd10pcs", True),
    ]
    assert len(told) == 2 * len(EMBEDDED)


def test_the_person_reads_of_what_each_stage_is(releases, stages):
    titles = {stage.partition(": ")[0] for stage in stages}
    assert titles == {one.title for one in releases.installed()}
    assert "ICD-10-CM FY2026, April 2026: completing codes" in stages


def test_the_day_decides_and_an_older_release_says_that_it_is_not_in_force(releases):
    day = date(2026, 11, 22)
    assert releases.choose("msdrg", day).release.release == "v44"
    assert releases.choose("msdrg", day).in_force
    choice = releases.choose("icd10cm", day)
    assert (choice.release.release, choice.in_force) == ("FY2026-04", False)


def test_what_is_kept_of_the_packages_stays_small(releases, folders):
    # The grouper's data file has 36 MB, of which a release needs the groups and lists only.
    kept = {path.parent.name: path.stat().st_size for path in folders.releases.rglob("source.zip")}
    assert all(size < 500_000 for name, size in kept.items() if name.startswith("v"))
    assert sum(kept.values()) < 10 * 2**20


def test_nothing_else_is_left_in_the_folder(releases, folders):
    names = {
        path.relative_to(folders.releases).parts[2]
        for path in folders.releases.rglob("*")
        if len(path.relative_to(folders.releases).parts) > 2
    }
    assert names == {"reference.db", "manifest.json", "source.zip", "index"}
    assert sorted(path.name for path in Path(folders.data).iterdir()) == ["releases"]
