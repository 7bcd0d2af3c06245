"""What every test may rely on: no real window, no real data folder, official files or a skip."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from support.patience import PatientQtBot
from support.resting import X_SERVER

from codebook_app.paths import Folders

# Before anything imports Qt. Tests of the real window start the program in a process of its own,
# with the environment that the fixture x_display gives.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The person's own folder is never touched by a test.
os.environ.pop("CODEBOOK_DATA_DIR", None)

# How long an example takes is the benchmarks' matter, and shared machines pause at will.
settings.register_profile("codebook", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("codebook")

REPOSITORY = Path(__file__).resolve().parent.parent
OFFICIAL = Path(
    os.environ.get("CODEBOOK_OFFICIAL") or REPOSITORY.parent / "shared" / "official"
).resolve()


def pytest_xvfb_disable(config: pytest.Config) -> bool:
    """Keep pytest-xvfb from starting an X server that offscreen tests do not need."""
    return True


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the benchmarks as slow; skip, with a reason, what lacks its official files here."""
    for item in items:
        if REPOSITORY / "tests" / "benchmarks" in item.path.parents:
            item.add_marker(pytest.mark.slow)
    if OFFICIAL.is_dir():
        return
    absent = pytest.mark.skip(reason=f"no official files in {OFFICIAL} (set CODEBOOK_OFFICIAL)")
    for item in items:
        if item.get_closest_marker("official"):
            item.add_marker(absent)


def pytest_sessionfinish() -> None:
    """Take off the offscreen clipboard what Python laid there, which would outlive Python itself.

    The plugin lets go of it only at the end of the process, and that ends it with a fault.
    """
    if "PySide6.QtGui" not in sys.modules:
        return
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session")
def official_dir() -> Path:
    """Return the folder of the official files; the test is marked ``official``."""
    if not OFFICIAL.is_dir():
        pytest.skip(f"no official files in {OFFICIAL} (set CODEBOOK_OFFICIAL)")
    return OFFICIAL


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Return folders of the test's own, none of which exists yet."""
    return Folders(tmp_path / "data")


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientQtBot:
    """Return pytest-qt's hand on the window, with more patience."""
    return PatientQtBot(request)


@pytest.fixture
def x_display() -> Iterator[dict[str, str]]:
    """Start an X server of the test's own and yield the environment for programs on it."""
    if not sys.platform.startswith("linux"):
        pytest.skip("X servers are for Linux")
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    from pyvirtualdisplay.display import Display

    screen = Display(
        visible=False,
        size=(1280, 800),
        color_depth=24,
        manage_global_env=False,
        # Without it the server starts over whenever its last program leaves, and turns away those
        # that come meanwhile: a window just opening, since xdotool had asked for it and left.
        extra_args=["-noreset"],
    )
    with screen as shown:
        yield {
            **os.environ,
            **shown.env(),
            "QT_QPA_PLATFORM": "xcb",
            X_SERVER: str(shown.pid),
        }


@pytest.fixture(scope="session")
def empty_user_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a person's database without anything in it, to be copied: migrating takes its time."""
    from codebook_app.store.user_sessions import UserSessions

    file = tmp_path_factory.mktemp("empty") / "user.db"
    sessions = UserSessions(file)
    sessions.engine()
    sessions.close()
    return file


@pytest.fixture
def user_db(empty_user_db: Path, tmp_path: Path) -> Path:
    """Return a person's database of the test's own, empty and of the current schema."""
    return shutil.copy(empty_user_db, tmp_path / "user.db")
