"""What the window's tests share: the invented services, a theme, a worker."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from support.encounter_pane import InventedChecking
from support.invented_window import InventedLookup, InventedReleases

from codebook_app.gui.jobs import Worker
from codebook_app.gui.theme import Theme
from codebook_app.paths import Folders
from codebook_app.services.encounters import Encounters


@pytest.fixture(autouse=True)
def _garbage_is_looked_for_between_tests() -> Iterator[None]:
    """Keep Python from it while workers run, as the window does: see codebook_app.gui.garbage."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def invented_releases() -> InventedReleases:
    return InventedReleases()


@pytest.fixture
def invented_lookup(invented_releases: InventedReleases) -> Iterator[InventedLookup]:
    made = InventedLookup(invented_releases)
    yield made
    made.gate.set()


@pytest.fixture
def light_theme(qapp) -> Iterator[Theme]:
    yield Theme("light")
    QGuiApplication.styleHints().unsetColorScheme()


@pytest.fixture
def lookup_worker(qtbot) -> Iterator[Worker]:
    made = Worker("lookup")
    yield made
    made.close(drain=False)


@pytest.fixture
def worker(qtbot) -> Iterator[Worker]:
    """The worker of what the person keeps, which does at the end whatever was asked of it."""
    made = Worker("desk")
    yield made
    made.close(drain=True)


@pytest.fixture
def desk(worker: Worker) -> Worker:
    """The same, as the window names it."""
    return worker


@pytest.fixture
def encounters(folders: Folders) -> Iterator[Encounters]:
    made = Encounters(folders.user_db)
    yield made
    made.close()


@pytest.fixture
def checking() -> Iterator[InventedChecking]:
    made = InventedChecking()
    yield made
    made.gate.set()
