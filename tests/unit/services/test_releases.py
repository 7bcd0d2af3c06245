"""What is installed, what is in force, and how releases come and go."""

from __future__ import annotations

import json
import shutil
import threading
from datetime import date
from pathlib import Path

import pytest
from support.invented_releases import (
    SAMPLE_EMBEDDED,
    InventedIndex,
    invented_releases,
    sample_package,
    write_package,
    write_xml,
)
from support.tabular_xml import BILLABLE, LINES, diag, sample

from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import Cancelled, CancelToken, Progress
from codebook_app.services.releases import Releases

__all__ = ["sample_package"]


def below(folder: Path) -> list[str]:
    """Return all files below *folder*, but the lock."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )


def written(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return which file each in *folder* is, and when it was last written."""
    found = {entry.name: entry.stat() for entry in folder.iterdir()}
    return {name: (at.st_ino, at.st_mtime_ns, at.st_size) for name, at in found.items()}


def names(releases: Releases) -> list[str]:
    return [release.release for release in releases.installed()]


@pytest.fixture
def releases(folders: Folders):
    opened = invented_releases(folders)
    yield opened
    opened.close()


@pytest.fixture
def embedded(folders: Folders, sample_package: Path):
    opened = invented_releases(folders, SAMPLE_EMBEDDED)
    yield opened
    opened.close()


def test_a_data_folder_that_is_not_there_holds_nothing_and_stays_away(releases, folders):
    assert releases.installed() == ()
    assert not folders.data.exists()


# Setting up


def test_setup_installs_what_is_embedded_and_a_second_run_does_nothing(embedded, folders):
    assert embedded.needs_setup()
    (report,) = embedded.setup()
    assert (report.code_set, report.release) == ("icd10cm", "FY2099")
    assert (report.codes, report.billable) == (LINES, BILLABLE)
    assert report.files == ("tabular-sample.xml",)
    assert not report.unchanged
    assert not embedded.needs_setup()
    assert embedded.setup() == ()


@pytest.mark.slow
def test_another_start_finds_what_the_first_installed(embedded, folders):
    embedded.setup()
    later = invented_releases(folders, SAMPLE_EMBEDDED)
    assert not later.needs_setup()
    assert later.installed() == embedded.installed()
    later.close()


def test_an_installed_release_says_where_it_is_from_and_when_it_is_in_force(embedded):
    embedded.setup()
    (release,) = embedded.installed()
    assert release.title == "ICD-10-CM FY2099"
    assert (release.effective_from, release.effective_to) == (date(2098, 10, 1), date(2099, 9, 30))
    assert release.origin == "embedded in sample-release"
    assert release.searchable
    (source,) = release.sources
    assert (source.name, source.size) == ("tabular-sample.xml", len(sample().encode()))
    assert len(source.sha256) == 64


def test_a_release_is_database_manifest_kept_source_and_index(embedded, folders):
    embedded.setup()
    assert below(folders.releases) == [
        "icd10cm/FY2099/index/index.txt",
        "icd10cm/FY2099/manifest.json",
        "icd10cm/FY2099/reference.db",
        "icd10cm/FY2099/source.zip",
    ]


def test_a_release_is_announced_when_it_stands_and_when_it_can_be_searched(embedded):
    heard: list[Release] = []

    def hear(release: Release) -> None:
        heard.append(release)
        assert embedded.reader("icd10cm", release.release).code("E11.22") is not None
        if release.searchable:
            assert embedded.index("icd10cm", release.release) is not None

    embedded.setup(on_release=hear)
    assert [(one.release, one.searchable) for one in heard] == [("FY2099", False), ("FY2099", True)]


def test_a_missing_index_alone_is_built_alone(embedded, folders):
    embedded.setup()
    shutil.rmtree(folders.releases / "icd10cm/FY2099/index")
    database = (folders.releases / "icd10cm/FY2099/reference.db").stat()
    assert embedded.needs_setup()
    assert not embedded.installed()[0].searchable
    with pytest.raises(KnownError, match="no index") as caught:
        embedded.index("icd10cm", "FY2099")
    assert "codebook setup" in caught.value.hint
    (report,) = embedded.setup()
    assert report.release == "FY2099"
    assert embedded.installed()[0].searchable
    assert (folders.releases / "icd10cm/FY2099/reference.db").stat() == database


def test_a_damaged_index_is_found_and_built_anew(embedded, folders):
    embedded.setup()
    index = folders.releases / "icd10cm/FY2099/index"
    later = invented_releases(folders, SAMPLE_EMBEDDED)
    (index / "index.txt").write_text("half")
    with pytest.raises(KnownError, match="damaged"):
        later.index("icd10cm", "FY2099")
    assert later.needs_setup()
    assert len(later.setup()) == 1
    assert not later.needs_setup()
    # Sections and chapters are searched too.
    assert later.index("icd10cm", "FY2099").entries == LINES + 14 + 7
    later.close()


@pytest.mark.parametrize("damage", ["cut off", "missing", "manifest", "older schema"])
def test_a_damaged_or_outdated_release_is_built_anew_from_its_kept_source(
    releases, folders, tmp_path, damage
):
    path = write_xml(tmp_path, sample(2026), "tabular-April.xml")
    releases.import_paths([path])
    path.unlink()
    (before,) = releases.installed()
    home = folders.releases / "icd10cm/FY2026-04"
    if damage == "cut off":
        (home / "reference.db").write_bytes((home / "reference.db").read_bytes()[:5000])
    elif damage == "missing":
        (home / "reference.db").unlink()
    elif damage == "manifest":
        (home / "manifest.json").write_text("{")
    else:
        manifest = json.loads((home / "manifest.json").read_text())
        (home / "manifest.json").write_text(json.dumps({**manifest, "schema": 0}))
    assert releases.installed() == ()
    assert releases.needs_setup()
    (report,) = releases.setup()
    assert report.release == "FY2026-04"
    (after,) = releases.installed()
    assert (after.effective_from, after.sources, after.billable, after.searchable) == (
        before.effective_from,
        before.sources,
        before.billable,
        True,
    )
    if damage != "manifest":
        assert (after.origin, after.left_out) == (before.origin, before.left_out)


def test_a_release_of_which_nothing_can_be_made_is_left_as_it_lies(releases, folders):
    home = folders.releases / "icd10cm/FY2099"
    home.mkdir(parents=True)
    (home / "source.zip").write_bytes(b"damaged")
    assert releases.setup() == ()
    assert releases.installed() == ()
    assert below(folders.releases) == ["icd10cm/FY2099/source.zip"]


def test_a_copy_that_somebody_made_of_a_release_is_no_release(releases, folders, tmp_path):
    releases.import_paths([write_xml(tmp_path)])
    home = folders.releases / "icd10cm/FY2099"
    shutil.copytree(home, home.with_name("FY2099 copy"))
    assert names(releases) == ["FY2099"]


def test_another_version_of_the_package_replaces_the_embedded_release(
    embedded, sample_package, monkeypatch
):
    embedded.setup()
    write_package(sample_package, sample(title_of_e1122="Corrected title"))
    monkeypatch.setattr("importlib.metadata.version", lambda _: "2")
    assert embedded.needs_setup()
    embedded.setup()
    (release,) = embedded.installed()
    assert release.origin == "embedded in sample-release 2"
    assert embedded.reader("icd10cm", "FY2099").code("E11.22").title == "Corrected title"
    assert not embedded.needs_setup()


def test_what_the_person_imported_is_not_replaced_by_what_is_embedded(embedded, tmp_path):
    embedded.import_paths([write_xml(tmp_path, sample(title_of_e1122="My own"))])
    assert not embedded.needs_setup()
    assert embedded.setup() == ()
    assert embedded.reader("icd10cm", "FY2099").code("E11.22").title == "My own"


def test_an_embedded_release_with_another_count_is_refused(embedded, sample_package):
    stage_4 = diag("N18.4", "Chronic sample kidney disease, stage 4")
    write_package(sample_package, sample().replace(stage_4, ""))
    with pytest.raises(KnownError, match="has 45 valid codes, not the published 46"):
        embedded.setup()
    assert embedded.installed() == ()


# Importing


def test_an_import_reports_what_was_read_and_what_was_left_out(releases, tmp_path):
    folder = tmp_path / "2026"
    write_xml(folder, sample(2026), "tabular-April-1-2026.xml")
    write_xml(folder, "<ICD10CM.index/>", "index.xml")
    write_xml(folder, b"%PDF-1.7", "guide.pdf")
    write_xml(folder, "<Other.root/>", "other.xml")
    write_xml(folder, "Dear reader", "readme.txt")
    (report,) = releases.import_paths([folder])
    assert (report.code_set, report.release) == ("icd10cm", "FY2026-04")
    assert (report.effective_from, report.effective_to) == (date(2026, 4, 1), date(2026, 9, 30))
    assert report.files == ("tabular-April-1-2026.xml",)
    assert report.seconds > 0
    said = "\n".join(report.left_out)
    assert "says April" in report.checked[0]
    assert any("46 billable codes, where CDC counts 74,719" in line for line in report.checked)
    assert "2026/guide.pdf: a PDF" in said
    assert "2026/index.xml: an ICD-10-CM index or table that cannot be told" in said
    assert "2026/other.xml: XML with the root <Other.root>" in said
    assert "2026/readme.txt: not a file" in said
    assert releases.installed()[0].left_out == report.left_out


def test_the_same_source_twice_changes_nothing(releases, folders, tmp_path):
    path = write_xml(tmp_path)
    (first,) = releases.import_paths([path])
    home = folders.releases / "icd10cm/FY2099"
    before = written(home)
    (second,) = releases.import_paths([path])
    assert second.unchanged
    assert not first.unchanged
    assert (second.release, second.codes) == (first.release, first.codes)
    assert written(home) == before


def test_the_same_source_again_mends_a_missing_index(releases, folders, tmp_path):
    path = write_xml(tmp_path)
    releases.import_paths([path])
    shutil.rmtree(folders.releases / "icd10cm/FY2099/index")
    (report,) = releases.import_paths([path])
    assert report.unchanged
    assert releases.installed()[0].searchable


def test_another_source_replaces_the_release_in_one_step(releases, folders, tmp_path):
    releases.import_paths([write_xml(tmp_path)])
    reader = releases.reader("icd10cm", "FY2099")
    releases.index("icd10cm", "FY2099")
    (report,) = releases.import_paths([write_xml(tmp_path, sample(title_of_e1122="New title"))])
    assert not report.unchanged
    assert names(releases) == ["FY2099"]
    assert releases.reader("icd10cm", "FY2099").code("E11.22").title == "New title"
    assert releases.reader("icd10cm", "FY2099") is not reader
    assert "FY2099.aside" not in {path.name for path in (folders.releases / "icd10cm").iterdir()}


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of open files here")
@pytest.mark.parametrize("action", ["replace", "remove"])
def test_nothing_of_a_release_stays_open_when_it_goes(releases, tmp_path, action):
    releases.import_paths([write_xml(tmp_path)])
    releases.reader("icd10cm", "FY2099").code("E11.22")
    if action == "replace":
        releases.import_paths([write_xml(tmp_path, sample(title_of_e1122="New title"))])
    else:
        releases.remove("icd10cm", "FY2099")
    links = [entry for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    opened = [str(link.readlink()) for link in links]
    assert [name for name in opened if str(tmp_path) in name] == []


def test_another_program_sees_a_replaced_release_without_a_restart(releases, folders, tmp_path):
    releases.import_paths([write_xml(tmp_path)])
    other = invented_releases(folders)
    assert other.reader("icd10cm", "FY2099").code("E11.22").title.startswith("Type 2")
    old_index = other.index("icd10cm", "FY2099")
    releases.import_paths([write_xml(tmp_path, sample(title_of_e1122="New title"))])
    assert other.reader("icd10cm", "FY2099").code("E11.22").title == "New title"
    assert other.index("icd10cm", "FY2099") is not old_index
    other.close()


def test_several_releases_are_imported_together(releases, tmp_path):
    folder = tmp_path / "all"
    write_xml(folder, sample(2025), "a.xml")
    write_xml(folder, sample(2026), "b.xml")
    assert [report.release for report in releases.import_paths([folder])] == ["FY2025", "FY2026"]
    assert names(releases) == ["FY2025", "FY2026"]


def test_of_several_all_are_imported_or_none(releases, folders, tmp_path):
    folder = tmp_path / "all"
    write_xml(folder, sample(2025), "a.xml")
    write_xml(folder, sample(2026)[:-500], "b.xml")
    with pytest.raises(KnownError, match=r"all/b\.xml, line \d+: "):
        releases.import_paths([folder])
    assert releases.installed() == ()
    assert below(folders.releases) == []


def test_two_files_that_are_the_same_release_are_refused(releases, tmp_path):
    folder = tmp_path / "all"
    write_xml(folder, sample(2026), "a.xml")
    write_xml(folder, sample(2026, title_of_e1122="Another"), "b.xml")
    with pytest.raises(
        KnownError, match=r"all/a\.xml and all/b\.xml are both the tabular list of FY2026"
    ):
        releases.import_paths([folder])


def test_an_unknown_code_set_is_refused(releases, tmp_path):
    with pytest.raises(KnownError, match="no code set “icd11”") as caught:
        releases.import_paths([write_xml(tmp_path)], "icd11")
    assert "icd10cm" in caught.value.hint


def test_a_code_set_that_is_named_is_read(releases, tmp_path):
    assert releases.import_paths([write_xml(tmp_path)], "icd10cm")[0].release == "FY2099"


# Which is in force


@pytest.fixture
def three(releases, tmp_path):
    for year, name in ((2097, "a.xml"), (2099, "b.xml"), (2099, "April.xml")):
        releases.import_paths([write_xml(tmp_path, sample(year), name)])
    return releases


@pytest.mark.parametrize(
    ("day", "release", "in_force"),
    [
        (date(2098, 10, 1), "FY2099", True),
        (date(2099, 3, 31), "FY2099", True),
        (date(2099, 4, 1), "FY2099-04", True),
        (date(2099, 9, 30), "FY2099-04", True),
        (date(2097, 9, 30), "FY2097", True),
        (date(2099, 10, 1), "FY2099-04", False),
        (date(2098, 1, 1), "FY2097", False),
        (date(2090, 1, 1), "FY2097", False),
    ],
)
def test_the_date_of_service_picks_the_release(three, day, release, in_force):
    choice = three.choose("icd10cm", day)
    assert (choice.release.release, choice.in_force) == (release, in_force)
    assert choice.release.title in choice.word
    assert choice.release.dates_word in choice.word
    assert (f"in force on {day.isoformat()}" in choice.word) is not in_force


def test_without_a_date_today_counts(three):
    assert three.choose("icd10cm", None).release.release == "FY2099"
    assert three.choose("icd10cm", None).in_force


def test_another_release_may_be_looked_at(three):
    choice = three.choose("icd10cm", date(2099, 5, 1), "FY2097")
    assert (choice.release.release, choice.in_force) == ("FY2097", False)
    with pytest.raises(KnownError, match="FY2050 is not installed") as caught:
        three.choose("icd10cm", None, "FY2050")
    assert "FY2097, FY2099, FY2099-04" in caught.value.hint


def test_without_any_release_the_person_is_told_what_to_do(releases, embedded):
    with pytest.raises(KnownError, match=r"No release of ICD-10-CM is installed\.") as caught:
        embedded.choose("icd10cm", None)
    assert "codebook setup" in caught.value.hint
    with pytest.raises(KnownError, match=r"No release of ICD-10-CM is installed\.") as caught:
        releases.choose("icd10cm", None)
    assert "codebook setup" not in caught.value.hint  # nothing of it comes with the program
    assert "Import" in caught.value.hint
    with pytest.raises(KnownError, match="no code set"):
        releases.choose("icd11", None)


# Reading


def test_databases_and_indexes_are_opened_once_for_all_threads(three):
    opened: list[tuple[object, object]] = []

    def open_both() -> None:
        opened.append((three.reader("icd10cm", "FY2099"), three.index("icd10cm", "FY2099")))

    threads = [threading.Thread(target=open_both) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(reader) for reader, _ in opened}) == 1
    assert len({id(index) for _, index in opened}) == 1


def test_what_is_not_installed_cannot_be_read(releases):
    with pytest.raises(KnownError, match="icd10cm FY2050 is not installed"):
        releases.reader("icd10cm", "FY2050")
    with pytest.raises(KnownError, match="icd10cm FY2050 is not installed"):
        releases.index("icd10cm", "FY2050")


def test_closing_closes_databases_and_indexes(folders, tmp_path):
    opened = invented_releases(folders)
    opened.import_paths([write_xml(tmp_path)])
    index = opened.index("icd10cm", "FY2099")
    opened.close()
    assert isinstance(index, InventedIndex)
    assert index.closed


# Removing


def test_a_release_is_removed_with_all_it_has(releases, folders, tmp_path):
    releases.import_paths([write_xml(tmp_path)])
    releases.reader("icd10cm", "FY2099")
    releases.remove("icd10cm", "FY2099")
    assert releases.installed() == ()
    assert below(folders.releases) == []
    with pytest.raises(KnownError, match="not installed"):
        releases.reader("icd10cm", "FY2099")


@pytest.mark.parametrize("release", ["FY2050", "../icd10cm/FY2099", "", ".."])
def test_only_what_is_installed_can_be_removed(releases, folders, tmp_path, release):
    releases.import_paths([write_xml(tmp_path)])
    with pytest.raises(KnownError, match="is not installed"):
        releases.remove("icd10cm", release)
    assert names(releases) == ["FY2099"]


def test_an_embedded_release_that_was_removed_stays_away_while_another_is_there(embedded, tmp_path):
    embedded.setup()
    embedded.import_paths([write_xml(tmp_path, sample(2097))])
    embedded.remove("icd10cm", "FY2099")
    assert not embedded.needs_setup()
    assert embedded.setup() == ()
    assert names(embedded) == ["FY2097"]


def test_an_embedded_release_comes_back_where_nothing_else_is(embedded):
    embedded.setup()
    embedded.remove("icd10cm", "FY2099")
    assert embedded.needs_setup()
    embedded.setup()
    assert names(embedded) == ["FY2099"]


# Progress and stopping


def test_progress_comes_at_most_ten_times_a_second_and_never_goes_back(embedded):
    reports: list[Progress] = []
    embedded.setup(reports.append)
    stages = list(dict.fromkeys(report.stage for report in reports))
    assert {"ICD-10-CM FY2099: reading the tabular list", "ICD-10-CM FY2099: completing codes"} < {
        *stages
    }
    assert stages[0] == "ICD-10-CM FY2099: keeping the official files"
    assert stages[-2:] == [
        "ICD-10-CM FY2099: writing the book",
        "ICD-10-CM FY2099: building the index",
    ]
    assert len(reports) < 20
    for stage in stages:
        done = [report.done for report in reports if report.stage == stage]
        assert done == sorted(done)
    assert all(report.done <= report.total for report in reports if report.total)


@pytest.mark.parametrize("stage", ["keeping", "reading", "completing", "writing"])
def test_stopping_on_the_way_leaves_nothing(embedded, folders, stage):
    cancel = CancelToken()

    def stop_there(report: Progress) -> None:
        if f": {stage}" in report.stage:
            cancel.cancel()

    with pytest.raises(Cancelled):
        embedded.setup(stop_there, cancel)
    assert embedded.installed() == ()
    assert below(folders.releases) == []


def test_stopping_while_the_index_is_built_leaves_the_book(embedded, folders):
    cancel = CancelToken()

    def stop_there(report: Progress) -> None:
        if report.stage.endswith("building the index"):
            cancel.cancel()

    with pytest.raises(Cancelled):
        embedded.setup(stop_there, cancel)
    (release,) = embedded.installed()
    assert not release.searchable
    assert below(folders.releases / "icd10cm/FY2099") == [
        "manifest.json",
        "reference.db",
        "source.zip",
    ]
    assert len(embedded.setup()) == 1
    assert embedded.installed()[0].searchable


def test_importing_can_be_stopped_before_it_begins(releases, folders, tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        releases.import_paths([write_xml(tmp_path)], cancel=cancel)
    assert below(folders.releases) == []
