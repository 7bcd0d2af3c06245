"""One window per data folder, in real processes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from codebook_app.errors import KnownError
from codebook_app.gui import folder_lock
from codebook_app.gui.folder_lock import FolderLock
from codebook_app.gui.sole_window import SoleWindow

HOLDER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from PySide6.QtCore import QCoreApplication
    from codebook_app.gui.sole_window import SoleWindow

    app = QCoreApplication([])
    sole = SoleWindow(Path(sys.argv[1]))
    if not sole.claim():
        print("answered" if sole.call_first() else "no answer", flush=True)
        sys.exit(3)
    sole.listen()
    sole.raise_requested.connect(lambda: print("raised", flush=True))
    print("claimed", flush=True)
    app.exec()
    """
)


@pytest.fixture
def start(tmp_path):
    running: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(tmp_path / "data")],
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_start_raises_the_first_window_and_ends(start):
    first = start()
    assert said(first) == "claimed"

    second = start()

    assert said(second) == "answered"
    assert second.wait(timeout=60) == 3
    assert said(first) == "raised"


def test_the_lock_of_a_killed_program_blocks_nobody(start):
    first = start()
    assert said(first) == "claimed"
    first.kill()
    first.wait()

    again = start()
    assert said(again) == "claimed"
    third = start()
    assert said(third) == "answered"
    assert said(again) == "raised"


def test_the_folder_is_free_again_after_release(qapp, tmp_path):
    first = SoleWindow(tmp_path / "data")
    assert first.claim()
    assert not SoleWindow(tmp_path / "data").claim()

    first.release()

    second = SoleWindow(tmp_path / "data")
    assert second.claim()
    second.release()


def test_other_folders_are_other_programs(qapp, tmp_path):
    first, second = SoleWindow(tmp_path / "a"), SoleWindow(tmp_path / "b")

    assert first.claim()
    assert second.claim()

    first.release()
    second.release()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_one_clear_line(qapp, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)

    with pytest.raises(KnownError, match="cannot write to its data folder"):
        SoleWindow(locked / "data").claim()


def test_a_file_where_the_folder_should_be_is_one_clear_line(qapp, tmp_path):
    (tmp_path / "data").write_text("a file")

    with pytest.raises(KnownError, match=r"data: File exists") as fault:
        SoleWindow(tmp_path / "data").claim()

    assert "--data-dir" in fault.value.hint


def test_a_full_disk_is_one_clear_line_and_leaves_nothing(qapp, tmp_path, monkeypatch):

    def full(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)

    with pytest.raises(KnownError, match="No space left on device"):
        SoleWindow(tmp_path / "data").claim()

    assert list((tmp_path / "data").iterdir()) == []


def test_a_file_system_without_locks_keeps_no_window_from_opening(qapp, tmp_path, monkeypatch):
    def without_locks(_file: int) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(folder_lock, "_lock", without_locks)

    sole = SoleWindow(tmp_path / "data")

    assert sole.claim()
    sole.release()


def test_the_lock_is_asked_for_twice_by_its_holder_and_let_go_once(tmp_path):
    lock = FolderLock(tmp_path / "a.lock")

    assert lock.acquire()
    assert lock.acquire()
    assert not FolderLock(tmp_path / "a.lock").acquire()
    lock.release()
    lock.release()

    again = FolderLock(tmp_path / "a.lock")
    assert again.acquire()
    again.release()
