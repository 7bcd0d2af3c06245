"""Releases made of several files: together, one after the other, and with embedded ones."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from support.invented_releases import invented_releases
from support.sample_code_set import (
    SampleSet,
    sample_file,
    sample_in_package,
    write_sample,
)

from codebook_app.codesets.base import CodeSets
from codebook_app.domain.index_term import IndexBook
from codebook_app.domain.release import InstallReport
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import Cancelled, CancelToken, Progress
from codebook_app.services.releases import Releases

pytestmark = pytest.mark.slow

OTHER = "X1\tAnother title\n"


@pytest.fixture
def releases(folders: Folders):
    opened = invented_releases(folders, CodeSets([SampleSet()]))
    yield opened
    opened.close()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for packages."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def reopened(folders: Folders, *embedded: object, licensed: bool = False) -> Releases:
    sample = SampleSet(tuple(embedded), licensed)  # type: ignore[arg-type]
    return invented_releases(folders, CodeSets([sample]))


def kinds(releases: Releases, release: str = "2099") -> dict[str, str]:
    """Return the files of a release by the part they hold."""
    found = next(one for one in releases.installed() if one.release == release)
    return {file.part: file.name for file in found.sources}


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def refusal(releases: Releases, *paths: Path) -> KnownError:
    with pytest.raises(KnownError) as caught:
        releases.import_paths(paths)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


def terms(releases: Releases, release: str = "2099") -> int:
    return len(releases.reader("sample", release).index_terms.main_terms(IndexBook.INDEX))


# Together


def test_the_files_of_a_folder_make_one_release(releases, tmp_path):
    folder = tmp_path / "all"
    write_sample(folder, "index", "2099")
    write_sample(folder, "list", "2099")
    write_sample(folder, "poa", "2099")
    (report,) = releases.import_paths([folder])
    assert (report.release, report.codes) == ("2099", 2)
    assert report.files == ("list-2099.txt", "index-2099.txt", "poa-2099.txt")
    assert report.checked == (
        "taken for 2099, which the file states",
        "read list all/list-2099.txt, index all/index-2099.txt, poa all/poa-2099.txt",
    )
    (release,) = releases.installed()
    assert release.origin == "imported from all/list-2099.txt"
    assert (release.checked, release.left_out) == (report.checked, ())
    assert terms(releases) == 2
    # Both lines and both terms are searched.
    assert releases.index("sample", "2099").entries == 4


def test_the_files_of_a_zip_in_a_zip_make_one_release(releases, tmp_path):
    inner, outer = tmp_path / "inner.zip", tmp_path / "outer.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("list.txt", sample_file("list", "2099"))
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")
        archive.writestr("poa.txt", sample_file("poa", "?"))
    (report,) = releases.import_paths([outer])
    assert report.files == ("list.txt", "poa.txt")
    assert "poa.txt states no release; it came with Sample 2099" in report.checked


def test_what_is_left_out_is_told_where_it_came_along(releases, tmp_path):
    folder = tmp_path / "all"
    for year in ("2098", "2099"):
        write_sample(folder / year, "list", year)
        (folder / year / "note.txt").write_text("#note")
    (folder / "read me.txt").write_text("Dear reader")
    write_sample(folder / "again", "list", "2099")
    (folder / "again" / "guide.pdf").write_bytes(b"%PDF-1.7")
    first, second = releases.import_paths([folder])
    read_me = "all/read me.txt: not a file that Sample set reads"
    assert first.left_out == (read_me, "all/2098/note.txt: a note about the sample")
    assert set(second.left_out) == {
        read_me,
        "all/2099/note.txt: a note about the sample",
        "all/again/guide.pdf: a PDF",
        "all/again/list-2099.txt: the same as all/2099/list-2099.txt",
    }


def test_a_part_that_waits_is_left_out_beside_a_release_that_is_made(releases, tmp_path):
    folder = tmp_path / "all"
    write_sample(folder, "list", "2099")
    write_sample(folder, "poa", "2098")
    (report,) = releases.import_paths([folder])
    assert report.left_out == (
        "all/poa-2098.txt: the POA list of Sample 2098, of which nothing is installed",
    )


def test_the_person_is_told_which_file_is_looked_at_and_may_stop(releases, tmp_path):
    folder = tmp_path / "all"
    for kind in ("list", "poa", "index"):
        write_sample(folder, kind, "2099")
    cancel = CancelToken()
    heard: list[tuple[str, int, int]] = []

    def stop_at_the_second(report: Progress) -> None:
        heard.append((report.stage, report.done, report.total))
        cancel.cancel()

    with pytest.raises(Cancelled):
        releases.import_paths([folder], progress=stop_at_the_second, cancel=cancel)
    assert heard == [("Looking at the files", 1, 3)]
    assert releases.installed() == ()


# One after the other


def test_a_part_that_comes_later_joins_the_release_and_its_index(releases, tmp_path):
    releases.import_paths([write_sample(tmp_path, "list", "2099")])
    assert terms(releases) == 0
    (report,) = releases.import_paths([write_sample(tmp_path, "index", "2099")])
    assert not report.unchanged
    assert report.files == ("list-2099.txt", "index-2099.txt")
    assert kinds(releases) == {"list": "list-2099.txt", "index": "index-2099.txt"}
    assert terms(releases) == 2
    assert releases.index("sample", "2099").entries == 4
    (release,) = releases.installed()
    assert release.origin == "imported from list-2099.txt, with the index"
    assert release.checked[0] == "taken for 2099, which the file states"


def test_the_order_in_which_files_come_does_not_matter(folders, tmp_path):
    files = [
        write_sample(tmp_path, "list", "2099"),
        write_sample(tmp_path, "poa", "2099"),
        write_sample(tmp_path, "order", "2099"),
    ]
    together = reopened(Folders(tmp_path / "together"))
    together.import_paths(files)
    later = reopened(Folders(tmp_path / "later"))
    later.import_paths([files[2]])
    later.import_paths([files[1]])
    later.import_paths([files[0]])
    assert kinds(together) == kinds(later)
    assert terms(together) == terms(later)
    together.close()
    later.close()


@pytest.mark.parametrize("paths", [["list"], ["poa"], ["list", "poa"]])
def test_the_same_files_again_change_nothing(releases, folders, tmp_path, paths):
    files = {kind: write_sample(tmp_path, kind, "2099") for kind in ("list", "poa")}
    releases.import_paths(list(files.values()))
    before = state(folders.releases)
    (report,) = releases.import_paths([files[kind] for kind in paths])
    assert report.unchanged
    assert report.files == ("list-2099.txt", "poa-2099.txt")
    assert state(folders.releases) == before


def test_a_new_part_takes_the_old_ones_place_and_the_others_stay(releases, tmp_path):
    releases.import_paths([write_sample(tmp_path, kind, "2099") for kind in ("list", "index")])
    newer = write_sample(tmp_path, "list", "2099", OTHER, "corrected.txt")
    (report,) = releases.import_paths([newer])
    assert kinds(releases) == {"list": "corrected.txt", "index": "index-2099.txt"}
    assert report.codes == 1
    assert terms(releases) == 2
    assert releases.reader("sample", "2099").code("X1").title == "Another title"
    assert releases.installed()[0].origin == "imported from corrected.txt, with the index"


def test_a_part_of_the_year_joins_every_release_of_it(releases, tmp_path):
    for edition in ("2099", "2099-07", "2098"):
        releases.import_paths([write_sample(tmp_path, "list", edition)])
    first, second = releases.import_paths([write_sample(tmp_path, "poa", "2099")])
    assert (first.release, second.release) == ("2099", "2099-07")
    assert "of 2099, which holds for 2099-07 too: the POA list" in second.checked
    assert set(kinds(releases, "2098")) == {"list"}


def test_a_release_that_comes_later_takes_over_what_holds_for_the_year(releases, tmp_path):
    releases.import_paths([write_sample(tmp_path, kind, "2099") for kind in ("list", "poa")])
    (report,) = releases.import_paths([write_sample(tmp_path, "list", "2099-07")])
    assert report.files == ("list-2099-07.txt", "poa-2099.txt")
    # A list joins nothing, though it holds for the whole year.
    releases.import_paths([write_sample(tmp_path, "list", "2098")])
    (report,) = releases.import_paths([write_sample(tmp_path, "order", "2098-07")])
    assert report.files == ("order-2098-07.txt",)


def test_a_part_without_its_release_is_refused_and_changes_nothing(releases, folders, tmp_path):
    releases.import_paths([write_sample(tmp_path, "list", "2098")])
    before = state(folders.data)
    fault = refusal(releases, write_sample(tmp_path, "poa", "2099"))
    assert fault.message == (
        "poa-2099.txt: the POA list of Sample 2099, of which nothing is installed."
    )
    assert state(folders.data) == before
    fault = refusal(releases, write_sample(tmp_path, "poa", "?"))
    assert "poa-any.txt: the POA list of Sample set, which does not say" in fault.message
    fault = refusal(releases, tmp_path / "poa-2099.txt", write_sample(tmp_path, "index", "2099"))
    assert fault.message.endswith("; and 1 more.")
    assert state(folders.data) == before


def test_a_fault_in_a_part_that_joins_leaves_the_release_as_it_was(releases, folders, tmp_path):
    releases.import_paths([write_sample(tmp_path, "list", "2099")])
    before = state(folders.data)
    fault = refusal(releases, write_sample(tmp_path, "index", "2099", "X1\tgood\nbad\n"))
    assert fault.message.startswith("index-2099.txt, line 3: no title")
    fault = refusal(releases, write_sample(tmp_path, "list", "soon", name="bad.txt"))
    assert fault.message.startswith("bad.txt, line 1: soon is no edition")
    assert state(folders.data) == before


def test_a_kept_source_that_is_damaged_is_told_and_nothing_joins(releases, folders, tmp_path):
    releases.import_paths([write_sample(tmp_path, "list", "2099")])
    (folders.releases / "sample/2099/source.zip").write_bytes(b"PK")
    before = state(folders.data)
    fault = refusal(releases, write_sample(tmp_path, "index", "2099"))
    assert fault.message.startswith("The kept source ")
    assert state(folders.data) == before


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of open files here")
def test_nothing_of_a_release_stays_open_when_it_is_made_anew(releases, tmp_path, monkeypatch):
    releases.import_paths([write_sample(tmp_path, "list", "2099")])
    opened: list[str] = []
    rename = Path.rename

    def look(self: Path, to: Path) -> Path:
        links = [entry for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
        names = [str(link.readlink()) for link in links]
        opened.extend(name for name in names if "/sample/2099" in name)
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", look)
    releases.import_paths([write_sample(tmp_path, "index", "2099")])
    # Windows renames no folder in which a file is open.
    assert opened == []


# The kept source


@pytest.mark.parametrize("damage", ["database", "manifest", "schema"])
def test_a_release_of_several_files_is_built_anew_from_all_of_them(
    releases, folders, tmp_path, damage
):
    folder = tmp_path / "from 2099"
    paths = [write_sample(folder, "list", "2099-07"), write_sample(folder, "index", "2099")]
    (folder / "note.txt").write_text("#note")
    releases.import_paths([folder])
    (before,) = releases.installed()
    home = folders.releases / "sample/2099-07"
    if damage == "database":
        (home / "reference.db").write_bytes(b"")
    elif damage == "manifest":
        (home / "manifest.json").write_text("{")
    else:
        manifest = json.loads((home / "manifest.json").read_text())
        (home / "manifest.json").write_text(json.dumps({**manifest, "schema": 0}))
    (report,) = releases.setup()
    (after,) = releases.installed()
    assert report.files == tuple(path.name for path in paths)
    assert (after.sources, after.title, after.codes) == (before.sources, before.title, 2)
    assert terms(releases, "2099-07") == 2
    assert after.checked == before.checked
    if damage != "manifest":
        assert (after.origin, after.left_out) == (before.origin, before.left_out)
        assert after.left_out == ("from 2099/note.txt: a note about the sample",)


def test_a_part_that_joins_a_damaged_release_mends_it(releases, folders, tmp_path):
    releases.import_paths([write_sample(tmp_path, "list", "2099")])
    (folders.releases / "sample/2099/reference.db").unlink()
    releases.import_paths([write_sample(tmp_path, "index", "2099")])
    assert kinds(releases) == {"list": "list-2099.txt", "index": "index-2099.txt"}
    (folders.releases / "sample/2099/reference.db").unlink()
    (report,) = releases.import_paths([tmp_path / "index-2099.txt"])
    assert not report.unchanged
    assert kinds(releases) == {"list": "list-2099.txt", "index": "index-2099.txt"}


def test_a_release_of_the_first_versions_is_built_anew(releases, folders, tmp_path):
    releases.import_paths([write_sample(tmp_path, "list", "2099")])
    home = folders.releases / "sample/2099"
    manifest = json.loads((home / "manifest.json").read_text())
    for name in ("checked", "not_taken", "notice", "decided_by"):
        del manifest[name]
    source = {key: manifest["sources"][0][key] for key in ("name", "size", "sha256")}
    early = {
        "schema": 1,
        "sources": [source],
        "package": "",
        "left_out": ["said so", "guide: a PDF"],
    }
    (home / "manifest.json").write_text(json.dumps({**manifest, **early}))
    with zipfile.ZipFile(home / "source.zip", "w") as archive:
        archive.writestr("list-2099.txt", sample_file("list", "2099"))
    assert releases.installed() == ()
    releases.setup()
    assert kinds(releases) == {"list": "list-2099.txt"}
    assert releases.installed()[0].checked[0] == "said so"
    releases.import_paths([write_sample(tmp_path, "index", "2099")])
    assert kinds(releases) == {"list": "list-2099.txt", "index": "index-2099.txt"}


def test_a_kept_file_is_handed_out_by_its_name(releases, tmp_path):
    paths = [write_sample(tmp_path, kind, "2099") for kind in ("list", "index")]
    releases.import_paths(paths)
    content = releases.document("sample", "2099", "index-2099.txt")
    assert content == paths[1].read_bytes()
    with pytest.raises(KnownError, match=r"keeps no file guide\.pdf"):
        releases.document("sample", "2099", "guide.pdf")
    with pytest.raises(KnownError):
        releases.document("sample", "2098", "index-2099.txt")


# Embedded releases


def test_all_embedded_releases_are_installed_each_announced_as_it_stands(folders, site):
    heard: list[tuple[str, bool]] = []
    opened = reopened(folders, sample_in_package(site, "2098"), sample_in_package(site, "2099"))
    reports = opened.setup(on_release=lambda one: heard.append((one.release, one.searchable)))
    assert [report.release for report in reports] == ["2098", "2099"]
    assert heard == [("2098", False), ("2098", True), ("2099", False), ("2099", True)]
    assert not opened.needs_setup()
    opened.close()


def test_a_fault_in_one_embedded_release_does_not_stop_the_others(folders, site):
    bad = sample_in_package(site, "2098", "X1 without a tab\n")
    opened = reopened(folders, bad, sample_in_package(site, "2099"))
    with pytest.raises(KnownError, match=r"sample-2098 › list\.txt, line 2: no title"):
        opened.setup()
    assert [(one.release, one.searchable) for one in opened.installed()] == [("2099", True)]
    opened.close()


def test_an_embedded_release_that_is_another_than_its_name_says_is_refused(folders, site):
    wrong = sample_in_package(site, "2098")
    write_sample(site / "sample_list_2098", "list", "2097", name="list.txt")
    opened = reopened(folders, wrong)
    with pytest.raises(KnownError, match="does not hold Sample set 2098"):
        opened.setup()
    (site / "sample_list_2098" / "list.txt").write_text("Dear reader")
    with pytest.raises(KnownError, match="is no part of a release of Sample set"):
        opened.setup()
    opened.close()


def test_what_joins_an_embedded_release_stays_with_another_version_of_the_package(
    folders, site, tmp_path, monkeypatch
):
    embedded = sample_in_package(site, "2099")
    opened = reopened(folders, embedded)
    opened.setup()
    opened.import_paths([write_sample(tmp_path, "index", "2099")])
    (release,) = opened.installed()
    assert release.origin == "embedded in sample-2099, with the index"
    assert [(file.part, file.package) for file in release.sources] == [
        ("list", "sample-2099"),
        ("index", ""),
    ]
    assert not opened.needs_setup()
    write_sample(site / "sample_list_2099", "list", "2099", OTHER, "list.txt")
    monkeypatch.setattr("importlib.metadata.version", lambda _: "2")
    assert opened.needs_setup()
    opened.setup()
    (release,) = opened.installed()
    assert release.origin == "embedded in sample-2099 2, with the index"
    assert opened.reader("sample", "2099").code("X1").title == "Another title"
    assert terms(opened) == 2
    assert not opened.needs_setup()
    opened.close()


def test_the_persons_own_list_is_not_replaced_by_another_version_of_the_package(
    folders, site, tmp_path, monkeypatch
):
    opened = reopened(folders, sample_in_package(site, "2099"))
    opened.setup()
    opened.import_paths([write_sample(tmp_path, "list", "2099", OTHER)])
    monkeypatch.setattr("importlib.metadata.version", lambda _: "2")
    assert not opened.needs_setup()
    assert opened.reader("sample", "2099").code("X1").title == "Another title"
    opened.close()


def test_an_embedded_release_takes_over_what_holds_for_the_year(folders, site, tmp_path):
    opened = reopened(folders, sample_in_package(site, "2099-07"))
    opened.import_paths([write_sample(tmp_path, kind, "2099") for kind in ("list", "index")])
    opened.setup()
    assert kinds(opened, "2099-07") == {"list": "list.txt", "index": "index-2099.txt"}
    opened.close()


def test_a_removed_release_is_forgotten_and_the_others_stay(folders, site):
    opened = reopened(folders, sample_in_package(site, "2098"), sample_in_package(site, "2099"))
    opened.setup()
    opened.remove("sample", "2098")
    assert not opened.needs_setup()
    assert [one.release for one in opened.installed()] == ["2099"]
    opened.close()


def test_a_code_set_that_was_named_alone_is_read(folders, tmp_path):
    two = CodeSets([SampleSet(), SampleSet(name="other", title="Other set")])
    opened = invented_releases(folders, two)
    (report,) = opened.import_paths([write_sample(tmp_path, "list", "2099")], "other")
    assert report.code_set == "other"
    (report,) = opened.import_paths([tmp_path / "list-2099.txt"])
    assert report.code_set == "sample"
    opened.close()


def test_nothing_of_an_import_is_written_outside_the_data_folder(folders, tmp_path, monkeypatch):
    monkeypatch.setattr("codebook_app.codesets.archive._IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.gettempdir", lambda: pytest.fail("the system's folder was used"))
    inner, outer = tmp_path / "in" / "inner.zip", tmp_path / "in" / "outer.zip"
    inner.parent.mkdir()
    for name, member in ((inner, write_sample(tmp_path / "in", "list", "2099")), (outer, inner)):
        with zipfile.ZipFile(name, "w") as archive:
            archive.write(member, member.name)
    before = state(tmp_path / "in")
    opened = reopened(folders)
    reports: tuple[InstallReport, ...] = opened.import_paths([outer])
    assert [report.release for report in reports] == ["2099"]
    assert state(tmp_path / "in") == before
    assert sorted(path.name for path in folders.releases.iterdir()) == [".install.lock", "sample"]
    opened.close()
    shutil.rmtree(folders.data)
