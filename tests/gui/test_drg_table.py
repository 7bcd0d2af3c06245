"""The table of an MDC's groups: families, weights in columns, any order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QStyle
from support.drg_pages import drg_page

from codebook_app.domain.group_page import GroupPage, split_by_severity
from codebook_app.gui.models.drg_table import DrgTableModel
from codebook_app.gui.panels.drg_table import DrgTable

ADD = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot, light_theme) -> DrgTable:
    made = DrgTable(light_theme)
    qtbot.addWidget(made)
    made.resize(640, 500)
    made.show_page(GroupPage.of(drg_page()))
    return made


def cells(view: DrgTable, column: int) -> list[str]:
    return [view.model.index(row, column).data() for row in range(view.model.rowCount())]


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("SAMPLE HIP WITHOUT CC/MCC", ("SAMPLE HIP", "without CC/MCC")),
        ("Sample WITH MV >96 HOURS WITH MCC", ("Sample WITH MV >96 HOURS", "with MCC")),
        ("Sample with MCC or Implant", ("Sample", "with MCC or Implant")),
        ("Sample without MV", ("Sample without MV", "")),
    ],
)
def test_a_title_is_split_by_its_severity(title, parts):
    assert split_by_severity(title) == parts


def test_a_family_is_told_once_with_its_severities_below(view):
    assert cells(view, 0) == ["480", "481", "482", "533", "562"]
    assert cells(view, 1) == [
        "Sample hip\n    with MCC",
        "    with CC",
        "    without CC/MCC",
        "Sample fracture\n    with MCC or Sample pin",
        "Sample sprain",
    ]


def test_weights_and_stays_stand_in_columns_and_what_is_not_given_is_a_dash(view):
    assert cells(view, 3) == ["3.0200", "2.0900", "1.6000", "–", "0.9000"]
    assert cells(view, 4) == ["6.1", "4.3", "3.1", "–", "2.0"]
    assert view.missing.isHidden()


def test_the_group_asked_for_is_in_focus_and_told_in_words(view):
    assert view.current_code() == "481"
    assert view.told.text() == (
        "481: surgical. Relative weight 2.0900 (with the 10% cap on decreases; 2.00 before it)."
        " Mean stay 4.3 days geometric, 4.8 arithmetic. The post-acute care transfer policy"
        " applies, with its special payment."
    )


def test_a_row_is_as_high_as_its_title_needs_in_the_width_there_is_at_last(qtbot, view):
    view.show()
    view.resize(900, 500)
    qtbot.waitUntil(lambda: view.table.columnWidth(1) > 400)

    def heights() -> list[int]:
        return [view.table.rowHeight(row) for row in range(view.model.rowCount())]

    wide, header = heights(), view.table.horizontalHeader()
    by = view.table.columnWidth(1) - 110
    header.resizeSection(0, header.sectionSize(0) + by)  # the titles' column gives way later
    qtbot.waitUntil(lambda: view.table.columnWidth(1) == 110)
    qtbot.waitUntil(lambda: max(heights()) > max(wide))

    header.resizeSection(0, header.sectionSize(0) - by)
    qtbot.waitUntil(lambda: view.table.columnWidth(1) == 110 + by)
    qtbot.waitUntil(lambda: heights() == wide)


def test_sorted_by_weight_the_heaviest_is_first_and_titles_are_whole(view):
    view.order.activated.emit(3)

    assert cells(view, 0) == ["480", "481", "482", "562", "533"]
    assert cells(view, 1)[1] == "Sample hip WITH CC"
    assert view.current_code() == "480"
    assert view.table.horizontalHeader().sortIndicatorSection() == 3


def test_a_click_on_a_heading_sorts_and_the_choice_follows(view):
    view.table.sortByColumn(5, Qt.SortOrder.DescendingOrder)

    assert cells(view, 0)[0] == "562"
    assert view.order.currentIndex() == 5


def test_keys_add_and_turn_the_page(qtbot, view):
    said: list[object] = []
    view.add_pressed.connect(lambda: said.append(view.current_codes()))
    view.neighbour_pressed.connect(said.append)
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    qtbot.keyClick(view.table, Qt.Key.Key_Return, ADD)
    qtbot.keyClick(view.table, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)

    assert said == [("482",), 1]


def test_a_release_without_table_5_says_what_to_import_and_leaves_the_columns_out(view):
    view.show_page(GroupPage.of(drg_page(weights=False)))

    assert "Table 5" in view.missing.text()
    assert view.table.isColumnHidden(3)
    view.show_page(GroupPage.of(drg_page()))
    assert not view.table.isColumnHidden(3)


def test_a_row_is_spoken_whole(view):
    spoken = view.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "MS-DRG 481, Sample hip WITH CC, surgical, weight 2.0900, GMLOS 4.3 days, AMLOS 4.8 days"
    )


def test_the_model_is_sound(qtbot):
    model = DrgTableModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(GroupPage.of(drg_page()).groups)
    model.sort(3, Qt.SortOrder.DescendingOrder)
    model.sort(0)

    assert model.rows[0].code == "480"


def test_the_word_for_a_type_is_not_cut_off(view, light_theme):
    cell, style = view.model.index(0, 2), view.table.style()
    frame = 1 + style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, view.table)
    printed = QFontMetrics(light_theme.font("body")).horizontalAdvance(cell.data())

    assert cell.data() == "surgical"
    assert view.table.columnWidth(2) >= printed + 2 * (light_theme.space(3) + frame)
