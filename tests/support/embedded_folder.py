"""A data folder in which every embedded release is installed, made once in a test session."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def embedded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder, filled by ``codebook setup`` as a person runs it.

    Whoever asks first waits for it; nobody may change it, only copy it.
    """
    folder = tmp_path_factory.getbasetemp() / "every-embedded-release"
    if not folder.is_dir():
        building = tmp_path_factory.mktemp("every-embedded-release-building") / "data"
        done = subprocess.run(
            [sys.executable, "-m", "codebook_app", "--data-dir", str(building), "setup"],
            check=False,
            capture_output=True,
            text=True,
            timeout=900,
        )
        assert done.returncode == 0, done.stderr
        building.rename(folder)
    return folder
