"""The search field and the word on the release beside it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from support.invented_window import InventedReleases

from codebook_app.gui.panels.search import TopBar
from codebook_app.gui.panels.search_field import SearchField


@pytest.fixture
def bar(qtbot, light_theme):
    made = TopBar(light_theme)
    qtbot.addWidget(made)
    made.resize(1000, 60)
    made.show()
    return made


@pytest.fixture
def field(bar) -> SearchField:
    return bar.field


def words(bar: TopBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.text()]


def test_arrows_and_page_keys_move_through_the_hits_and_enter_opens(qtbot, field):
    heard: list[object] = []
    field.stepped.connect(heard.append)
    field.paged.connect(lambda by: heard.append(f"page {by}"))
    field.opened.connect(lambda: heard.append("open"))

    for key in (
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    ):
        qtbot.keyClick(field, key)

    assert heard == [1, -1, "page 1", "page -1", "open", "open"]


def test_escape_clears_what_is_typed_and_then_leaves(qtbot, field):
    field.setText("ink")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""

    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    field.keyPressEvent(event)
    assert not event.isAccepted()


def claims_undo(field: SearchField) -> bool:
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    event.ignore()
    QApplication.sendEvent(field, event)
    return event.isAccepted()


def test_undo_is_the_fields_while_typing_and_the_encounters_after_adding(qtbot, field):
    assert not claims_undo(field)  # nothing typed that could be undone
    qtbot.keyClicks(field, "ink")
    assert claims_undo(field)

    field.leave_undo()
    assert not claims_undo(field)

    qtbot.keyClicks(field, "b")
    assert claims_undo(field)


class Dragged:
    """What a drag tells the field: its content, and whether the field left it to others."""

    def __init__(self, mime: QMimeData) -> None:
        self.mime = mime
        self.ignored = False

    def mimeData(self) -> QMimeData:  # noqa: N802 - Qt's name
        return self.mime

    def ignore(self) -> None:
        self.ignored = True


def test_dropped_files_are_left_to_the_window(field):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/a.xml")])
    dragged = Dragged(files)

    field.dragEnterEvent(dragged)

    assert dragged.ignored


def test_the_release_in_force_is_named_with_its_dates_and_the_date_of_service(bar):
    day = date(2099, 1, 2)

    bar.show_release(InventedReleases().choose("icd10cm", day), day)

    assert words(bar) == [
        "ICD-10-CM FY2099 (invented)",
        "Date of service 2099-01-02 · in force 2098-10-01 to 2099-09-30",
    ]


def test_a_date_outside_the_release_is_said_in_words_and_by_another_sign(bar):
    day = date(2030, 1, 2)
    bar.show_release(InventedReleases().choose("icd10cm", None), None)
    usual = bar._sign.pixmap().toImage()

    bar.show_release(InventedReleases().choose("icd10cm", day), day)

    assert words(bar)[1] == "Date of service 2030-01-02 lies outside 2098-10-01 to 2099-09-30"
    assert bar._sign.pixmap().toImage() != usual
    assert "2030-01-02 lies outside FY2099" in bar._release.accessibleDescription()


def test_a_long_word_gives_way_to_the_search_field(bar):
    bar.show_release(InventedReleases().choose("icd10cm", None), None)

    bar.resize(bar.minimumSizeHint().width(), 60)

    assert bar.minimumSizeHint().width() < 500
    assert bar.field.width() > 100


def test_without_a_release_the_bar_says_so(bar):
    bar.show_no_release("ICD-10-CM is being installed.")

    assert words(bar) == ["No code set yet", "ICD-10-CM is being installed."]
