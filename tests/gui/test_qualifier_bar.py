"""Choosing the qualifiers of an ICF code by keys and buttons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from codebook_app.gui.adding import as_typed
from codebook_app.gui.panels.qualifier_bar import QualifierBar


@pytest.fixture
def bar(qtbot, light_theme) -> Iterator[QualifierBar]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(640, 300)
    made = QualifierBar(light_theme, parent)
    parent.show()
    made.show_code("b280")
    yield made
    parent.close()


def press(qtbot, bar: QualifierBar, *keys: str | Qt.Key) -> None:
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(bar, key)
        else:
            qtbot.keyClick(bar, key)


def test_a_function_takes_one_extent(qtbot, bar):
    bar.begin()
    press(qtbot, bar, "2")

    assert bar.text == "b280.2"
    assert bar.words.accessibleName() == "extent: moderate"
    assert [button.isChecked() for button in bar.rows[0].buttons].index(True) == 2


def test_a_structure_takes_three_qualifiers_one_after_the_other(qtbot, bar):
    bar.show_code("s730")
    bar.begin()
    press(qtbot, bar, "3", "2", "1")

    assert len(bar.rows) == 3
    assert bar.text == "s730.321"
    assert bar.words.accessibleName() == "extent: severe, nature: partly missing, location: right"


def test_activities_take_performance_and_capacity_and_one_may_stay_open(qtbot, bar):
    bar.show_code("d450")
    bar.rows[1].buttons[2].click()

    assert bar.text == "d450._2"
    assert bar.rows[2].isHidden()
    bar.begin()
    press(qtbot, bar, "1")
    assert bar.text == "d450.12"
    assert not bar.rows[2].isHidden()
    assert bar.rows[3].isHidden()


def test_an_environmental_factor_is_a_barrier_or_a_facilitator(qtbot, bar):
    bar.show_code("e310")
    bar.begin("+")
    press(qtbot, bar, "3")
    assert bar.text == "e310+3"

    press(qtbot, bar, ".")
    assert bar.text == "e310.3"
    assert bar.words.accessibleName() == "barrier: severe"


def test_a_digit_without_meaning_changes_nothing(qtbot, bar):
    bar.begin()
    press(qtbot, bar, "5")

    assert bar.text == "b280"


def test_backspace_takes_the_last_qualifier_back_and_a_button_does_too(qtbot, bar):
    bar.begin()
    press(qtbot, bar, "2", Qt.Key.Key_Backspace)
    assert bar.text == "b280"

    bar.rows[0].buttons[4].click()
    assert bar.text == "b280.4"
    bar.rows[0].buttons[4].click()
    assert bar.text == "b280"


def test_enter_adds_and_escape_goes_back_to_the_page(qtbot, bar):
    heard: list[str] = []
    bar.add_pressed.connect(lambda: heard.append(bar.text))
    bar.left.connect(lambda: heard.append("left"))
    bar.begin()
    press(qtbot, bar, "1", Qt.Key.Key_Return, Qt.Key.Key_Escape)

    assert heard == ["b280.1", "left"]
    assert bar.rows[0].isHidden()


def test_what_was_chosen_for_one_code_is_not_kept_for_the_next(qtbot, bar):
    bar.begin()
    press(qtbot, bar, "2")
    bar.show_code("b289")
    assert bar.text == "b289"

    bar.show_code("")
    assert bar.isHidden()


def test_every_button_says_what_it_chooses(bar):
    assert bar.rows[0].buttons[3].accessibleName() == "extent 3, severe"
    assert bar.add.accessibleName() == "Add b280 to the encounter"


@pytest.mark.parametrize(
    ("typed", "code", "added"),
    [
        (" B280.2 ", "b280", "B280.2"),
        ("e310+3", "e310", "e310+3"),
        ("b280", "b280", "b280"),
        ("pain", "b280", "b280"),
    ],
)
def test_qualifiers_that_were_typed_go_with_the_hit(typed, code, added):
    assert as_typed(typed, code, "icf") == added


def test_a_code_of_another_code_set_is_added_as_it_is():
    assert as_typed("E11.22", "E11", "icd10cm") == "E11"
