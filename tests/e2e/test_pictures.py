"""The pictures of the screens: every screen is reached, and each look is another picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from support.invented_releases import write_xml

from codebook_app.bootstrap import open_program

PROJECT = Path(__file__).resolve().parents[2]
SCREENS = ["contents", "no-hits", "notebook", "keys"]
THEMES = ["light", "dark"]


@pytest.mark.slow
def test_the_screens_of_a_small_release_are_taken_in_every_theme_asked_for(tmp_path):
    data, out = tmp_path / "data", tmp_path / "out"
    program = open_program(data)
    program.releases.import_paths([write_xml(tmp_path / "files")])
    program.close()
    before = sorted(path.name for path in data.iterdir())

    done = subprocess.run(
        [
            sys.executable,
            str(PROJECT / "installer" / "pictures.py"),
            *("--as-it-is", "--data-dir", str(data), "--out", str(out)),
            *("--themes", *THEMES, "--sizes", "1280x720", "--scales", "100"),
            *("--screens", *SCREENS),
        ],
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    names = {
        (name, theme): f"{name}-{theme}-1280x720-100.png" for name in SCREENS for theme in THEMES
    }
    assert {path.name for path in out.iterdir()} == set(names.values())
    for (_name, theme), file in names.items():
        picture = QImage(str(out / file))
        assert (picture.width(), picture.height()) == (1280, 720)
        assert (picture.pixelColor(1270, 700).lightness() > 128) is (theme == "light")
    # Nothing of the person's is touched.
    assert sorted(path.name for path in data.iterdir()) == before
