"""A line that reads what is typed into a value: when it does, and when it leaves it alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from codebook_app.errors import KnownError
from codebook_app.gui.panels.value_line import ValueLine

Key, Reason = Qt.Key, Qt.FocusReason


def read(text: str) -> object:
    if not text.isdigit():
        raise KnownError(f"“{text}” is no number.", "Type digits.")
    return int(text)


@pytest.fixture
def line(qtbot):
    made = ValueLine("Units", read, str)
    qtbot.addWidget(made)
    made.show_value(3)
    made.entries = []
    made.entered.connect(made.entries.append)
    made.show()
    made.selectAll()
    QTest.keyClicks(made, "12")
    return made


def leave(line: ValueLine, reason: Qt.FocusReason) -> None:
    QApplication.sendEvent(line, QFocusEvent(QFocusEvent.Type.FocusOut, reason))


@pytest.mark.parametrize("reason", [Reason.TabFocusReason, Reason.MouseFocusReason])
def test_leaving_for_another_place_takes_what_is_typed(line, reason):
    leave(line, reason)

    assert line.entries == [12]


@pytest.mark.parametrize("reason", [Reason.PopupFocusReason, Reason.ActiveWindowFocusReason])
def test_a_menu_or_another_window_leaves_the_typing_alone(line, reason):
    leave(line, reason)

    assert line.entries == []
    assert line.text() == "12"


def test_enter_takes_it_and_escape_puts_back_what_was_there(line):
    QTest.keyClick(line, Key.Key_Escape)
    assert (line.text(), line.entries) == ("3", [])

    line.selectAll()
    QTest.keyClicks(line, "7")
    QTest.keyClick(line, Key.Key_Return)
    assert line.entries == [7]


def test_what_cannot_be_read_stays_to_be_mended(qtbot, line):
    line.selectAll()
    QTest.keyClicks(line, "x")

    with qtbot.waitSignal(line.refused) as refused:
        leave(line, Reason.TabFocusReason)

    assert refused.args == ["“x” is no number. Type digits."]
    assert (line.text(), line.entries) == ("x", [])
