"""What the window's tests share: the invented services, a theme, a worker."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from support.invented_window import InventedLookup, InventedReleases

from codebook_app.gui.jobs import Worker
from codebook_app.gui.theme import Theme


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
