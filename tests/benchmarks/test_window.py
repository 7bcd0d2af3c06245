"""Cold start to the first paint, and a keystroke to its painted hits, over the embedded release."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import cycle

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from codebook_app.bootstrap import open_program
from codebook_app.gui.main_window import MainWindow
from codebook_app.gui.places import CONTENTS
from codebook_app.gui.theme import Theme
from codebook_app.gui.workers import Workers
from codebook_app.paths import Folders
from codebook_app.services.releases import Releases

pytestmark = pytest.mark.slow  # installs the embedded release

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Set, it would have every start compile the program anew, as no installed program does."""

START = """
import sys
from pathlib import Path
from codebook_app.__main__ import open_window
sys.exit(open_window(Path(sys.argv[1]), smoke=True))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Folders:
    folders = Folders(tmp_path_factory.mktemp("window") / "data")
    releases = Releases(folders)
    releases.setup()
    releases.close()
    return folders


@pytest.fixture
def window(qtbot, installed):
    program = open_program(installed.data)
    made = MainWindow(program, Theme("light"), Workers.start())
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    made.start()
    qtbot.waitUntil(lambda: made.reading.navigator.here == CONTENTS, timeout=30_000)
    yield made
    made.close()
    program.close()
    QGuiApplication.styleHints().unsetColorScheme()


def test_from_the_process_to_the_first_paint(benchmark, installed):
    def start() -> str:
        done = subprocess.run(
            [sys.executable, "-c", START, str(installed.data)],
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
            env={name: one for name, one in os.environ.items() if name != NO_BYTECODE},
        )
        return done.stdout

    said = benchmark.pedantic(start, rounds=5, warmup_rounds=1)

    benchmark.extra_info["milliseconds to the first paint"] = int(said.split()[3])
    assert said.startswith("first paint after")


def test_from_a_keystroke_to_the_painted_hits(benchmark, qtbot, window):
    field = window.top_bar.field
    answers: list[object] = []
    window.reading.search.answered.connect(answers.append)
    letters = cycle("fracture neck femur left  ")

    def type_one() -> None:
        """Press one key and wait until its own hits are painted."""
        before = len(answers)
        letter = next(letters)
        if len(field.text()) > 24:
            field.clear()
        QTest.keyClick(field, letter)
        if letter != " ":
            qtbot.waitUntil(lambda: len(answers) > before, timeout=10_000)
        window.hits.grab()

    benchmark.pedantic(type_one, rounds=200, warmup_rounds=30)

    assert window.hits.current() is not None
