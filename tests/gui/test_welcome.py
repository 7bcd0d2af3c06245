"""The welcome: three steps, ticked off as they are done, closed for good when it is closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from codebook_app.gui.panels.welcome import EXAMPLE, Step, WelcomeStrip


@pytest.fixture
def strip(qtbot, light_theme):
    made = WelcomeStrip(light_theme)
    qtbot.addWidget(made)
    made.resize(1280, 120)
    made.show()
    return made


def shown(strip: WelcomeStrip) -> list[Step]:
    return [step for step, card in strip.cards.items() if card.isVisibleTo(strip)]


def test_the_steps_stand_beside_one_another_and_the_first_is_next(strip):
    assert shown(strip) == [Step.SEARCH, Step.READ, Step.ADD]
    assert strip.next_step is Step.SEARCH
    assert strip.cards[Step.SEARCH].accessibleName() == "Step 1: Search, now"
    assert strip.cards[Step.READ].accessibleName() == "Step 2: Read, to do"


def test_a_step_done_is_ticked_in_words_and_the_next_one_is_said(strip):
    strip.tick(Step.SEARCH)

    assert strip.cards[Step.SEARCH].accessibleName() == "Step 1: Search, done"
    assert "done" in strip.cards[Step.SEARCH].title.text()
    assert not strip.cards[Step.SEARCH].mark.pixmap().isNull()
    assert strip.next_step is Step.READ
    assert not strip.type_button.isVisibleTo(strip)


def test_steps_may_be_done_in_any_order(strip):
    strip.tick(Step.ADD)

    assert strip.next_step is Step.SEARCH


def test_after_the_last_step_the_help_is_offered(strip):
    for step in Step:
        strip.tick(step)

    assert strip.next_step is None
    assert strip.help_button.isVisibleTo(strip)
    assert "F1 shows all keys" in strip.word.text()


def test_where_there_is_little_room_only_the_next_step_is_shown(strip, light_theme):
    strip.resize(700, 200)
    assert shown(strip) == [Step.SEARCH]

    strip.tick(Step.SEARCH)
    assert shown(strip) == [Step.READ]

    strip.resize(1280, 200)
    light_theme.set_scale(2.0)
    assert shown(strip) == [Step.READ]


def test_it_says_that_the_code_sets_are_being_installed(strip):
    strip.set_waiting(True)
    assert "being installed" in strip.word.text()

    strip.set_waiting(False)
    assert strip.word.text() == ""


def test_every_button_works_by_keyboard(qtbot, strip):
    asked: list[str] = []
    strip.example_asked.connect(asked.append)
    strip.closed.connect(lambda: asked.append("closed"))

    for button in (strip.type_button, strip.close_button):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)

    assert asked == [EXAMPLE, "closed"]
    focusable = [
        one for one in strip.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert all(one.accessibleName() or one.text() for one in focusable)
