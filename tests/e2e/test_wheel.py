"""The wheel that an installer is given: whole, and a program by itself, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from support.tabular_xml import sample

from codebook_app import __version__

pytestmark = pytest.mark.slow  # builds, installs, and starts processes of its own

REPOSITORY = Path(__file__).resolve().parents[2]
MAPPED = {
    "codebook_app": PurePosixPath("codebook_app"),
    "resources": PurePosixPath("codebook_app/resources"),
    "data": PurePosixPath("codebook_app/data"),
}
"""Where the folders of the checkout stand in the wheel."""

WORK = """
import sys
from pathlib import Path
from codebook_app.__main__ import open_window
from codebook_app.bootstrap import open_program

data = Path(sys.argv[1])
program = open_program(data)
kept = program.encounters.create("Bed 12")  # in a database that the migrations made
print(program.encounters.open(kept.id).label)
program.close()
sys.exit(open_window(data, smoke=True))
"""


def in_the_checkout() -> Iterator[tuple[str, bytes]]:
    """Yield the name in the wheel, and the content, of each file that belongs into it."""
    for folder, place in MAPPED.items():
        for file in sorted((REPOSITORY / folder).rglob("*")):
            below = file.relative_to(REPOSITORY / folder)
            if file.is_file() and "__pycache__" not in below.parts:
                yield str(place / below.as_posix()), file.read_bytes()


def run(*command: str | Path, cwd: Path) -> str:
    """Return what *command* prints, away from the checkout and its settings."""
    away = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "CODEBOOK_DATA_DIR"}
    }
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**away, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as a publisher builds it: from the source distribution alone."""
    folder = tmp_path_factory.mktemp("built")
    build = (sys.executable, "-m", "hatchling", "build", "-d", folder, "-t")
    run(*build, "sdist", cwd=REPOSITORY)
    (source,) = folder.glob("*.tar.gz")
    with tarfile.open(source) as packed:
        packed.extractall(folder, filter="data")
    (unpacked,) = (entry for entry in folder.iterdir() if entry.is_dir())
    run(*build, "wheel", cwd=unpacked)
    (built,) = folder.glob("*.whl")
    return built


class Installed:
    """The wheel in an environment of its own, which borrows the packages it needs from this one."""

    def __init__(self, home: Path, wheel: Path) -> None:
        self.home = home
        run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
        scripts = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / "python"
        self.codebook = scripts / "codebook"
        pip = (sys.executable, "-m", "pip", "--python", self.python, "--no-input")
        run(*pip, "install", "--no-index", "--no-deps", "--quiet", wheel, cwd=home)
        site = run(
            self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home
        )
        places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        # An editable checkout is found by files that Python reads in its own folders only.
        Path(site.strip(), "borrowed.pth").write_text("\n".join(sorted(places)), encoding="utf-8")

    def answer(self, *arguments: str | Path) -> str:
        return run(self.codebook, "--data-dir", self.home / "data", *arguments, cwd=self.home)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed"), wheel)


def test_the_wheel_holds_every_file_of_the_program_and_no_other(wheel):
    with zipfile.ZipFile(wheel) as packed:
        held = {
            name: packed.read(name)
            for name in packed.namelist()
            if not name.startswith(f"codebook_app-{__version__}.dist-info/")
        }
    wanted = dict(in_the_checkout())
    assert sorted(held) == sorted(wanted)
    assert [name for name in wanted if held[name] != wanted[name]] == []


def test_the_wheel_carries_the_licence_and_where_the_code_sets_are_from(wheel):
    with zipfile.ZipFile(wheel) as packed:
        for name in ("LICENSE", "NOTICE"):
            place = f"codebook_app-{__version__}.dist-info/licenses/{name}"
            assert packed.read(place) == (REPOSITORY / name).read_bytes()


def test_the_installed_program_is_the_wheels_and_not_the_checkouts(installed):
    where = run(
        installed.python, "-c", "import codebook_app as it; print(it.__file__)", cwd=installed.home
    )
    assert Path(where.strip()).is_relative_to(installed.home)
    assert installed.answer("--version").split() == ["codebook", __version__]


def test_it_imports_a_release_and_finds_codes_in_it(installed, tmp_path):
    (tmp_path / "sample.xml").write_text(sample(), encoding="utf-8")
    installed.answer("import", tmp_path / "sample.xml")
    assert "E11.22" in installed.answer("search", "dm2 kidney")  # our abbreviations are there
    assert "E11.22" in installed.answer("check", "E11.22", "--json")
    assert "icd10pcs" in installed.answer("catalog")


def test_it_keeps_an_encounter_and_opens_its_window(installed, tmp_path):
    printed = run(installed.python, "-c", WORK, tmp_path / "data", cwd=installed.home)
    assert printed.splitlines()[0] == "Bed 12"
