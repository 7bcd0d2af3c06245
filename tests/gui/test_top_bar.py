"""The search field and the word on the release beside it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from support.invented_window import InventedReleases

from codebook_app.gui.panels.search import SearchField, TopBar


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


def test_dropped_files_are_left_to_the_window_and_text_is_taken(field):
    def accepted(mime: QMimeData) -> bool:
        event = QDragEnterEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        field.dragEnterEvent(event)
        return event.isAccepted()

    files, text = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/a.xml")])
    text.setText("E11.22")

    assert not accepted(files)
    assert accepted(text)


def test_the_release_in_force_is_named_with_the_date(bar):
    choice = InventedReleases().choose("icd10cm", date(2099, 1, 2))

    bar.show_release(choice, date(2099, 1, 2))

    assert words(bar) == ["Date of service 2099-01-02", "ICD-10-CM FY2099 (invented)"]


def test_a_date_outside_the_release_is_said_in_words_and_a_sign(bar):
    day = date(2030, 1, 2)
    sign = bar._calendar
    bar.show_release(InventedReleases().choose("icd10cm", day), None)
    usual = sign.pixmap().toImage()

    bar.show_release(InventedReleases().choose("icd10cm", day), day)

    assert words(bar)[1] == ("2030-01-02 lies outside FY2099, in force 2098-10-01 to 2099-09-30.")
    assert sign.pixmap().toImage() != usual


def test_without_a_release_the_bar_says_so(bar):
    bar.show_no_release("ICD-10-CM is being installed.")

    assert words(bar) == ["No code set yet", "ICD-10-CM is being installed."]
