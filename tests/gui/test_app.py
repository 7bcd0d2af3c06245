"""Opening the window in a process of its own: exit codes, and one line where it cannot be done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

START = """
import sys
from pathlib import Path
from codebook_app.__main__ import open_window
code = open_window(Path(sys.argv[1]), smoke=True)
print("loaded", *sys.modules)
sys.exit(code)
"""
LATE = {
    "codebook_app.domain.list_reading",
    "codebook_app.exchange",
    "codebook_app.services.list_import",
    "numpy",
    "sqlalchemy",
    "whoosh",
}
"""What no first paint needs."""


def open_briefly(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START, str(data)],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **environment},
    )


def test_a_smoke_start_paints_says_how_long_it_took_and_ends(tmp_path):
    done = open_briefly(tmp_path / "data")

    assert done.returncode == 0
    assert done.stdout.startswith("first paint after ")
    assert int(done.stdout.split()[3]) > 0
    assert not (tmp_path / "data" / "releases").exists()  # a smoke start installs nothing
    loaded = done.stdout.splitlines()[-1].split()
    assert "codebook_app.gui.main_window" in loaded
    assert not LATE & set(loaded)


@pytest.mark.slow
def test_a_data_folder_that_cannot_be_made_is_one_line_and_exit_3(tmp_path):
    (tmp_path / "data").write_text("a file")

    done = open_briefly(tmp_path / "data")

    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert line.startswith("Codebook cannot write to its data folder")
    assert "--data-dir" in line
    assert (tmp_path / "data").read_text() == "a file"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X and Wayland are Linux's")
@pytest.mark.slow
def test_without_a_screen_it_is_one_line_and_exit_3(tmp_path):
    done = open_briefly(tmp_path / "data", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")

    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert "There is no screen" in line
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
def test_settings_that_cannot_be_read_do_not_keep_the_window_from_opening(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.toml").write_bytes(b"\xff\xfe broken [")

    done = open_briefly(tmp_path / "data")

    assert done.returncode == 0
    kept = tmp_path / "data" / "settings-unreadable.toml"
    assert kept.read_bytes() == b"\xff\xfe broken ["
