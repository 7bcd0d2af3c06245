"""The group of a stay in the window: told after each change, and in detail."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Signal
from pytestqt.modeltest import ModelTester
from support.grouped import BARE, GROUPED, STAY, UNGROUPED, WITH_CC

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.domain.grouping import Category, Drg, Grouped, Superseded
from codebook_app.gui.dialogs.grouping import GroupingDialog
from codebook_app.gui.jobs import Worker
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.models.group_codes import (
    GroupRow,
    about,
    counts_as,
    group_columns,
    group_rows,
    hierarchy_words,
)
from codebook_app.gui.panels.drg_strip import DrgStrip, strip_figures
from codebook_app.gui.stay_grouping import StayGrouping


class Edits(QObject):
    changed = Signal(object)
    checked = Signal(object)
    unchecked = Signal(str)
    encounter: Encounter | None = None

    def change(self, encounter: Encounter | None) -> None:
        self.encounter = encounter
        self.changed.emit(encounter)

    def settle(self, encounter: Encounter | None) -> None:
        self.change(encounter)
        self.checked.emit(None)


OF_FEWER = replace(GROUPED, drg=BARE, codes=GROUPED.codes[:3])


class InventedGrouping:
    """Groups by the number of lines; waits for *gate*."""

    def __init__(self) -> None:
        self.asked: list[Encounter] = []
        self.answers: dict[int, Grouped] = {4: GROUPED, 3: OF_FEWER}
        self.fault: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()

    def group(self, encounter: Encounter) -> Grouped:
        self.asked.append(encounter)
        self.gate.wait(60)
        if self.fault is not None:
            raise self.fault
        return self.answers[len(encounter.lines)]


FEWER = replace(STAY, lines=STAY.lines[:3], revision=1)


@pytest.fixture
def edits(qapp) -> Edits:
    return Edits()


@pytest.fixture
def grouping() -> InventedGrouping:
    return InventedGrouping()


@pytest.fixture
def stay(edits, grouping):
    desk = Worker("desk")
    yield StayGrouping(grouping, edits, desk)
    grouping.gate.set()
    desk.close(drain=True)


@pytest.fixture
def strip(qtbot, stay, light_theme) -> DrgStrip:
    strip = DrgStrip(stay, light_theme)
    qtbot.addWidget(strip)
    return strip


def settled(qtbot, stay, edits, encounter):
    with qtbot.waitSignal(stay.told):
        edits.settle(encounter)


def test_stay_is_grouped_after_its_checks_and_a_visit_is_not(qtbot, stay, edits, grouping):
    edits.change(STAY)
    assert grouping.asked == []

    settled(qtbot, stay, edits, STAY)
    assert stay.grouped == GROUPED

    settled(qtbot, stay, edits, replace(STAY, setting=Setting.PROFESSIONAL))
    assert (stay.grouped, len(grouping.asked)) == (None, 1)


def test_stay_is_grouped_although_its_checks_could_not_run(qtbot, stay, edits):
    edits.change(STAY)
    with qtbot.waitSignal(stay.told):
        edits.unchecked.emit("no release")

    assert stay.grouped == GROUPED


def test_answer_overtaken_by_an_edit_is_dropped(qtbot, stay, edits, grouping):
    grouping.gate.clear()
    edits.settle(STAY)
    qtbot.waitUntil(lambda: grouping.asked == [STAY])
    edits.settle(FEWER)
    grouping.gate.set()

    qtbot.waitUntil(lambda: stay.encounter == FEWER)

    assert stay.grouped == OF_FEWER
    assert stay.before is None  # the group of the list with four was never told


def test_group_before_the_last_change_is_told_until_the_next(qtbot, stay, edits):
    settled(qtbot, stay, edits, STAY)
    settled(qtbot, stay, edits, FEWER)
    assert stay.before == WITH_CC

    settled(qtbot, stay, edits, replace(FEWER, label="Stay 15", revision=2))
    assert stay.before is None


def test_group_of_another_encounter_is_no_change(qtbot, stay, edits):
    settled(qtbot, stay, edits, STAY)
    settled(qtbot, stay, edits, replace(FEWER, id="e2"))

    assert stay.before is None


def test_fault_of_the_program_is_told_and_leaves_no_group(qtbot, stay, edits, grouping):
    grouping.fault = ZeroDivisionError()

    with qtbot.waitSignal(stay.failed):
        edits.settle(STAY)

    assert stay.grouped is None


def test_strip_tells_the_group_in_a_line_and_what_it_was(qtbot, stay, edits, strip):
    assert strip.isHidden()

    settled(qtbot, stay, edits, STAY)
    assert not strip.isHidden()
    assert strip.number.text() == "MS-DRG 902"
    assert strip.title.accessibleName() == "Sample procedure with CC"
    assert strip.figures.accessibleName() == "weight 2.0945 · GMLOS 4.3 · 901 before HAC"
    assert strip.problem.isHidden()

    settled(qtbot, stay, edits, FEWER)
    assert strip.number.text() == "MS-DRG 903"
    assert strip.figures.accessibleName().startswith("was 902 (2.0945) · weight 1.5000")
    assert "was 902" in strip.details_button.accessibleName()

    settled(qtbot, stay, edits, replace(STAY, setting=Setting.OUTPATIENT))
    assert strip.isHidden()


def test_strip_takes_one_line_in_a_low_pane_and_what_changed_stands_first(
    qtbot, stay, edits, strip
):
    strip.resize(900, 80)
    strip.show()
    settled(qtbot, stay, edits, FEWER)
    settled(qtbot, stay, edits, STAY)
    whole, two_lines = strip.title.text(), strip.sizeHint().height()
    figures = strip.figures.text()

    strip.set_brief(True)

    assert figures.startswith("was ")
    assert strip.title.text() == f"{figures} · {whole}"
    assert strip.figures.isHidden()
    qtbot.waitUntil(lambda: strip.sizeHint().height() < two_lines)


def test_strip_keeps_the_last_group_dimmed_while_another_is_computed(
    qtbot, stay, edits, strip, grouping
):
    settled(qtbot, stay, edits, STAY)
    grouping.gate.clear()

    edits.settle(FEWER)
    assert strip.number.text() == "MS-DRG 902"
    assert not strip.number.isEnabled()

    with qtbot.waitSignal(stay.told):
        grouping.gate.set()
    assert strip.number.isEnabled()


def test_strip_says_in_words_why_there_is_no_group(qtbot, stay, edits, strip, grouping):
    grouping.answers[4] = UNGROUPED

    settled(qtbot, stay, edits, STAY)

    assert strip.number.text() == "No MS-DRG"
    assert strip.title.accessibleName() == "901 before HAC"
    assert strip.problem.text() == "Q03.0 may be acquired: give its POA."
    assert not strip.problem.isHidden()


def test_strip_asks_for_the_details_by_mouse_and_by_its_button(qtbot, stay, edits, strip):
    settled(qtbot, stay, edits, STAY)
    strip.resize(340, 50)
    strip.show()

    with qtbot.waitSignal(strip.details_asked):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(strip.details_asked):
        qtbot.keyClick(strip.details_button, Qt.Key.Key_Space)


def test_table_tells_what_each_code_counts_as(qtbot):
    model = ColumnsModel(group_columns())
    tester = ModelTester(None)
    tester.check(model)

    model.show(group_rows(STAY, GROUPED))

    rows = [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert rows == [
        ["Q01.11", "Invented condition", "principal", "no group", ""],
        ["Q02.0", "Other <condition>", "CC, decides", "903 · 1.5000", "V28 37"],
        ["Q03.0", "Third condition", "MCC, HAC", "", ""],
        ["0QS", "Invented procedure", "O.R., decides", "", ""],
    ]


def test_sentences_about_a_code_say_why(qtbot):
    _, second, third, _ = group_rows(STAY, GROUPED)

    assert about(second) == (
        "Q02.0 Other <condition>. The severity of the group rests on it as CC. "
        "Without it: 903 Sample procedure without CC/MCC. HCC 37 (V28): Sample HCC."
    )
    assert "does not count as MCC" in about(third)


@pytest.fixture
def dialog(qtbot, stay, edits, light_theme) -> GroupingDialog:
    settled(qtbot, stay, edits, STAY)
    with qtbot.waitSignal(stay.told):
        dialog = GroupingDialog(stay, light_theme)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    return dialog


def test_dialog_tells_group_codes_editor_and_sources(dialog):
    assert dialog.heading.text() == "MS-DRG 902  Sample procedure with CC"
    assert dialog.summary.text().splitlines() == [
        "weight 2.0945 · GMLOS 4.3 days · AMLOS 4.8 days",
        "MDC 08 Sample system → surgical → Sample procedure → with CC",
        "Before HAC: 901 Sample procedure with MCC",
        "Hospital-acquired: HAC 04 Sample ulcers",
    ]
    notes = dialog.notes.toPlainText()
    for said in (
        "Age conflict: <not> at this age. Q02.0",
        "Grouped as discharged home.",
        "HCCs: after hierarchies V28 37. Age and sex edits, interactions and risk scores are not",
        "Not checked: Weight. No table.",
        "MS-DRG Grouper v99.0 (sample 1)",
        "Not the payer's.",
    ):
        assert said in notes


def test_dialog_says_that_weights_lack_their_table_and_where_it_is(
    qtbot, stay, edits, grouping, dialog, strip
):
    assert dialog.table_button.isHidden()
    bare = replace(GROUPED, drg=Drg("902", WITH_CC.title), table_wanted="v44")
    grouping.answers[4] = bare
    asked: list[tuple[str, str]] = []
    dialog.table_asked.connect(lambda *where: asked.append(where))

    settled(qtbot, stay, edits, replace(STAY, label="Stay 15", revision=5))
    dialog.table_button.click()

    assert asked == [("msdrg", "v44")]
    said = "No weight, no lengths of stay: Table 5 of FY2027 is not installed."
    assert dialog.summary.text().splitlines()[0] == said
    assert "no weight: Table 5 is not installed" in strip_figures(bare, None)


def test_dialog_says_what_a_transfer_means_and_of_which_group_the_policy_is(
    qtbot, stay, edits, grouping, dialog
):
    drg = replace(WITH_CC, transfer=True, special_pay=True)
    grouping.answers[4] = replace(GROUPED, drg=drg, transfer="Status 06 makes it a transfer.")

    settled(qtbot, stay, edits, replace(STAY, label="Stay 15", revision=5))

    said = dialog.summary.text().splitlines()
    assert said[0].endswith("4.8 days · post-acute care transfer, special pay")
    assert "Status 06 makes it a transfer." in said


def test_condition_whose_poa_is_missing_is_asked_about_and_not_called_acquired():
    lacking = replace(GROUPED.codes[2], hac=("HAC 04 Sample ulcers",))
    row = GroupRow(STAY.lines[2], lacking, None)

    assert counts_as(row) == "MCC, POA ?"
    assert counts_as(replace(row, line=replace(row.line, poa="N"))) == "MCC, HAC"


def test_hierarchies_are_told_with_what_they_take_out():
    first, below = Category("V28", "37", "", 2027), Category("V28", "38", "", 2027)
    alone = Category("V28", "223", "", 2027)
    codes = (replace(GROUPED.codes[1], categories=(below, first, alone)),)
    gone = (Superseded(below, first), Superseded(alone, None))

    assert hierarchy_words(replace(GROUPED, codes=codes, superseded=gone)) == (
        "after hierarchies V28 37 (not 38 below 37, 223 only beside another of the heart). "
        "Age and sex edits, interactions and risk scores are not computed."
    )


def test_dialog_opens_codes_and_the_group_in_the_book(qtbot, dialog):
    opened: list[str] = []
    dialog.open_asked.connect(opened.append)

    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    dialog.group_button.click()
    dialog.notes.anchorClicked.emit(QUrl("book:icd10cm:Q02.0"))

    assert opened == ["icd10cm:Q02.0", "msdrg:902", "icd10cm:Q02.0"]


def test_dialog_follows_the_list_and_keeps_the_current_code(qtbot, stay, edits, dialog):
    dialog.table.make_current(1)

    settled(qtbot, stay, edits, FEWER)

    assert dialog.heading.text().startswith("MS-DRG 903")
    assert dialog.current is not None
    assert dialog.current.line.id == "2"
    assert "Before the last change: 902" in dialog.summary.text()

    settled(qtbot, stay, edits, replace(STAY, lines=(), revision=3))
    assert dialog.heading.text() == "No codes are listed yet."
    assert not dialog.open_button.isEnabled()


def test_dialog_tells_of_a_visit_while_it_stands_open(qtbot, stay, edits, grouping, dialog):
    visit = replace(STAY, setting=Setting.PROFESSIONAL)
    grouping.answers[4] = replace(UNGROUPED, problem="No stay.")

    settled(qtbot, stay, edits, visit)
    assert dialog.heading.text() == "No stay."
    assert dialog.model.rowCount() == 4

    dialog.reject()
    settled(qtbot, stay, edits, replace(visit, revision=4))
    assert stay.grouped is None
