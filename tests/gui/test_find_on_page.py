"""Finding words on the page that is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from support.pages import category_page, long_page

from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_find import Wanted
from codebook_app.gui.models.page_order import page_rows
from codebook_app.gui.panels.page_find import FindBar
from codebook_app.gui.panels.page_view import PageView

Shift = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def model(qapp):
    return PageModel()


@pytest.fixture
def view(qtbot, model, light_theme):
    pane = QWidget()
    qtbot.addWidget(pane)
    made = PageView(model, light_theme, pane)
    pane.bar = FindBar(made, light_theme, pane)
    inside = QVBoxLayout(pane)
    inside.addWidget(pane.bar)
    inside.addWidget(made)
    pane.resize(560, 400)
    pane.show()
    model.show(page_rows(category_page(), inherited_open=True))
    view_row = model.row_of("Q10")
    made.show_row(view_row)
    yield made  # noqa: PT022  the pane lives as long as the test


@pytest.fixture
def bar(view):
    found = view.parentWidget().bar
    found.begin()
    return found


@pytest.mark.parametrize(
    ("words", "text", "spans"),
    [
        ("ink", "Ink and inkblot", [(0, 3), (8, 11)]),
        ("q1011", "see Q10.11", [(4, 10)]),
        ("q10.11", "see Q10.11", [(4, 10)]),
        ("e08-e13", "E08‑E13", [(0, 7)]),
        ("of the  left", "blot of the\N{NO-BREAK SPACE}left", [(5, 16)]),
        ("(nos)", "blot (NOS)", [(5, 10)]),
        ("  ", "a  b", []),
        ("", "a", []),
    ],
)
def test_words_are_found_in_any_case_and_codes_with_or_without_point(words, text, spans):
    assert list(Wanted(words).spans(text)) == spans


def test_typing_counts_the_matches_and_goes_to_the_first_from_the_focus_on(bar, view, model):
    QTest.keyClicks(bar.field, "thumb")

    many = sum(row.text.casefold().count("thumb") for row in model.rows)
    assert many > 2
    assert bar.count.text() == f"1 of {many}"
    assert "thumb" in model.rows[view.focus_row].text.casefold() or view.focus_row is not None


def test_enter_goes_round_the_page_and_shift_enter_back(bar, view):
    QTest.keyClicks(bar.field, "thumb")
    many = int(bar.count.text().split()[-1])
    for _ in range(many):
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == f"1 of {many}"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Shift)
    assert bar.count.text() == f"{many} of {many}"
    QTest.keyClick(bar.field, Qt.Key.Key_Down)
    assert bar.count.text() == f"1 of {many}"


def test_nothing_found_is_said_and_marks_nothing(bar):
    QTest.keyClicks(bar.field, "zeppelin")

    assert bar.count.text() == "no match"
    assert not bar.following.isEnabled()


def test_the_row_that_was_found_can_be_seen(qtbot, bar, view, model):
    model.show(page_rows(long_page(500), inherited_open=False))
    bar.field.clear()
    last = model.rows[-1].text
    QTest.keyClicks(bar.field, last.split()[0])

    at = next(at for at, row in enumerate(model.rows) if row.text == last)
    rect = view.visualRect(model.index(at))
    assert 0 <= rect.top() < view.viewport().height()
    assert view.focus_row == at


def test_the_words_found_are_painted_in_the_colour_of_marks(bar, view, light_theme):
    QTest.keyClicks(bar.field, "thumb")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    picture = view.viewport().grab().toImage()
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }
    assert light_theme.colour("mark").name() in seen
    assert light_theme.colour("accent").name() in seen


def test_another_page_is_searched_anew(bar, model):
    QTest.keyClicks(bar.field, "thumb")
    model.show(page_rows(long_page(20), inherited_open=False))

    assert bar.count.text() == "no match"


def test_escape_closes_the_bar_and_goes_back_to_the_line_found(bar, view):
    QTest.keyClicks(bar.field, "thumb")
    focus = view.focus_row
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)

    assert bar.isHidden()
    assert view.focus_row == focus
    assert view._marks is None


def test_words_in_a_closed_part_are_told_of_and_enter_opens_it(bar, model):
    line = model.row_of("Q10.11")
    members = model.rows[line].members
    assert not any(member.text in [row.text for row in model.rows] for member in members)
    QTest.keyClicks(bar.field, members[0].seventh.meaning)
    assert bar.count.text() == "closed: Enter opens"

    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text().startswith("1 of ")
