"""Indexes built beside: by a process that is there as long as somebody wants them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from support.invented_releases import NOTHING_EMBEDDED, write_xml
from support.tabular_xml import sample

from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import Cancelled, CancelToken, Progress
from codebook_app.services import second_core
from codebook_app.services.index_process import serve
from codebook_app.services.releases import Releases
from codebook_app.services.second_core import SecondCore, has_second_core


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    """A folder with two releases of ICD-10-CM."""
    for year in (2098, 2099):
        write_xml(tmp_path / "two", sample(year), f"{year}.xml")
    return tmp_path / "two"


@pytest.fixture
def releases(folders: Folders, monkeypatch: pytest.MonkeyPatch):
    """Releases with the true index, on a computer with two cores."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    opened = Releases(folders, NOTHING_EMBEDDED)
    yield opened
    opened.close()


def children() -> list[str]:
    """Return the processes of this one that build indexes."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().decode().replace("\0", " ")
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if "index_process" in line and parent == str(os.getpid()):
            found.append(line)
    return found


def running(mark: str) -> list[str]:
    """Return the processes that have *mark* in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark.encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append(process.name)
    return found


def searchable(releases: Releases) -> list[tuple[str, int]]:
    return [
        (one.release, len(releases.index("icd10cm", one.release).search("sample").matches))
        for one in releases.installed()
    ]


@pytest.mark.slow
def test_several_releases_are_indexed_beside_and_found_in(releases, two_years, monkeypatch):
    monkeypatch.setattr(
        "codebook_app.services.installation.Installation.index",
        lambda *_: pytest.fail("the index was built in this process"),
    )
    heard: list[Release] = []
    stages: list[Progress] = []
    reports = releases.import_paths([two_years], progress=stages.append, on_release=heard.append)
    assert [report.release for report in reports] == ["FY2098", "FY2099"]
    assert [(one.release, one.searchable) for one in heard] == [("FY2098", True), ("FY2099", True)]
    assert all(found > 0 for _, found in searchable(releases))
    if Path("/proc").is_dir():
        assert children() == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["no such module", "it cannot be started"])
def test_without_the_help_beside_the_indexes_are_built_all_the_same(
    releases, two_years, monkeypatch, fault
):
    if fault == "no such module":
        monkeypatch.setattr(second_core, "_MODULE", "no_such_module_at_all")
    else:
        monkeypatch.setattr(sys, "executable", str(two_years / "python"))
    releases.import_paths([two_years])
    assert [release for release, _ in searchable(releases)] == ["FY2098", "FY2099"]
    home = releases._folders.folder("icd10cm", "FY2098")
    assert not (home / "index.partial").exists()


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["FY2099: writing", "FY2098: reading entries"])
def test_stopping_ends_the_process_and_leaves_nothing(releases, folders, two_years, stage):
    cancel = CancelToken()

    def stop_there(report: Progress) -> None:
        if stage in report.stage:
            cancel.cancel()

    with pytest.raises(Cancelled):
        releases.import_paths([two_years], progress=stop_there, cancel=cancel)
    assert releases.installed() == ()
    assert [path.name for path in folders.releases.iterdir()] == [".install.lock"]
    if Path("/proc").is_dir():
        assert children() == []


@pytest.mark.slow
def test_a_fault_in_a_later_release_leaves_nothing(releases, folders, two_years):
    write_xml(two_years, sample(2099)[:-500], "2099.xml")
    with pytest.raises(KnownError, match=r"2099\.xml, line"):
        releases.import_paths([two_years])
    assert [path.name for path in folders.releases.iterdir()] == [".install.lock"]


def test_the_process_ends_when_nobody_is_there_any_more():
    process = subprocess.Popen(
        [sys.executable, "-m", "codebook_app.services.index_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.wait(timeout=120) == 0
    process.stdout.close()


def test_a_job_that_fails_is_answered_with_its_fault(tmp_path):
    class GoneError(Exception):
        pass

    ended = threading.Event()
    job = {
        "number": 7,
        "reference": str(tmp_path / "no.db"),
        "code_set": "sample",
        "release": "2099",
        "directory": str(tmp_path),
    }

    class Answers(io.StringIO):
        def flush(self) -> None:
            if self.getvalue().endswith("\n"):
                ended.set()
                raise GoneError

    answers = Answers()
    with pytest.raises(GoneError):
        serve(io.StringIO(json.dumps(job) + "\n"), answers, lambda: None)
    assert ended.is_set()
    answer = json.loads(answers.getvalue())
    assert (answer["number"], answer["ended"]) == (7, True)
    assert "no.db" in answer["fault"]


def test_one_core_or_a_frozen_program_has_no_help(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert has_second_core()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert not has_second_core()
    monkeypatch.delattr(sys, "frozen")
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert not has_second_core()


def test_a_process_that_dies_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(second_core, "_MODULE", "no_such_module_at_all")
    with SecondCore() as second:
        release = SimpleNamespace(code_set="sample", release="2099", title="Sample 2099")
        second.begin(tmp_path, cast("Release", release))
        second.finish(lambda _: None, None)
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.paths import Folders
from codebook_app.services.releases import Releases

def die(report):
    if "FY2099: writing" in report.stage:
        os.kill(os.getpid(), signal.SIGKILL)

os.cpu_count = lambda: 2
releases = Releases(Folders(Path(sys.argv[1])), CodeSets([Icd10Cm(embedded=())]))
releases.import_paths([Path(sys.argv[2])], progress=die)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_a_program_killed_in_the_middle_takes_the_process_along(releases, folders, two_years):
    marked = {**os.environ, "CODEBOOK_TEST": str(folders.data)}
    command = [sys.executable, "-c", KILLED, str(folders.data), str(two_years)]
    done = subprocess.run(command, check=False, timeout=60, env=marked)
    assert done.returncode == -signal.SIGKILL
    if Path("/proc").is_dir():
        until = time.monotonic() + 30
        while left := running(f"CODEBOOK_TEST={folders.data}"):
            assert time.monotonic() < until, left
    assert releases.installed() == ()
    releases.import_paths([two_years])
    assert [release for release, _ in searchable(releases)] == ["FY2098", "FY2099"]
    assert {path.name for path in (folders.releases / "icd10cm").iterdir()} == {
        "FY2098",
        "FY2099",
    }
