"""The code list keeps the room: what stands around it folds away, and comes when it is wanted."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from support.code_lists import a_code
from support.encounter_pane import InventedChecking

from codebook_app.domain.encounter import EncounterLine, Setting
from codebook_app.gui.jobs import Worker
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.gui.panes import PaneFrame
from codebook_app.services.copying import Copying
from codebook_app.services.encounters import Encounters
from codebook_app.settings import Settings

DAY = date(2026, 9, 8)
STRIP = 34
"""What the group of a stay takes in one line, in pixels at 100 %."""
WIDTH, HEIGHT = 380, 590
"""The pane in a window of 1280×720, below a banner."""


@pytest.fixture
def settings(folders):
    return Settings(folders.settings)


@pytest.fixture
def make(qtbot, folders, settings, light_theme):
    """Make a stay of 25 diagnoses and 25 procedures in a pane of the window."""
    desk, encounters = Worker("desk"), Encounters(folders.user_db)
    frames = []

    def built(scale=1.0):
        light_theme.set_scale(scale)
        now = encounters.create("Stay", Setting.INPATIENT, DAY)
        encounters.add_lines(
            now,
            [
                *(_line("icd10cm", f"Q{number}.1") for number in range(10, 33)),
                *(_line("icd10cm", code) for code in ("Q01.11", "Q02.0")),
                *(_line("icd10pcs", f"0SRB0J{letter}") for letter in "ABCDEFGHJKLMNPQRSTUVWXYZ1"),
            ],
        )
        panel = EncounterPanel(
            encounters,
            InventedChecking(),
            Copying(),
            desk,
            light_theme,
            settings,
            lambda code, found: found(a_code(code)),
            today=lambda: DAY,
        )
        strip = QWidget()
        strip.setFixedHeight(light_theme.length(STRIP))
        panel.strip_slot.addWidget(strip)
        frame = PaneFrame("Encounter", panel, light_theme)
        frames.append(frame)
        qtbot.addWidget(frame)
        frame.setFont(light_theme.font("body"))
        frame.setStyleSheet(light_theme.style_sheet())
        frame.resize(WIDTH, HEIGHT if scale == 1 else HEIGHT - 70)
        frame.show()
        qtbot.waitExposed(frame)
        panel.start()
        qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)
        panel.list.setFocus()
        return panel

    yield built
    desk.close(drain=True)
    encounters.close()
    frames.clear()


def _line(code_set, code):
    return EncounterLine("", code_set, "FY2026", code, f"Title of {code}")


def seen(panel):
    """How many lines of the list are seen in full, by the pane's own viewport too."""
    view, frame = panel.list.viewport(), panel.parentWidget()
    room = view.rect().intersected(
        frame.rect().translated(view.mapFrom(frame, QPoint(0, 0))),
    )
    rows = range(panel.model.rowCount())
    return sum(room.contains(panel.list.visualRect(panel.model.index(row))) for row in rows)


def test_eight_lines_are_seen_although_the_fields_of_one_are_open(qtbot, make):
    panel = make()

    qtbot.waitUntil(lambda: seen(panel) >= 8)
    panel.fields.open()

    qtbot.waitUntil(lambda: seen(panel) >= 8)
    assert panel.findings.folded


def test_five_lines_are_seen_with_patient_and_stay_kept_open_as_well(qtbot, make):
    panel = make()
    panel.head.stay.keep.setChecked(True)
    panel.fields.open()

    qtbot.waitUntil(lambda: seen(panel) >= 5)

    assert panel.head.stay.status.isVisible()
    assert panel.body.fields.isVisible()
    assert panel.findings.isVisible()


def test_at_large_text_three_lines_are_seen_beside_the_fields_of_one(qtbot, make):
    panel = make(1.5)

    panel.fields.open()

    qtbot.waitUntil(lambda: seen(panel) >= 3)


def test_in_a_low_pane_setting_and_date_stand_in_a_line_until_the_head_is_wanted(qtbot, make):
    panel = make(1.5)
    head = panel.head

    assert not head.setting.isVisible()
    assert "Inpatient · 2026-09-08" in head.stay.fold.accessibleName()
    QTest.keyClick(panel.list, Qt.Key.Key_F2)

    qtbot.waitUntil(head.setting.isVisible)
    QTest.keyClick(head.label, Qt.Key.Key_Tab)
    assert head.setting.hasFocus()
    panel.list.setFocus()
    qtbot.waitUntil(lambda: not head.setting.isVisible())


def test_patient_and_stay_fold_into_their_line_once_the_coder_goes_on(qtbot, make):
    panel = make()
    stay = panel.head.stay

    stay.open()
    stay.sex.setFocus()
    assert stay.sex.isVisible()
    panel.list.setFocus()

    qtbot.waitUntil(lambda: not stay.sex.isVisible())
    assert not stay.fold.isChecked()


def test_what_cannot_be_keeps_patient_and_stay_open(qtbot, make):
    panel = make()
    stay = panel.head.stay
    stay.open()
    QTest.keyClicks(stay.age, "old")

    panel.list.setFocus()

    qtbot.waitUntil(lambda: bool(stay.refusal))
    QApplication.processEvents()
    assert stay.age.isVisible()


def test_patient_and_stay_kept_open_are_open_at_the_next_start(qtbot, make):
    panel = make()
    panel.head.stay.open()
    panel.head.stay.keep.click()
    panel.list.setFocus()
    QApplication.processEvents()
    assert panel.head.stay.age.isVisible()

    again = make()

    assert again.head.stay.age.isVisible()
    again.head.stay.fold.click()
    assert not make().head.stay.age.isVisible()


def test_the_findings_open_while_the_focus_is_in_them_and_fold_again(qtbot, make):
    panel = make()
    panel.fields.open()
    panel.list.setFocus()
    qtbot.waitUntil(lambda: panel.findings.folded)

    panel.findings.switch.setFocus(Qt.FocusReason.TabFocusReason)

    qtbot.waitUntil(lambda: not panel.findings.folded)
    assert panel.findings.cards[0].isVisible()
    assert seen(panel) >= 1
    panel.list.setFocus()
    qtbot.waitUntil(lambda: panel.findings.folded)


def test_the_height_given_to_the_findings_by_key_is_kept(qtbot, make, settings):
    panel = make()
    before = panel.findings.height()
    panel.findings.switch.setFocus()
    panel.body.findings.taller_asked.emit(0)

    for _ in range(3):
        QTest.keyClick(panel.findings.switch, Qt.Key.Key_Up)
    panel.list.setFocus()

    qtbot.waitUntil(lambda: not panel.findings.switch.hasFocus())
    given = panel.findings.height()
    assert given > before
    assert make().findings.height() == given


def test_the_current_line_stays_in_sight_when_what_is_below_takes_height(qtbot, make):
    panel = make()
    view = panel.list
    lowest = max(
        row
        for row in range(panel.model.rowCount())
        if view.viewport().rect().contains(view.visualRect(panel.model.index(row)))
    )
    view.make_current(lowest)

    before = view.height()
    panel.body.grip.moved.emit(90)

    qtbot.waitUntil(lambda: view.height() < before - 40)
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_the_line_above_the_findings_is_dragged_and_put_back_by_a_double_click(qtbot, make):
    panel = make()
    grip, before = panel.body.grip, panel.findings.height()
    middle = grip.rect().center()

    QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(grip, middle - QPoint(0, 90))
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=middle - QPoint(0, 90))

    assert panel.findings.height() > before
    assert seen(panel) >= 3
    QTest.mouseDClick(grip, Qt.MouseButton.LeftButton, pos=middle)
    assert panel.findings.height() == before


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_captions_of_a_lines_fields_are_said_in_short_rather_than_cut(make, scale):
    panel = make(scale)

    panel.fields.open()

    box = panel.body.fields.poa.parentWidget()
    assert box.caption == "Present on admission"
    assert box.shown_caption == ("Present on admission" if scale == 1 else "POA")
