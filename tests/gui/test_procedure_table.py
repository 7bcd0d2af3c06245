"""The builder of procedure codes: columns, keys, what it says and what it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.procedure_pages import sample_page

from codebook_app.domain.procedure_build import GrowingCode
from codebook_app.gui.models.procedure_column import ProcedureColumnModel, ValueRole
from codebook_app.gui.panels.procedure_table import ProcedureTableView
from codebook_app.gui.places import BUILT, PRINTED, Place

Press = Callable[..., None]


@pytest.fixture
def view(qtbot, light_theme) -> ProcedureTableView:
    made = ProcedureTableView(light_theme)
    qtbot.addWidget(made)
    made.resize(640, 600)
    made.show_page(sample_page("001"))
    return made


@pytest.fixture
def press(qtbot, view) -> Press:
    """Press keys in the column in focus, one after the other."""

    def pressed(*keys: str | Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        for key in keys:
            column = view.columns[view.position]
            if isinstance(key, str):
                qtbot.keyClicks(column, key, held)
            else:
                qtbot.keyClick(column, key, held)

    return pressed


def told(signal) -> list[object]:
    heard: list[object] = []
    signal.connect(lambda *said: heard.append(said[0] if said else None))
    return heard


def written(view: ProcedureTableView) -> str:
    return "".join(character or "." for character in view.code.characters)


def test_a_table_opens_with_its_four_columns_and_the_first_that_is_open_in_focus(view):
    assert written(view) == "001...."
    assert view.position == 4
    assert [at for at, column in view.columns.items() if not column.parentWidget().isHidden()] == [
        4,
        5,
        6,
        7,
    ]
    assert view.title.text() == "10 codes left. Pick the sample part by its key."


def test_a_values_key_picks_it_and_the_next_open_column_comes_into_focus(view, press):
    press("1")
    assert (written(view), view.position) == ("0011..Z", 5)

    press("3", "7")
    assert written(view) == "001137Z"
    assert view.title.text() == "001137Z  Sample bypass of sample 001137Z"
    assert view.current_codes() == ("001137Z",)


def test_what_is_left_alone_picks_itself_and_says_so(view, press):
    press("9")

    assert written(view) == "00190J."
    assert "only one left: Sample approach 0 Open; Sample device J Sample plastic" in (
        view.said.text()
    )
    assert view.columns[5].current().remark == "only one left"
    assert view.position == 7


def test_backspace_takes_back_the_last_pick_with_what_it_left_alone(view, press):
    press("9", Qt.Key.Key_Backspace)

    assert (written(view), view.position) == ("001....", 4)
    assert view.said.text() == "Taken back: Sample part 9."


def test_backspace_goes_on_from_the_table_to_the_operations_above_it(view, press):
    press(Qt.Key.Key_Backspace)

    assert (written(view), view.position) == ("00.....", 3)
    assert [row.character for row in view.columns[3].values.rows] == ["1", "2"]


def test_a_key_that_is_not_offered_changes_nothing_and_is_told(view, press):
    press("K")

    assert written(view) == "001...."
    assert view.said.text() == "K is no sample part here. There are: 1 2 9"


def test_arrows_walk_the_values_and_the_columns_and_enter_picks(view, press):
    press(Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert view.position == 5
    press(Qt.Key.Key_Left)
    assert view.position == 4
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert written(view).startswith("0012")


def test_left_of_the_tables_columns_are_the_first_three(view, press):
    press(Qt.Key.Key_Left)

    assert view.position == 3
    assert not view.columns[1].parentWidget().isHidden()
    assert view.columns[4].parentWidget().isHidden()


def test_a_picked_value_is_changed_and_the_others_stay(view, press):
    press("1", "3", "7")
    view.go_to_column(4)
    press("2")
    assert written(view) == "001237Z"

    view.go_to_column(4)
    assert view.columns[4].values.rows[2].drops
    press("9")
    assert written(view) == "00190J."
    assert view.said.text().startswith("Dropped, since no code has it with this:")


def test_enter_on_a_finished_code_opens_its_entry_and_control_enter_adds_it(view, press):
    opened, added = told(view.opened), told(view.add_pressed)
    press("1", Qt.Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    assert added == []

    press("1", "3", "7")
    press(Qt.Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    view.go_to_column(7)
    press(Qt.Key.Key_Return)
    assert added == [None]
    assert opened == ["001137Z"]


def test_an_unfinished_code_is_not_added_and_the_reason_is_told(view, press):
    added = told(view.add_pressed)
    press(Qt.Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)

    assert added == []
    assert view.said.text().startswith("The code is not finished: 10 codes left.")
    assert not view.add.isEnabled()


def test_the_third_character_asks_for_its_table_and_what_is_typed_meanwhile_waits(view, press):
    asked = told(view.opened)
    view.show_page(sample_page())
    press("0", "1", "1", "3")
    assert asked == [Place("icd10pcs", "001", shown_as=BUILT).text]
    assert written(view) == "001...."

    view.show_page(sample_page("001"))
    assert written(view) == "00113.Z"


def test_with_nothing_chosen_the_sections_are_in_focus(view):
    view.show_page(sample_page())

    assert view.position == 1
    assert [row.label for row in view.columns[1].values.rows] == [
        "Sample surgery",
        "Sample minds",
        "Sample novelties",
    ]


def test_a_finished_code_is_built_on_from_its_table(view):
    view.show_page(sample_page("001137Z"))

    assert view.current_code() == "001137Z"
    assert view.position == 4


def test_the_place_goes_along_with_the_code_so_that_the_way_back_leads_there(view, press):
    moved = told(view.moved)
    press("1", "3", Qt.Key.Key_Backspace)

    assert moved == [
        "icd10pcs/build:0011",
        "icd10pcs/build:00113",
        "icd10pcs/build:0011",
    ]


def test_the_printed_table_and_the_neighbouring_tables_are_asked_for(view, press):
    opened = told(view.opened)
    view.printed.click()
    press(Qt.Key.Key_PageDown, held=Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_PageUp, held=Qt.KeyboardModifier.AltModifier)

    assert opened == [
        Place("icd10pcs", "001", shown_as=PRINTED).text,
        Place("icd10pcs", "002", shown_as=BUILT).text,
    ]


def test_the_meaning_of_the_value_in_focus_stands_beside(view, press):
    assert "Sample knee" in view.meaning.toPlainText()
    press("9")
    view.go_to_column(6)
    text = view.meaning.toPlainText()
    assert "Sample brand" in text
    assert "Sample fine plastic" in text

    view.go_to_column(3)
    assert "Leading a sample around" in view.meaning.toPlainText()


def test_a_release_without_tables_says_where_its_labels_are_from(view):
    page = sample_page("001")
    view.show_page(replace(page, outline=replace(page.outline, derived=True)))

    assert view.said.text().startswith("This release has no tables")
    assert "001107Z Sample bypass of sample 001107Z" in view.meaning.toPlainText()


def test_a_value_is_picked_by_a_click(qtbot, view):
    column = view.columns[4]
    view.show()
    at = column.visualRect(column.values.index(1)).center()
    qtbot.mouseClick(column.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert written(view).startswith("0012")


def test_a_click_on_a_box_goes_to_its_column(qtbot, view):
    view.show()
    first = view.boxes.rect().topLeft()
    qtbot.mouseClick(
        view.boxes, Qt.MouseButton.LeftButton, pos=first + view.boxes.rect().center() / 8
    )

    assert view.position == 1


def test_every_part_says_what_it_is(view, press):
    press("1")

    assert "Sample part: 1 Sample joint, left" in view.boxes.accessibleName()
    assert view.columns[4].accessibleName() == "Sample part, 1 Sample joint, left picked"
    assert view.columns[5].accessibleName() == "Sample approach"
    spoken = view.columns[5].values.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "0, Open, 2 codes"
    assert view.add.accessibleName().startswith("Add the finished code")


def test_with_little_room_the_meaning_and_the_labels_give_way_to_the_columns(qtbot, view):
    view.show()
    tall = view.boxes.height()
    assert view.meaning.isVisible()

    view.resize(500, 300)
    qtbot.waitUntil(lambda: view.boxes.height() < tall)
    assert not view.meaning.isVisible()
    assert view.columns[4].height() > 50
    assert not view.hasHeightForWidth()


def test_below_the_columns_the_meaning_has_room_for_the_value_and_some_lines(view):
    view.resize(600, 480)
    view.show()
    view.go_to_column(6)
    line = view.meaning.fontMetrics().height()

    assert view.meaning.viewport().height() >= 4 * line, view.meaning.viewport().height()
    first = view.meaning.document().firstBlock().text()
    assert first.replace("\xa0", " ").split()[:2] == ["Sample", "device"]
    assert first.endswith(" tissue")


def test_in_a_narrow_pane_the_column_in_focus_is_shown_first(view):
    view.resize(230, 600)
    view.show()
    view.go_to_column(6)

    assert view.columns[6].isVisible()
    assert not view.columns[4].isVisible()


def test_the_column_model_is_sound(qtbot):
    model = ProcedureColumnModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    code = GrowingCode.begun(sample_page("001"))

    assert model.show(code.column(4))
    assert not model.show(code.column(4))
    assert model.index(2).data(ValueRole.ROW).character == "9"
    assert model.show(code.picked(4, "9").column(4))
    assert model.row_of("K") == -1
