"""``doctor``: every part looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import typer

from codebook_app.cli.display import has_display
from codebook_app.cli.documents import checkup_document
from codebook_app.cli.faults import Ending
from codebook_app.cli.shared_options import AsJson, DataDir, OpenProgram
from codebook_app.cli.tables import checkup_table
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.checkup import Condition
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.services.doctor import QtState

# In a process of its own: where Qt finds no platform plugin it ends the process it is in.
_QUESTION = """
import sys
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6 import QtSvg, QtWidgets
from PySide6.QtCore import qVersion
application = QGuiApplication(sys.argv[:1])
print(qVersion(), application.platformName(), len(QFontDatabase.families()))
"""


class HealthCommand:
    """The command that examines the program itself."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def doctor(self, *, json: AsJson = False, data_dir: DataDir = None) -> None:
        """Look at every part and say what to do about each that fails (exit code 1)."""
        from codebook_app.services.doctor import Doctor

        with closing(self._open_program(data_dir)) as program:
            found = Doctor(program.folders, program.releases, ask_qt).examine()
        if json:
            self._terminal.document(checkup_document(found))
        else:
            self._terminal.show(checkup_table(found, self._terminal.between))
        failed = any(part.condition is Condition.FAILED for part in found)
        raise typer.Exit(Ending.FINDINGS if failed else Ending.DONE)


def ask_qt() -> QtState:
    """Return what Qt says of itself; raise KnownError with its last words where it cannot start."""
    from codebook_app.services.doctor import QtState

    variables = dict(os.environ)
    if not has_display(variables):
        variables["QT_QPA_PLATFORM"] = "offscreen"
    try:
        done = subprocess.run(  # noqa: S603 - our own Python and our own question
            [sys.executable, "-P", "-c", _QUESTION],
            check=False,
            env=variables,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KnownError(f"Qt could not be asked: {error}.") from error
    words = done.stdout.split()
    if done.returncode or len(words) != 3:
        last = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1]
        raise KnownError(f"Qt does not start: {last}")
    return QtState(version=words[0], platform=words[1], fonts=int(words[2]))
