"""The date of service: what is read as a date, and the keys of its field."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget

from codebook_app.errors import KnownError
from codebook_app.gui.panels.date_field import DateField, read_date

TODAY = date(2026, 11, 22)
NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def field(qtbot, light_theme):
    made = DateField("Date of service", light_theme, lambda: TODAY)
    qtbot.addWidget(made)
    made.show()
    made.line.setFocus()
    return made


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-05",
        "2026-11-5",
        "20261105",
        "11/05/2026",
        "11/5/26",
        "11052026",
        "11-05-2026",
        "2026/11/05",
        " 11.5.2026 ",
    ],
)
def test_a_date_is_read_as_coders_write_it(text):
    assert read_date(text, TODAY) == date(2026, 11, 5)


@pytest.mark.parametrize("text", ["t", "T", "today", " Today "])
def test_today_is_a_word(text):
    assert read_date(text, TODAY) == TODAY


@pytest.mark.parametrize("text", ["", "   "])
def test_no_text_is_no_date(text):
    assert read_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2026-02-30", "February 2026 has 28 days"),
        ("13/01/2026", "there is no month 13"),
        ("0001-01-01", "the year 1"),
        ("tomorrow", "is not a date"),
        ("2026-11", "is not a date"),
        ("11/22/026", "is not a date"),
        ("٢٠٢٦-١١-٢x", "is not a date"),
    ],
)
def test_what_is_no_date_is_told_in_one_line_with_what_to_do(text, word):
    with pytest.raises(KnownError) as told:
        read_date(text, TODAY)

    assert word in str(told.value)
    assert "press T for today" in told.value.hint
    assert "\n" not in str(told.value)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_date_is_read_back_from_every_spelling(day):
    for spelling in (day.isoformat(), f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year}"):
        assert read_date(spelling, TODAY) == day


@given(st.text(max_size=12))
def test_nothing_that_is_typed_crashes(text):
    try:
        day = read_date(text, TODAY)
    except KnownError:
        return
    assert day is None or isinstance(day, date)


def test_enter_takes_what_is_typed_and_writes_it_as_a_date(qtbot, field):
    with qtbot.waitSignal(field.date_entered) as entered:
        qtbot.keyClicks(field.line, "11/5/26")
        qtbot.keyClick(field.line, Qt.Key.Key_Return)

    assert entered.args == [date(2026, 11, 5)]
    assert field.line.text() == "2026-11-05"


def test_leaving_the_field_takes_what_is_typed(qtbot, field):
    qtbot.keyClicks(field.line, "2026-11-05")

    with qtbot.waitSignal(field.date_entered):
        field.line.clearFocus()

    assert field.day == date(2026, 11, 5)


def test_one_key_is_today(qtbot, field):
    with qtbot.waitSignal(field.date_entered) as entered:
        qtbot.keyClicks(field.line, "t")

    assert entered.args == [TODAY]
    assert field.line.text() == "2026-11-22"


@pytest.mark.parametrize(
    ("key", "day"),
    [
        (Qt.Key.Key_Plus, date(2026, 12, 1)),
        (Qt.Key.Key_Up, date(2026, 12, 1)),
        (Qt.Key.Key_Minus, date(2026, 11, 29)),
        (Qt.Key.Key_Down, date(2026, 11, 29)),
    ],
)
def test_a_key_moves_a_day_on_or_back(qtbot, field, key, day):
    field.show_date(date(2026, 11, 30))
    field.line.selectAll()

    qtbot.keyClick(field.line, key)

    assert field.day == day


def test_hyphens_of_a_date_being_typed_are_not_taken_for_a_day_back(qtbot, field):
    qtbot.keyClicks(field.line, "2026-11-05")

    assert field.line.text() == "2026-11-05"
    assert field.day is None


def test_an_emptied_field_is_no_date(qtbot, field):
    field.show_date(TODAY)
    field.line.selectAll()
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)

    with qtbot.waitSignal(field.date_entered) as entered:
        qtbot.keyClick(field.line, Qt.Key.Key_Return)

    assert entered.args == [None]


def test_what_is_no_date_is_refused_stays_and_changes_nothing(qtbot, field):
    field.show_date(TODAY)
    field.line.selectAll()
    qtbot.keyClicks(field.line, "2026-13-01")

    with (
        qtbot.assertNotEmitted(field.date_entered),
        qtbot.waitSignal(field.refused) as refused,
    ):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)

    assert "no month 13" in refused.args[0]
    assert field.line.text() == "2026-13-01"
    assert field.day == TODAY


def test_escape_puts_back_what_was_there_and_ends_the_refusal(qtbot, field):
    field.show_date(TODAY)
    field.line.selectAll()
    qtbot.keyClicks(field.line, "nonsense")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)

    with qtbot.waitSignal(field.refused) as refused:
        qtbot.keyClick(field.line, Qt.Key.Key_Escape)

    assert refused.args == [""]
    assert field.line.text() == "2026-11-22"


def test_an_answer_that_arrives_leaves_what_is_being_typed_alone(qtbot, field):
    qtbot.keyClicks(field.line, "2026-1")

    field.show_date(date(2026, 1, 1))

    assert field.line.text() == "2026-1"


def test_the_calendar_is_opened_by_key_and_picks_by_key(qtbot, field):
    field.show_date(TODAY)
    qtbot.keyClick(field.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    shown = popup.findChild(QCalendarWidget)
    assert shown.selectedDate().toPython() == TODAY

    with qtbot.waitSignal(field.date_entered) as entered:
        view = QApplication.focusWidget() or shown
        qtbot.keyClick(view, Qt.Key.Key_Right)
        qtbot.keyClick(view, Qt.Key.Key_Return)

    assert entered.args == [date(2026, 11, 23)]


def test_alt_down_stays_with_the_field_although_the_window_has_that_key(qtbot, field):
    asked = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier
    )
    asked.ignore()

    QApplication.sendEvent(field.line, asked)

    assert asked.isAccepted()
