"""The history: what is kept of what was opened, and how it is found again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMessageBox
from support.invented_index import index_page
from support.pages import category_page

from codebook_app.domain.index_term import IndexBook
from codebook_app.gui.book_reader import Contents
from codebook_app.gui.dialogs.history import HistoryDialog, when_word
from codebook_app.gui.places import CONTENTS, Place
from codebook_app.gui.visits import Visits
from codebook_app.services.history import History

Key = Qt.Key


@pytest.fixture
def history(folders):
    folders.data.mkdir()
    made = History(folders.user_db)
    for code, title in (("Q01", "Inkblot"), ("Q02.0", "Paper cut, shallow"), ("Q01.11", "Thumb")):
        made.visited(Place("icd10cm", code).text, "icd10cm", code, title)
    yield made
    made.close()


@pytest.fixture
def visits(history, lookup_worker):
    return Visits(history, lookup_worker)


@pytest.fixture
def dialog(qtbot, visits, light_theme):
    made = HistoryDialog(visits, light_theme)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.model.rows) == 3)
    return made


def codes(dialog: HistoryDialog) -> list[str]:
    return [visit.code for visit in dialog.model.rows]


def test_a_visit_is_kept_with_what_was_asked_for(qtbot, visits, history, lookup_worker):
    visits.keep(Place("icd10cm", "Q10.02"), category_page("Q10.02"))
    visits.keep(Place("icd10cm", "Q10.12XD"), category_page("Q10.12XD"))
    visits.keep(Place("icd10cm", "", IndexBook.INDEX, "FY2099", 2), index_page(2))
    visits.keep(CONTENTS, Contents("icd10cm", (), ()))
    visits.keep(Place("icd10cm", "B", IndexBook.INDEX, "FY2099"), Contents("icd10cm", (), ()))
    qtbot.waitUntil(lambda: not lookup_worker.busy)

    index, seventh, line, *before = history.found()
    assert (line.code, line.title) == ("Q10.02", "Inkblot of left thumb")
    assert seventh.code == "Q10.12XD"
    assert ", " in seventh.title
    assert (index.code, index.title) == ("", "Alphabetic index: Inkblot (acute) (dry)")
    assert len(before) == 3


def test_the_list_keeps_qts_rules_and_narrows_as_one_types(qtbot, dialog):
    tester = QAbstractItemModelTester(
        dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    assert codes(dialog) == ["Q01.11", "Q02.0", "Q01"]

    QTest.keyClicks(dialog.line, "paper")

    qtbot.waitUntil(lambda: codes(dialog) == ["Q02.0"])
    dialog.line.setText("Q01")
    qtbot.waitUntil(lambda: codes(dialog) == ["Q01.11", "Q01"])
    dialog.line.setText("nothing so")
    qtbot.waitUntil(dialog.empty.isVisible)
    assert "nothing so" in dialog.empty.text()
    assert not dialog.open_button.isEnabled()
    assert tester.model() is dialog.model


def test_enter_opens_what_the_arrows_chose(qtbot, dialog):
    QTest.keyClick(dialog.line, Key.Key_Down)

    with qtbot.waitSignal(dialog.open_asked) as opened:
        QTest.keyClick(dialog.line, Key.Key_Return)

    assert opened.args == ["icd10cm:Q02.0"]
    assert not dialog.isVisible()


def test_ctrl_k_opens_in_a_tab(qtbot, dialog):
    dialog.activateWindow()
    qtbot.waitUntil(dialog.line.hasFocus)

    with qtbot.waitSignal(dialog.open_apart_asked) as opened:
        QTest.keyClick(dialog.line, Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert opened.args == ["icd10cm:Q01.11"]


def test_delete_forgets_one_and_the_next_is_current(qtbot, dialog, history):
    dialog.table.make_current(1)

    QTest.keyClick(dialog.table, Key.Key_Delete)

    qtbot.waitUntil(lambda: codes(dialog) == ["Q01.11", "Q01"])
    assert dialog.current is not None
    assert dialog.current.code == "Q01"
    assert len(history.found()) == 2


def test_the_whole_history_is_cleared_after_a_question(qtbot, dialog, history):
    def ask() -> QMessageBox:
        dialog.clear_button.click()
        return dialog.findChild(QMessageBox)

    box = ask()
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert len(codes(dialog)) == 3

    box = ask()
    next(button for button in box.buttons() if "Clear" in button.text()).click()

    qtbot.waitUntil(lambda: codes(dialog) == [])
    assert "listed here" in dialog.empty.text()


def test_what_cannot_be_read_is_said_in_the_window(qtbot, visits, dialog):
    visits.failed.emit(OSError("the file is locked"))

    assert dialog.empty.text() == "the file is locked"
    assert dialog.empty.isVisible()


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        (datetime(2026, 3, 2, 9, 5, tzinfo=UTC), "Today 09:05"),
        (datetime(2026, 3, 1, 23, 59, tzinfo=UTC), "Yesterday 23:59"),
        (datetime(2026, 2, 27, 8, 0, tzinfo=UTC), "2026-02-27 08:00"),
    ],
)
def test_the_nearer_a_visit_the_shorter_its_time(moment, word):
    assert when_word(moment, datetime(2026, 3, 2, 10, 0, tzinfo=UTC)) == word
