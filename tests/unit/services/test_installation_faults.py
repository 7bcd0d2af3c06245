"""What the world does to an installation: one clear line, and nothing changed."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from support.invented_releases import (
    SAMPLE_EMBEDDED,
    build_invented_index,
    invented_releases,
    sample_package,
    write_xml,
)
from support.tabular_xml import note, sample

from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.releases import Releases

pytestmark = pytest.mark.slow

__all__ = ["sample_package"]

BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE ICD10CM.tabular [\n<!ENTITY a "sample">\n'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">\n' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>\n<ICD10CM.tabular><version>2099</version>&i;</ICD10CM.tabular>"
)


@pytest.fixture
def releases(folders: Folders) -> Iterator[Releases]:
    opened = invented_releases(folders)
    yield opened
    opened.close()


@pytest.fixture
def installed(releases: Releases, tmp_path: Path) -> Releases:
    """Releases with the sample installed, which no fault may touch."""
    releases.import_paths([write_xml(tmp_path / "first")])
    return releases


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte, where the machine lets a test have one."""
    place = tmp_path / "small disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or not sys.platform.startswith("linux"):
        pytest.skip("no file system can be mounted here")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no file system can be mounted here without rights")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what lies below *folder*, with sizes and times, but the lock."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def refusal(attempt: Callable[[], object]) -> KnownError:
    """Return the fault of *attempt*, which must be one line with something to do."""
    with pytest.raises(KnownError) as caught:
        attempt()
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


TRUNCATED = sample()[:5000]
LATIN = sample().replace("Sample river fever", "Fièvre").encode("iso-8859-1")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TRUNCATED, f"bad.xml, line {TRUNCATED.count(chr(10)) + 1}: the file ends in the middle"),
        (LATIN, "bad.xml, line 14: not well-formed XML, or not in the encoding it states"),
        (BOMB, "bad.xml, line 2: the file declares a document type"),
        ("<Other.root/>", "bad.xml, line 1: XML with the root <Other.root>"),
        ("\n<ICD10CM.index/>", "bad.xml, line 2: an ICD-10-CM index or table that"),
        ("<a\n<", "bad.xml, line 2: not well-formed XML"),
        ("Dear reader", "bad.xml: not a file that ICD-10-CM reads"),
        ("<!DOCTYPE html>\n<p>Not found", "bad.xml is a web page instead of a file"),
        ("<HTML></HTML>", "bad.xml is a web page instead of a file"),
        ("", "bad.xml: an empty file"),
        (b"%PDF-1.7", "bad.xml: a PDF"),
        (b"\x00" * 100, "bad.xml: not a file that ICD-10-CM reads"),
        (
            sample().replace("2099", "soon"),
            "bad.xml, line 3: the year of the edition is not a year",
        ),
        ("<ICD10CM.tabular>\n", "bad.xml, line 2: the file ends in the middle"),
    ],
    ids=[
        "truncated",
        "mis-encoded",
        "entity bomb",
        "wrong root",
        "index",
        "broken before the root",
        "text",
        "web page",
        "old web page",
        "empty",
        "PDF",
        "zeros",
        "no year",
        "no more than a root",
    ],
)
def test_a_bad_file_is_told_with_its_line_and_changes_nothing(
    installed, folders, tmp_path, content, said
):
    before = state(folders.data)
    path = write_xml(tmp_path, content, "bad.xml")
    fault = refusal(lambda: installed.import_paths([path]))
    assert fault.message.startswith(said)
    assert state(folders.data) == before
    assert installed.reader("icd10cm", "FY2099").code("E11.22") is not None


def test_an_empty_zip_changes_nothing(installed, folders, tmp_path):
    path = tmp_path / "empty.zip"
    zipfile.ZipFile(path, "w").close()
    before = state(folders.data)
    assert refusal(lambda: installed.import_paths([path])).message == "empty.zip is an empty zip."
    assert state(folders.data) == before


def test_a_fault_in_a_zip_names_zip_and_file(installed, folders, tmp_path):
    path = tmp_path / "2026.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tabular.xml", TRUNCATED)
    before = state(folders.data)
    fault = refusal(lambda: installed.import_paths([path]))
    assert fault.message.startswith("2026.zip › tabular.xml, line ")
    assert state(folders.data) == before


def test_a_folder_without_anything_to_import_says_what_is_in_it(installed, tmp_path):
    folder = tmp_path / "papers"
    for number in range(5):
        write_xml(folder, b"%PDF-1.7", f"{number}.pdf")
    fault = refusal(lambda: installed.import_paths([folder]))
    assert fault.message.startswith(f"Nothing in {folder} makes a release: papers/0.pdf: a PDF;")
    assert fault.message.endswith("; and 2 more.")


def test_a_file_where_the_data_folder_should_be_is_told(tmp_path):
    place = tmp_path / "data"
    place.write_text("in the way")
    opened = invented_releases(Folders(place))
    fault = refusal(lambda: opened.import_paths([write_xml(tmp_path)]))
    assert "is not a folder" in fault.message
    assert place.read_text() == "in the way"
    assert opened.installed() == ()


def test_a_file_where_the_code_sets_folder_should_be_is_told(releases, folders, tmp_path):
    folders.releases.mkdir(parents=True)
    (folders.releases / "icd10cm").write_text("in the way")
    fault = refusal(lambda: releases.import_paths([write_xml(tmp_path)]))
    assert "is not a folder" in fault.message
    assert (folders.releases / "icd10cm").read_text() == "in the way"


def test_a_folder_that_may_not_be_written_is_told(releases, folders, tmp_path, monkeypatch):
    make = Path.mkdir

    def refuse(self: Path, *args: object, **more: object) -> None:
        if self.name == "FY2099.partial":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        make(self, *args, **more)

    monkeypatch.setattr(Path, "mkdir", refuse)
    fault = refusal(lambda: releases.import_paths([write_xml(tmp_path)]))
    assert "FY2099.partial may not be written to" in fault.message
    assert state(folders.data) == {}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EXDEV])
@pytest.mark.parametrize("stage", ["fsync", "rename"])
def test_a_disk_that_fails_at_the_end_leaves_the_old_release_in_place(
    installed, folders, tmp_path, monkeypatch, stage, number
):
    before = state(folders.data)

    def fail(*args: object, **more: object) -> None:
        raise OSError(number, "sample fault")

    if stage == "fsync":
        monkeypatch.setattr("os.fsync", fail)
    else:
        rename = Path.rename
        monkeypatch.setattr(
            Path,
            "rename",
            lambda self, to: fail() if self.suffix == ".partial" else rename(self, to),
        )
    path = write_xml(tmp_path, sample(title_of_e1122="New title"))
    fault = refusal(lambda: installed.import_paths([path]))
    assert fault.message.startswith("Could not install FY2099: ")
    monkeypatch.undo()
    assert state(folders.data) == before
    assert installed.reader("icd10cm", "FY2099").code("E11.22").title != "New title"
    assert installed.installed()[0].searchable


def test_a_full_disk_is_told_and_left_as_it_was(small_disk, tmp_path):
    folders = Folders(small_disk / "data")
    opened = invented_releases(folders)
    opened.import_paths([write_xml(tmp_path)])
    before = state(folders.data)
    xml = sample(2097).replace(
        "<desc>Sample river fever</desc>",
        "<desc>Sample river fever</desc>"
        + note("includes", *[f"word {n} " * 9 for n in range(9000)]),
    )
    fault = refusal(lambda: opened.import_paths([write_xml(tmp_path, xml, "big.xml")]))
    assert fault.message == (
        f"Could not install FY2097: the disk that holds {folders.releases} is full."
    )
    assert state(folders.data) == before
    assert [release.release for release in opened.installed()] == ["FY2099"]
    opened.close()


def test_a_disk_that_fills_while_the_index_is_built_keeps_the_book(folders, tmp_path):
    full = True

    def build(entries, directory, progress, cancel, terms=()):
        if full:
            (directory / "half").write_text("half")
            raise OSError(errno.ENOSPC, "No space left on device")
        build_invented_index(entries, directory, progress, cancel, terms)

    opened = invented_releases(folders, build_index=build)
    fault = refusal(lambda: opened.import_paths([write_xml(tmp_path)]))
    assert "Could not build the index of FY2099, which is installed" in fault.message
    assert "is full" in fault.message
    assert not any("index" in name for name in state(folders.data))
    (release,) = opened.installed()
    assert not release.searchable
    full = False
    assert len(opened.setup()) == 1
    assert opened.installed()[0].searchable
    opened.close()


@pytest.mark.parametrize("action", ["setup", "import", "remove"])
def test_a_second_program_that_installs_is_told_at_once(folders, sample_package, tmp_path, action):
    folders.releases.mkdir(parents=True)
    opened = invented_releases(folders, SAMPLE_EMBEDDED)
    actions: dict[str, Callable[[], object]] = {
        "setup": opened.setup,
        "import": lambda: opened.import_paths([write_xml(tmp_path)]),
        "remove": lambda: opened.remove("icd10cm", "FY2099"),
    }
    with FileLock(str(folders.releases / ".install.lock")):
        fault = refusal(actions[action])
    assert fault.message.startswith("Another Codebook is installing")
    assert state(folders.data) == {}
    opened.close()


def test_who_has_nothing_to_install_is_not_held_up_by_who_has(folders, sample_package):
    opened = invented_releases(folders, SAMPLE_EMBEDDED)
    opened.setup()
    with FileLock(str(folders.releases / ".install.lock")):
        (folders.releases / "icd10cm/FY2050.partial").mkdir()
        assert opened.setup() == ()
        assert (folders.releases / "icd10cm/FY2050.partial").is_dir()
    assert opened.setup() == ()
    assert not (folders.releases / "icd10cm/FY2050.partial").exists()
    opened.close()


def test_a_disk_that_cannot_lock_is_told(releases, tmp_path, monkeypatch):
    def refuse(self: FileLock, *args: object, **more: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    fault = refusal(lambda: releases.import_paths([write_xml(tmp_path)]))
    assert "cannot lock files" in fault.message


def test_a_file_of_the_same_name_and_size_is_told_apart_by_its_content(releases, tmp_path):
    path = write_xml(tmp_path)
    (report,) = releases.import_paths([path])
    write_xml(tmp_path, sample().replace("river", "delta"))
    (again,) = releases.import_paths([path])
    assert not again.unchanged
    assert releases.reader("icd10cm", "FY2099").code("A00").title == "Sample delta fever"
    assert report.release == again.release
