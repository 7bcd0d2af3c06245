"""The program's own virtual environment: made once, repaired when half-made, else left alone."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from system import provide_venv
from trouble import Trouble, say

# What would lead a Python or pip astray that is not theirs. Indexes, proxies and certificates stay.
_FOREIGN = (
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "PYTHONSAFEPATH",
    "PYTHONDONTWRITEBYTECODE",  # without its bytecode every start takes seconds longer
    "PYTHONUSERBASE",
    "VIRTUAL_ENV",
    "__PYVENV_LAUNCHER__",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_PYTHON",
    "PIP_REQUIREMENT",
    "PIP_CONSTRAINT",
    "PIP_NO_BINARY",
    "PIP_REQUIRE_VIRTUALENV",
)


def clean_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return *variables* without those that belong to another Python environment."""
    kept = {name: value for name, value in variables.items() if name not in _FOREIGN}
    return {**kept, "PYTHONNOUSERSITE": "1", "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@dataclass(frozen=True)
class Stamp:
    """What an environment holds, as written in it; *whole* is false while it is being changed.

    *runtime* and *development* are the hashes of what was installed, the latter empty where the
    tests' packages are not there. *folder* and *python* are where and for which Python it was made.
    """

    whole: bool
    folder: str
    python: str
    runtime: str = ""
    development: str = ""


class Environment:
    """The virtual environment in *folder* for the checkout in *project*."""

    def __init__(self, folder: Path, project: Path) -> None:
        self._folder = folder
        self._project = project
        self._stamp_file = folder / "codebook-installed.json"
        self._note_file = folder / "codebook-note.txt"

    @property
    def python(self) -> Path:
        """The environment's Python."""
        if os.name == "nt":
            return self._folder / "Scripts" / "python.exe"
        return self._folder / "bin" / "python"

    @property
    def platform_plugins(self) -> Path:
        """The folder of Qt's platform plugins, once installed."""
        packages = self._folder / "lib" / f"python{_version()}" / "site-packages"
        return packages / "PySide6" / "Qt" / "plugins" / "platforms"

    @property
    def note(self) -> str:
        """What was last written with this property, "" after the environment is made anew."""
        with contextlib.suppress(OSError):
            return self._note_file.read_text(encoding="utf-8")
        return ""

    @note.setter
    def note(self, words: str) -> None:
        with contextlib.suppress(OSError):  # a folder that is read-only is asked each time
            self._note_file.write_text(words, encoding="utf-8")

    def is_ready(self, *, for_tests: bool) -> bool:
        """Whether everything locked is installed. Asks no network and changes nothing."""
        stamp = self._read_stamp()
        if stamp is None or not stamp.whole or not self._fits(stamp):
            return False
        wanted = self._wanted()
        if stamp.runtime != wanted.runtime:
            return False
        return stamp.development == wanted.development if for_tests else True

    def prepare(self, *, for_tests: bool) -> None:
        """Install what is missing; raise Trouble, and leave it to the next run, where it fails."""
        if self.is_ready(for_tests=for_tests):
            return
        with _alone(self._folder):
            if not self.is_ready(for_tests=for_tests):  # another run may just have done it
                self._install(for_tests=for_tests)

    def _install(self, *, for_tests: bool) -> None:
        self._clear_if_broken()
        wanted = self._wanted()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write_stamp(replace(wanted, whole=False))
            if not self.python.exists() or not (self._folder / "pyvenv.cfg").exists():
                self._create()
        except OSError as error:
            raise Trouble(
                f"The environment in {self._folder} cannot be written: {error.strerror}.\n"
                "Set CODEBOOK_VENV to a folder that can."
            ) from error
        if self._call_quietly("-m", "pip", "--version"):
            self._call([str(self.python), "-m", "ensurepip"], "pip could not be installed")
        lock = "installer/requirements-dev.lock" if for_tests else "requirements.lock"
        say(f"Installing what Codebook needs into {self._folder} (once; some 100 MB) …")
        self._pip("--require-hashes", "--only-binary", ":all:", "-r", str(self._project / lock))
        if for_tests:
            # The entry points too; the build backend comes with the lock, so nothing is fetched.
            self._pip("--no-deps", "--no-build-isolation", "-e", str(self._project))
        self._write_stamp(wanted if for_tests else replace(wanted, development=""))

    def _clear_if_broken(self) -> None:
        """Remove an environment of ours that a kill left half-made or that no longer fits."""
        if not self._folder.exists():
            return
        stamp = self._read_stamp()
        if stamp is None:
            if any(self._folder.iterdir()) and not self._runs():
                raise Trouble(
                    f"{self._folder} is not an environment of Codebook's and has no Python "
                    f"{_version()}.\nMove it away, or set CODEBOOK_VENV to another folder."
                )
            return
        if stamp.whole and self._fits(stamp):
            return
        say(f"The environment in {self._folder} is not whole; it is made anew.")
        try:
            shutil.rmtree(self._folder)
        except OSError as error:
            raise Trouble(
                f"{self._folder} cannot be removed: {error.strerror}.\n"
                "Close Codebook where it still runs and try again."
            ) from error

    def _create(self) -> None:
        if importlib.util.find_spec("ensurepip") is None:  # Debian packs it apart
            provide_venv(_version())
        # The Python below an active environment, so that ours does not lean on that.
        base = getattr(sys, "_base_executable", None) or sys.executable
        self._call([base, "-m", "venv", str(self._folder)], "The environment could not be made")

    def _pip(self, *arguments: str) -> None:
        pip = [str(self.python), "-m", "pip", "install", "--no-input", *arguments]
        self._call(pip, "Codebook's packages could not be installed")

    def _call(self, command: list[str], failure: str) -> None:
        done = subprocess.run(
            command,
            check=False,
            env=clean_environment(os.environ),
            cwd=self._project,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),
        )
        if done.returncode:
            raise Trouble(
                f"{failure} (see above). The first installation needs the network and some space.\n"
                "Nothing is lost: run the same command again and it goes on."
            )

    def _call_quietly(self, *arguments: str) -> int:
        command = [str(self.python), "-I", *arguments]
        return subprocess.run(command, check=False, capture_output=True).returncode

    def _runs(self) -> bool:
        """Whether the environment's Python runs and is the one its packages are for."""
        question = "import sys; print('%d.%d' % sys.version_info[:2])"
        try:
            done = subprocess.run(
                [str(self.python), "-I", "-S", "-c", question],
                check=False,
                capture_output=True,
                text=True,
            )
        except OSError:
            return False
        return done.stdout.strip() == _version()

    def _fits(self, stamp: Stamp) -> bool:
        """Whether *stamp* is of an environment made here and for a Python that still runs."""
        here = (stamp.folder, stamp.python) == (str(self._folder), _version())
        return here and self._runs()

    def _wanted(self) -> Stamp:
        """Return the stamp of an environment that holds everything."""
        runtime = self._project / "requirements.lock"
        development = self._project / "installer" / "requirements-dev.lock"
        return Stamp(
            whole=True,
            folder=str(self._folder),
            python=_version(),
            runtime=_hash(runtime),
            # Entry points are written at installation, so they ask for a new one.
            development=_hash(development, self._project / "pyproject.toml"),
        )

    def _read_stamp(self) -> Stamp | None:
        try:
            return Stamp(**json.loads(self._stamp_file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError):  # cut off by a kill, or of another version of this
            return Stamp(whole=False, folder="", python="")

    def _write_stamp(self, stamp: Stamp) -> None:
        beside = self._stamp_file.with_suffix(".new")
        beside.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
        beside.replace(self._stamp_file)


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _hash(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold off other runs that would install into *folder*; they wait, and find it done."""
    name = hashlib.sha256(f"{getpass.getuser()}\0{folder}".encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"codebook-install-{name}.lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt
            import time

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    time.sleep(0.2)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say("Another start of Codebook is installing; waiting for it …")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
