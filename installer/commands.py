"""``run`` and ``test``: what each installs, and what it hands over to."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from environment import Environment, clean_environment
from system import has_display, packages_state, provide_qt, provide_test_programs, qt_faults
from trouble import Trouble, say

PROJECT = Path(__file__).resolve().parent.parent

_USAGE = """\
usage: bootstrap.py run [COMMAND …]     open the window, or run a command of Codebook's
       bootstrap.py test [ARGUMENT …]   run every test; arguments go to pytest
"""


def main(arguments: list[str]) -> int:
    """Do what *arguments* ask for and return the exit code; may replace this process."""
    if not arguments or arguments[0] not in ("run", "test"):
        asked = arguments[:1] in (["-h"], ["--help"], ["help"])
        (sys.stdout if asked else sys.stderr).write(_USAGE)
        return 0 if asked else 2
    folder = os.environ.get("CODEBOOK_VENV") or PROJECT / ".venv"
    environment = Environment(Path(folder).expanduser().absolute(), PROJECT)
    try:
        return (_run if arguments[0] == "run" else _test)(environment, arguments[1:])
    except Trouble as trouble:
        say(str(trouble))
        return 3
    except KeyboardInterrupt:
        say("Stopped. Run the same command again and it goes on.")
        return 130


def _run(environment: Environment, arguments: list[str]) -> int:
    environment.prepare(for_tests=False)
    variables = clean_environment(os.environ)
    if not arguments:
        if not has_display(variables):
            raise Trouble(
                "There is no display here, so the window cannot open. The command line works:\n"
                f"  {Path(sys.executable).name} {Path(sys.argv[0])} run --help"
            )
        _see_to_qt(environment, variables)
    # The checkout itself is not installed: it is run where it lies, wherever it is moved to.
    variables["PYTHONPATH"] = str(PROJECT)
    return _become([str(environment.python), "-P", "-m", "codebook_app", *arguments], variables)


def _test(environment: Environment, arguments: list[str]) -> int:
    environment.prepare(for_tests=True)
    variables = clean_environment(os.environ)
    try:
        _see_to_qt(environment, variables)
    except Trouble as trouble:
        say(f"{trouble}\nThe tests of the window will fail.")
    provide_test_programs()
    os.chdir(PROJECT)
    return _become([str(environment.python), "-m", "pytest", *arguments], variables)


def _see_to_qt(environment: Environment, variables: dict[str, str]) -> None:
    """Make Qt able to open a window, or raise Trouble; asked anew when system packages change."""
    state = packages_state()
    if state and environment.note == state:
        return
    provide_qt(partial(qt_faults, environment.python, environment.platform_plugins, variables))
    environment.note = packages_state()


def _become(command: list[str], variables: dict[str, str]) -> int:
    """Hand over to *command*, so that signals and exit codes are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execve(command[0], command, variables)  # noqa: S606 - our own Python, no shell
    try:
        return subprocess.run(command, check=False, env=variables).returncode
    except KeyboardInterrupt:
        return 130
