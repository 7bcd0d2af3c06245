"""The installer on a project without packages: real environments, nothing from the network."""

from __future__ import annotations

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

# Tells what it was started with, as JSON, and ends as it is told.
PROGRAM = """
import json, sys
print(json.dumps({"arguments": sys.argv[1:], "prefix": sys.prefix, "path": sys.path}))
sys.exit(int(sys.argv[1]) if sys.argv[1:] else 0)
"""


class Project:
    """A checkout, its folder's name with a blank, whose program only tells of its start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = folder / ".venv"
        self.stamp = self.environment / "codebook-installed.json"
        installer = folder / "installer"
        installer.mkdir(parents=True)
        for module in (REPOSITORY / "installer").glob("*.py"):
            shutil.copy(module, installer)
        (folder / "requirements.lock").write_text("# nothing\n")
        (installer / "requirements-dev.lock").write_text("# nothing\n")
        (folder / "pyproject.toml").write_text("")
        (folder / "codebook_app").mkdir()
        (folder / "codebook_app" / "__main__.py").write_text(PROGRAM)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.folder / "installer" / "bootstrap.py"), *arguments]

    def run(
        self, *arguments: str, cwd: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        inherited = {name: os.environ[name] for name in os.environ if name != "CODEBOOK_VENV"}
        return subprocess.run(
            self.command(*arguments),
            check=False,
            cwd=cwd,
            env={**inherited, "PIP_NO_INDEX": "1", **variables},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=300,
        )

    def is_whole(self) -> bool:
        return self.stamp.exists() and json.loads(self.stamp.read_text())["whole"] is True


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path / "a code book")


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Project:
    """A project whose environment stands, for the tests that leave it standing."""
    project = Project(tmp_path_factory.mktemp("installed") / "a code book")
    done = project.run("run", "0")
    assert done.returncode == 0, done.stderr
    return project


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 180
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


@pytest.mark.slow
def test_second_run_installs_nothing_and_passes_arguments_and_exit_code_on(installed, tmp_path):
    done = installed.run("run", "7", "a b", "--json", cwd=tmp_path)

    assert done.returncode == 7
    assert json.loads(done.stdout)["arguments"] == ["7", "a b", "--json"]
    assert Path(json.loads(done.stdout)["prefix"]) == installed.environment
    assert done.stderr == ""


@pytest.mark.slow
def test_another_environment_that_is_active_does_not_confuse_it(installed, tmp_path):
    (tmp_path / "codebook_app").mkdir()
    (tmp_path / "codebook_app" / "__main__.py").write_text("raise SystemExit('the wrong one')")

    done = installed.run(
        *("run", "0"),
        cwd=tmp_path,
        PYTHONPATH=str(tmp_path),
        VIRTUAL_ENV=str(tmp_path),
        PIP_TARGET=str(tmp_path),
        PIP_USER="1",
    )

    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in json.loads(done.stdout)["path"]


@pytest.mark.slow
def test_changed_lock_is_installed_and_said_on_standard_error_only(installed):
    lock = installed.folder / "requirements.lock"
    lock.write_text("# nothing either\n")

    done = installed.run("run", "0")

    assert "Installing what Codebook needs" in done.stderr
    assert json.loads(done.stdout)["arguments"] == ["0"]
    assert installed.run("run", "0").stderr == ""


@pytest.mark.slow
def test_lock_that_cannot_be_installed_is_said_and_the_next_run_mends_it(installed):
    project, lock = installed, installed.folder / "requirements.lock"
    lock.write_text("codebook-no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n")

    done = project.run("run", "0")

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines()[-1] == (
        "Nothing is lost: run the same command again and it goes on."
    )
    assert not project.is_whole()

    lock.write_text("# nothing\n")
    done = project.run("run", "0")

    assert done.returncode == 0, done.stderr
    assert project.is_whole()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills a process group")
def test_environment_half_made_by_a_kill_is_made_anew(project):
    first = subprocess.Popen(
        project.command("run", "0"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_until((project.environment / "lib").exists)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert not project.is_whole()

    done = project.run("run", "0")

    assert done.returncode == 0, done.stderr
    assert "is not whole; it is made anew" in done.stderr
    assert project.is_whole()


@pytest.mark.slow
def test_project_that_was_moved_makes_its_environment_anew(installed, tmp_path):
    # A copy stands for it: that the old place is still there must not confuse it either.
    moved = shutil.copytree(installed.folder, tmp_path / "moved", symlinks=True)

    done = subprocess.run(
        [sys.executable, str(moved / "installer" / "bootstrap.py"), "run", "0"],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    assert Path(json.loads(done.stdout)["prefix"]) == moved / ".venv"


@pytest.mark.slow
def test_two_starts_at_once_both_succeed_and_one_installs(project):
    both = [
        subprocess.Popen(project.command("run", "0"), stdout=-1, stderr=-1, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300) for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Installing what Codebook needs" in errors for _, errors in said) == 1


def test_folder_that_is_not_ours_is_left_as_it_is(project, tmp_path):
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("Dear")

    done = project.run("run", CODEBOOK_VENV=str(other))

    assert done.returncode == 3
    assert "is not an environment of Codebook's" in done.stderr
    assert [file.name for file in other.iterdir()] == ["letter.txt"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_the_command_line_is_offered(installed):
    variables = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}

    done = installed.run("run", **variables)

    assert (done.returncode, done.stdout) == (3, "")
    assert "There is no display here" in done.stderr
    assert "run --help" in done.stderr
    assert installed.run("run", "0", **variables).returncode == 0


@pytest.mark.parametrize("arguments", [(), ("nonsense",)])
def test_wrong_usage_is_told_apart(project, arguments):
    done = project.run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "bootstrap.py run" in done.stderr


def test_an_old_python_can_read_that_it_is_too_old():
    source = (REPOSITORY / "installer" / "bootstrap.py").read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 4))
