"""Sizes and session between starts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from codebook_app.gui.kept_books import KeptBooks, KeptColumn, KeptTab
from codebook_app.gui.window_state import Session, WindowState
from codebook_app.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.toml")


def a_window(qtbot) -> tuple[QWidget, QSplitter]:
    window = QWidget()
    qtbot.addWidget(window)
    panes = QSplitter(Qt.Orientation.Horizontal, window)
    for _ in range(3):
        panes.addWidget(QWidget())
    panes.resize(1000, 300)
    return window, panes


def test_sizes_and_session_are_as_they_were_left(qtbot, settings, tmp_path):
    window, panes = a_window(qtbot)
    WindowState(settings).restore(window, panes)
    window.resize(610, 410)
    panes.setSizes([200, 500, 290])
    left = panes.sizes()
    books = KeptBooks((KeptColumn((KeptTab("icd10cm:E11.22"),)),))
    WindowState(settings).keep(window, panes, Session("diab ckd", books))
    settings.save()

    state = WindowState(Settings(tmp_path / "settings.toml"))
    window, panes = a_window(qtbot)
    state.restore(window, panes)

    assert (window.width(), window.height()) == (610, 410)
    assert panes.sizes() == left
    assert state.session() == Session("diab ckd", books)


@pytest.mark.parametrize("kept", ["", "not base64 !", "AAAA"])
def test_a_spoilt_geometry_is_answered_with_a_good_first_one(qtbot, settings, kept):
    settings.put("window.geometry", kept)
    settings.put("window.panes", (0, -5, 100))
    window, panes = a_window(qtbot)

    WindowState(settings).restore(window, panes)

    room = window.screen().availableGeometry()
    assert 0 < window.width() <= room.width()
    assert all(size > 0 for size in panes.sizes())
    assert panes.sizes()[1] == max(panes.sizes())


def test_the_look_is_kept(settings, tmp_path):
    WindowState(settings).keep_look("dark", 1.25)
    settings.save()

    state = WindowState(Settings(tmp_path / "settings.toml"))

    assert (state.theme, state.scale) == ("dark", 1.25)
