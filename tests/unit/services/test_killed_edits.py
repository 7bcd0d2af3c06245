"""Encounters whose programs are killed while they edit: what was said to be saved is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "support" / "killed_edits.py"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system that cannot fork")
def test_of_two_programs_that_edit_at_once_one_is_killed_and_no_edit_is_lost(tmp_path):
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(tmp_path), "6", "6"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["wrong"] == [], done.stderr[-2000:]
    assert found["killed"] == 6
    assert found["edits"] > 60
