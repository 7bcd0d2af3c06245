"""The names of the code sets, known before the code sets are loaded."""

from __future__ import annotations

import subprocess
import sys

from codebook_app.codesets.names import SHOWN
from codebook_app.codesets.registry import all_code_sets


def test_the_names_are_those_of_the_registry_in_its_order():
    assert [(one.name, one.title) for one in SHOWN] == [
        (one.name, one.title) for one in all_code_sets()
    ]


def test_the_names_are_there_without_loading_a_code_set():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, codebook_app.codesets.names;"
            "print(*(one for one in sys.modules if one.startswith('codebook_app.codesets.')))",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert loaded == ["codebook_app.codesets.names"]
