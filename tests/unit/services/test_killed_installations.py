"""Killing an installation (SIGKILL) at any moment leaves nothing half-installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "support" / "killed_installations.py"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system that cannot fork")
@pytest.mark.parametrize(
    ("action", "points"), [("setup", 30), ("replace", 40), ("join", 40), ("remove", 10)]
)
def test_a_kill_at_any_point_leaves_all_or_nothing_and_the_next_start_mends_it(
    tmp_path, action, points
):
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(tmp_path), action],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["points"] >= points
