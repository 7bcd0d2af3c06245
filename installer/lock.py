"""Write the lock files anew: every package with its exact version and the hashes of its files.

``python installer/lock.py`` writes ``requirements.lock`` (what the program needs) and
``installer/requirements-dev.lock`` (the same and what tests and checks need). Versions already
locked are kept where they still fit; ``--upgrade`` takes the newest. ``--check`` writes nothing
and fails where the locks no longer answer to ``pyproject.toml`` or a package has no wheel for a
system we promise. Needs ``uv`` (``pip install uv``) and the network.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = PROJECT / "requirements.lock"
DEVELOPMENT_LOCK = PROJECT / "installer" / "requirements-dev.lock"
SYSTEMS = ("x86_64-manylinux_2_34", "aarch64-manylinux_2_39", "windows", "macos")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def main() -> int:
    """Write or check the locks; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if out of date")
    options = parser.parse_args()
    uv = _uv()
    upgrade = ["--upgrade"] if options.upgrade else []
    if options.check:
        return _check(uv)
    _compile(uv, RUNTIME_LOCK, upgrade)
    _compile(uv, DEVELOPMENT_LOCK, [*upgrade, *_DEVELOPMENT])
    return 0


# The runtime packages of both locks are the same, or the tests would test other ones.
_DEVELOPMENT = ["--extra", "test", "--extra", "dev", "--constraint", str(RUNTIME_LOCK)]


def _uv() -> str:
    """Return the path of uv, from beside this Python or from the PATH."""
    beside = shutil.which("uv", path=sysconfig.get_path("scripts"))
    found = beside or shutil.which("uv")
    if found is None:
        sys.exit("uv is not installed. Run: python -m pip install uv")
    return found


def _environment() -> dict[str, str]:
    """Return the environment without this machine's own package indexes and folders."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "UV_")) and name != "VIRTUAL_ENV"
    }


def _compile(uv: str, lock: Path, arguments: list[str]) -> None:
    """Let uv write *lock* for every system and Python, hashes and all."""
    command = [uv, "pip", "compile", "--quiet", "--no-config", "pyproject.toml"]
    command += ["--universal", "--python-version", PYTHONS[0], "--generate-hashes"]
    command += ["--no-emit-index-url", "--no-emit-find-links"]
    command += ["--no-annotate", "--custom-compile-command", "python installer/lock.py"]
    command += ["--output-file", str(lock.relative_to(PROJECT)), *arguments]
    subprocess.run(command, cwd=PROJECT, env=_environment(), check=True)
    print(f"{lock.relative_to(PROJECT)}: {lock.read_text().count('==')} packages")


def _check(uv: str) -> int:
    """Tell whether both locks are what pyproject.toml asks for, with wheels everywhere."""
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for lock, arguments in ((RUNTIME_LOCK, []), (DEVELOPMENT_LOCK, _DEVELOPMENT)):
            before = lock.read_bytes()
            kept = Path(folder) / lock.name
            kept.write_bytes(before)
            try:
                _compile(uv, lock, arguments)
                current = lock.read_bytes() == before
            finally:
                lock.write_bytes(before)
            if not current:
                print(f"{lock.name} is out of date. Run: python installer/lock.py")
                failures += 1
    for system in SYSTEMS:
        for python in PYTHONS:
            command = [uv, "pip", "compile", "--quiet", "--no-config", "pyproject.toml"]
            command += ["--constraint", str(RUNTIME_LOCK), "--only-binary", ":all:"]
            command += ["--python-platform", system, "--python-version", python]
            # Qt's wheels ask for macOS 14, and uv thinks of an older one unless told.
            environment = {**_environment(), "MACOSX_DEPLOYMENT_TARGET": "14.0"}
            done = subprocess.run(
                command, check=False, cwd=PROJECT, env=environment, capture_output=True, text=True
            )
            print(f"wheels for {system}, Python {python}: {'missing' if done.returncode else 'ok'}")
            if done.returncode:
                print(done.stderr, end="")
                failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
