"""The running head: where one reads while the heading is out of sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.pages import category_page, long_page

from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import page_rows
from codebook_app.gui.models.page_rows import LineRow, TextRow
from codebook_app.gui.panels.page_view import PageView


@pytest.fixture
def model(qapp):
    return PageModel()


@pytest.fixture
def view(qtbot, model, light_theme):
    made = PageView(model, light_theme)
    qtbot.addWidget(made)
    made.resize(560, 120)
    made.show()
    model.show(page_rows(category_page(), inherited_open=True))
    return made


def row_of(model: PageModel, code: str) -> int:
    row = model.row_of(code)
    assert row is not None
    return row


def scroll_to_top(view: PageView, row: int) -> None:
    view.page_height()
    top = view.visualRect(view.model().index(row, 0)).top()
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + top - view.running_head.line_height)


def test_it_is_not_there_while_the_heading_can_be_read(view):
    view.verticalScrollBar().setValue(0)

    assert view.running_head.isHidden()


def test_it_says_what_the_first_line_in_sight_stands_under(view, model):
    scroll_to_top(view, row_of(model, "Q10.12"))

    assert view.running_head.isVisible()
    assert view.running_head.text.startswith("Q10 › Q10.1  ")
    assert view.running_head.accessibleName().startswith("Reading in Q10  ")


def test_it_follows_the_scrolling_and_goes_with_the_heading(view, model):
    scroll_to_top(view, row_of(model, "Q10.12"))
    view.verticalScrollBar().setValue(0)

    assert view.running_head.isHidden()


def test_a_line_walked_to_from_below_is_not_covered_by_it(view, model):
    view.show_row(row_of(model, "Q10.9"))
    QTest.keyClick(view, Qt.Key.Key_End)
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Up)
        focus = view.focus_row
        top = view.visualRect(view.model().index(focus, 0)).top()
        if view.running_head.isVisible():
            assert top >= view.running_head.height()


def test_pressing_it_goes_to_the_line_it_names_last(view, model):
    scroll_to_top(view, row_of(model, "Q10.12"))

    QTest.mouseClick(view.running_head, Qt.MouseButton.LeftButton)

    assert model.rows[view.focus_row].code == "Q10.1"


def test_a_page_without_a_heading_has_none(view, model):
    scroll_to_top(view, row_of(model, "Q10.12"))
    model.show([TextRow("word " * 50) for _ in range(30)])
    view.verticalScrollBar().setValue(200)

    assert view.running_head.isHidden()


def test_another_page_in_place_of_this_one_has_its_own(view, model):
    scroll_to_top(view, row_of(model, "Q10.12"))
    model.show(page_rows(long_page(400), inherited_open=False))
    view.verticalScrollBar().setValue(3000)

    last = next(row for row in reversed(model.rows) if isinstance(row, LineRow))
    assert view.running_head.text.startswith(last.code[:3])
