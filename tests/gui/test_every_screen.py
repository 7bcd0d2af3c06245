"""Every screen of the window, walked for what keeps people off who see little or have no mouse."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from support.accessible import faults_of
from support.every_book import IN_FORCE, every_book

from codebook_app.domain.index_term import IndexBook
from codebook_app.gui.actions import key_sheet
from codebook_app.gui.installing import Installation

INSTALLER = Path(__file__).resolve().parents[2] / "installer"

pytestmark = pytest.mark.slow

INVENTED = {
    IndexBook.INDEX: ("Sample diabetes, diabetic", "type 2"),
    IndexBook.EXTERNAL: ("Sample striking",),
    IndexBook.NEOPLASM: ("Neoplasm, sample",),
    IndexBook.DRUGS: ("Sample drug",),
}
"""What the invented books have to open where the screens open a term of the real ones."""

BY_OTHER_KEYS = {
    "Date of service: pick in a calendar": "Alt+↓",
    "Discharged: pick in a calendar": "Alt+↓",
    "Admitted: pick in a calendar": "Alt+↓",
    "Date: pick in a calendar": "Alt+↓",
    "Clear the search": "Esc",
    "Close this tab": "Ctrl+W",
}
"""Buttons that Tab passes over, so that typing goes on at once: the keys that do the same."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("every-screen")
    every_book(folder).close()
    return folder / "data"


@pytest.fixture(scope="module")
def stage_and_screens():
    """Return the class of the stage that pictures are taken on, and the screens."""
    sys.path.insert(0, str(INSTALLER))
    try:
        from screens import SCREENS
        from stage import Stage
    finally:
        sys.path.remove(str(INSTALLER))
    return Stage, tuple(screen for screen in SCREENS if not screen.alone)


def test_every_screen_can_be_read_aloud_and_walked_by_keys_with_the_focus_in_sight(
    shelf, stage_and_screens, tmp_path, qapp, monkeypatch
):
    from stage import Look

    stage_class, screens = stage_and_screens
    open_term = stage_class.open_term
    monkeypatch.setattr(Installation, "install", lambda _self: None)
    monkeypatch.setattr(
        stage_class,
        "open_term",
        lambda stage, *_, book=IndexBook.INDEX: open_term(stage, *INVENTED[book], book=book),
    )
    day = IN_FORCE + timedelta(days=1)
    found: list[str] = []
    looked_at: set[str] = set()
    stage = None
    for screen in screens:
        if stage is None or stage.spoilt:
            if stage is not None:
                stage.close()
            stage = stage_class(shelf, tmp_path, Look("light", 1.0, 1280, 720), day, empty=False)
        missed = stage.take(screen, tmp_path / "screen.png")
        if missed.startswith("no release of "):
            continue  # of a code set that the invented books have none of
        assert not missed, f"{screen.name}: {missed}"
        found += [f"{screen.name}: {fault}" for fault in faults_of(stage.top(), looked_at)]
    stage.close()

    told = {one for one in found if not any(f"“{name}”" in one for name in BY_OTHER_KEYS)}
    assert sorted(told) == []


def test_what_tab_passes_over_has_a_key_on_the_sheet():
    on_sheet = {key for _group, rows in key_sheet() for row in rows for key in row.keys}

    assert set(BY_OTHER_KEYS.values()) <= on_sheet
