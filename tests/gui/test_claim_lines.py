"""What a claim wants of the lines of a code list, entered by keys: POA, roles, fields, order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionFrame
from support.code_lists import a_code, a_line, codes_of
from support.encounter_pane import InventedChecking

from codebook_app.domain.encounter import Role, Setting
from codebook_app.gui.jobs import Worker
from codebook_app.gui.list_actions import LIST
from codebook_app.gui.panels.claim_edits import place_for
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.gui.panes import PaneFrame
from codebook_app.services.copying import Copying
from codebook_app.settings import Settings

DAY = date(2026, 9, 8)
MAIN, OTHER, PAIN = a_line("Q10.1"), a_line("Q20.2"), a_line("Q30.3")
FALL = a_line("W01.0XXA")
CUT = a_line("0SRB0JZ", code_set="icd10pcs")
STITCH = a_line("30233N1", code_set="icd10pcs")
VISIT = a_line("G0439", code_set="hcpcs")


@pytest.fixture
def make(qtbot, encounters, light_theme, folders):
    desks = []

    def built(setting, *lines):
        now = encounters.create("Stay", setting, DAY)
        encounters.add_lines(now, lines)
        desk = Worker("desk")
        desks.append(desk)
        panel = EncounterPanel(
            encounters,
            InventedChecking(),
            Copying(),
            desk,
            light_theme,
            Settings(folders.settings),
            lambda code, found: found(a_code(code)),
            today=lambda: date(2026, 11, 22),
        )
        qtbot.addWidget(panel)
        panel.resize(340, 600)
        panel.show()
        qtbot.waitExposed(panel)
        panel.start()
        panel.settle = lambda: qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)
        panel.settle()
        panel.said = []
        panel.message.connect(panel.said.append)
        panel.list.setFocus()
        return panel

    yield built
    for desk in desks:
        desk.close(drain=True)


@pytest.fixture
def stay(make):
    return make(Setting.INPATIENT, MAIN, OTHER, PAIN, CUT, STITCH)


@pytest.fixture
def framed(qtbot, light_theme):
    """Puts a panel into a pane of the window, which lives as long as the panel."""
    frames = []

    def built(panel):
        frames.append(PaneFrame("Encounter", panel, light_theme))
        qtbot.addWidget(frames[-1])
        return frames[-1]

    yield built
    frames.clear()


@pytest.fixture
def visit(make):
    return make(Setting.PROFESSIONAL, MAIN, OTHER, VISIT)


def lines(panel):
    return {line.code: line for line in panel.encounter.lines}


def poas(panel):
    return "".join(line.poa or "-" for line in panel.encounter.lines)


def type_into(field, text, *keys):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or field, key)


# Present on admission -------------------------------------------------------------------------


def test_a_coder_gives_the_poa_of_each_diagnosis_with_its_letter(qtbot, stay):
    for key in ("y", "n", "W"):
        qtbot.keyClicks(stay.list, key)
        qtbot.keyClick(stay.list, Qt.Key.Key_Down)
    stay.settle()

    assert poas(stay) == "YNW--"

    stay.list.make_current(1)
    qtbot.keyClick(stay.list, Qt.Key.Key_Backspace)
    stay.settle()
    assert poas(stay) == "Y-W--"
    assert stay.said[-1] == "Q20.2: POA taken away."


def test_a_letter_on_a_procedure_changes_nothing_and_says_why(qtbot, stay):
    stay.list.make_current(3)

    qtbot.keyClicks(stay.list, "Y")
    stay.settle()

    assert poas(stay) == "-----"
    assert "0SRB0JZ has no POA" in stay.said[-1]


def test_an_exempt_code_is_given_none(qtbot, stay):
    stay.model.show_exempt(frozenset({"Q10.1"}))

    qtbot.keyClicks(stay.list, "Y")
    stay.settle()

    assert poas(stay) == "-----"
    assert "exempt" in stay.said[-1]


def test_letters_of_a_code_being_typed_are_no_poa(qtbot, make):
    panel = make(Setting.INPATIENT, MAIN, a_line("SN1"))

    qtbot.keyClicks(panel.list, "sn")
    panel.settle()

    assert panel.list.current_line.code == "SN1"
    assert poas(panel) == "--"


def test_where_there_is_no_poa_its_letters_find_codes_too(qtbot, make):
    panel = make(Setting.PROFESSIONAL, MAIN, a_line("N18.30"))

    qtbot.keyClicks(panel.list, "n")

    assert panel.list.current_line.code == "N18.30"


def test_all_that_are_missing_are_set_as_one_step_but_for_the_exempt(stay):
    stay.model.show_exempt(frozenset({"Q20.2"}))
    stay.list.make_current(2)
    stay.current.set_poa("N")
    stay.current.set_missing_poa()
    stay.settle()

    assert poas(stay) == "Y-N--"
    assert stay.said[-1] == "POA set to Y on 1 diagnosis."
    stay.undo()
    stay.settle()
    assert poas(stay) == "--N--"


def test_missing_poa_of_a_visit_is_no_edit(visit):
    visit.current.set_missing_poa()
    visit.settle()

    assert poas(visit) == "---"
    assert "inpatient" in visit.said[-1]


# Roles and order ------------------------------------------------------------------------------


def test_an_admitting_diagnosis_goes_behind_the_principal_one_and_back_as_one_step(stay):
    stay.list.make_current(2)

    stay.current.make(Role.ADMITTING)
    stay.settle()
    assert codes_of(stay.encounter)[:3] == ["Q10.1", "Q30.3", "Q20.2"]
    assert lines(stay)["Q30.3"].role is Role.ADMITTING
    assert stay.list.current_line.code == "Q30.3"

    stay.undo()
    stay.settle()
    assert codes_of(stay.encounter)[:3] == ["Q10.1", "Q20.2", "Q30.3"]
    assert lines(stay)["Q30.3"].role is Role.LISTED


def test_a_reason_for_the_visit_made_listed_again_is_the_last_of_the_diagnoses(make):
    panel = make(Setting.OUTPATIENT, MAIN, OTHER, FALL, VISIT)
    panel.current.make(Role.REASON_FOR_VISIT)
    panel.settle()
    assert codes_of(panel.encounter)[:2] == ["Q20.2", "Q10.1"]
    assert lines(panel)["Q10.1"].role is Role.REASON_FOR_VISIT

    panel.list.make_current(panel.model.row_of(lines(panel)["Q10.1"].id))
    panel.current.make(Role.LISTED)
    panel.settle()

    assert codes_of(panel.encounter) == ["Q20.2", "Q10.1", "W01.0XXA", "G0439"]


def test_a_code_is_added_behind_those_of_its_field_of_the_claim(stay):
    stay.add(a_code("W02.0XXA"))
    stay.add(a_code("Q40.4"))
    stay.add(replace(a_code("0SG0070"), code_set="icd10pcs"))
    stay.settle()

    assert codes_of(stay.encounter) == [
        *("Q10.1", "Q20.2", "Q30.3", "Q40.4", "W02.0XXA"),
        *("0SRB0JZ", "30233N1", "0SG0070"),
    ]
    assert stay.list.current_line.code == "0SG0070"


@pytest.mark.parametrize(
    ("listed", "code_set", "code", "place"),
    [
        ([], "icd10cm", "Q10.1", 0),
        ([FALL], "icd10cm", "Q10.1", 1),
        ([CUT], "icd10cm", "Q10.1", 0),
        ([CUT], "icd10cm", "W01.0XXA", 0),
        ([MAIN, CUT], "icd10cm", "W01.0XXA", 1),
        ([VISIT], "icd10pcs", "0SRB0JZ", 0),
        ([CUT, MAIN], "icd10pcs", "0SRB0JZ", 1),
        ([MAIN, VISIT], "icf", "b280", 2),
    ],
)
def test_a_place_for_a_code_is_found_in_any_order_of_the_persons(listed, code_set, code, place):
    assert place_for(listed, code_set, code) == place


def test_sorting_brings_the_list_into_the_order_of_the_claim(make):
    panel = make(Setting.INPATIENT, CUT, FALL, MAIN, OTHER)
    panel.claim.sort("claim")
    panel.settle()

    assert codes_of(panel.encounter)[-1] == "0SRB0JZ"
    panel.undo()
    panel.settle()
    assert codes_of(panel.encounter)[0] == "0SRB0JZ"


def test_sorting_as_on_the_claim_leaves_an_admitting_diagnosis_where_making_it_put_it(stay):
    stay.list.make_current(2)
    stay.claim.sort("claim")
    stay.current.make(Role.ADMITTING)
    stay.settle()
    made = codes_of(stay.encounter)
    assert made[:3] == ["Q10.1", "Q30.3", "Q20.2"]

    stay.claim.sort("claim")
    stay.settle()

    assert codes_of(stay.encounter) == made


# The fields of a line -------------------------------------------------------------------------


def test_f4_opens_the_fields_that_apply_and_enter_returns_to_the_list(qtbot, visit):
    visit.list.make_current(2)
    visit.fields.toggle()
    fields = visit.body.fields
    assert fields.shown == ("modifiers", "units", "pointers", "charge", "day")

    type_into(fields.modifiers, "25 lt", Qt.Key.Key_Tab)
    type_into(fields.units, "2", Qt.Key.Key_Tab)
    type_into(fields.pointers, "ba", Qt.Key.Key_Tab)
    type_into(fields.charge, "150", Qt.Key.Key_Return)
    visit.settle()

    line = lines(visit)["G0439"]
    assert (line.modifiers, line.units, line.pointers, line.charge) == (
        ("25", "LT"),
        2,
        ("B", "A"),
        Decimal("150.00"),
    )
    assert visit.list.hasFocus()
    assert visit.body.fields_open


def test_each_line_shows_the_fields_of_its_kind(stay):
    stay.fields.open()
    fields = stay.body.fields
    seen = []
    for row in (0, 3):
        stay.list.make_current(row)
        seen.append(fields.shown)

    assert seen == [("poa", "role"), ("day",)]


def test_tab_goes_from_the_list_through_the_fields_to_the_findings(qtbot, make):
    unfinished = a_line("Q01.11")
    panel = make(Setting.INPATIENT, unfinished, CUT)
    panel.fields.open()
    panel.list.setFocus()
    walked = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or panel.list, Qt.Key.Key_Tab)
        walked.append(panel.window().focusWidget())

    fields = panel.body.fields
    assert walked[:3] == [fields.poa, fields.role, fields.close_button]
    assert panel.findings.isAncestorOf(walked[3])


def test_f4_in_the_fields_saves_what_is_typed_and_closes_them(stay):
    stay.list.make_current(3)
    stay.fields.toggle()
    type_into(stay.body.fields.day.line, "9/2/2026")

    stay.fields.toggle()
    stay.settle()

    assert not stay.body.fields_open
    assert stay.list.hasFocus()
    assert lines(stay)["0SRB0JZ"].performed_on == date(2026, 9, 2)


def test_page_down_takes_the_same_field_of_the_next_line(stay):
    stay.list.make_current(3)
    stay.fields.open()
    day = stay.body.fields.day.line
    type_into(day, "9/2/2026", Qt.Key.Key_PageDown)

    assert stay.list.current_line.code == "30233N1"
    assert day.hasFocus()
    type_into(day, "9/3/2026", Qt.Key.Key_Return)
    stay.settle()
    assert [lines(stay)[code].performed_on.day for code in ("0SRB0JZ", "30233N1")] == [2, 3]


def test_one_date_is_given_to_all_procedures_without_one_as_one_step(stay):
    stay.list.make_current(3)
    stay.fields.open()
    type_into(stay.body.fields.day.line, "9/2/2026")

    stay.body.fields.spread_button.click()
    stay.settle()

    assert {lines(stay)[code].performed_on for code in ("0SRB0JZ", "30233N1")} == {date(2026, 9, 2)}
    assert stay.said[-1] == "2026-09-02 set on 1 procedure."
    stay.undo()
    stay.settle()
    assert lines(stay)["30233N1"].performed_on is None


def test_what_cannot_be_is_said_stays_in_the_field_and_changes_nothing(visit):
    visit.list.make_current(2)
    visit.fields.open()
    fields = visit.body.fields

    type_into(fields.units, "many", Qt.Key.Key_Return)

    assert fields.units.hasFocus()
    assert "no number of units" in fields.refusal
    visit.settle()
    assert lines(visit)["G0439"].units is None
    QTest.keyClick(fields.units, Qt.Key.Key_Escape)
    assert (fields.units.text(), fields.refusal) == ("", "")


def test_a_diagnosis_of_a_visit_has_no_more_fields_and_the_list_keeps_the_keys(visit):
    visit.fields.open()

    assert visit.body.fields.shown == ()
    assert visit.list.hasFocus()


def test_poa_chosen_in_the_fields_is_saved(stay):
    stay.fields.open()
    fields = stay.body.fields
    fields.poa.setFocus()
    QTest.keyClicks(fields.poa, "u")
    QTest.keyClick(fields.poa, Qt.Key.Key_Return)
    stay.settle()

    assert poas(stay) == "U----"
    assert stay.list.hasFocus()


def test_a_field_of_a_line_changed_in_another_window_is_not_overwritten(stay, encounters):
    encounters.rename(encounters.latest(), "Renamed elsewhere")

    stay.current.set_poa("Y")
    stay.settle()

    assert poas(stay) == "-----"
    assert "changed in another window" in stay.notice.text
    assert stay.head.label.text() == "Renamed elsewhere"


def test_a_click_on_what_stands_at_the_right_opens_the_fields(qtbot, stay):
    index = stay.model.index(1)
    area = stay.list.itemDelegate().aside_area(stay.list.visualRect(index), index)

    qtbot.mouseClick(stay.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())

    assert stay.body.fields_open
    assert stay.list.current_line.code == "Q20.2"


def test_the_menu_of_a_line_offers_what_its_kind_can_have(stay):
    def words(row):
        stay.list.make_current(row)
        menu = stay.list.menu_for(stay.list.current_line)
        told = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
        menu.deleteLater()
        letters = [word[word.index("&") + 1].casefold() for word in told]
        assert len(set(letters)) == len(letters)
        return [word.replace("&", "") for word in told]

    assert "POA Y: present on admission" in words(0)
    assert {"Make admitting diagnosis", "Set all missing POA to Y", "Remove code"} <= set(words(0))
    assert set(words(3)) - {"Open 0SRB0JZ in the book", "Copy this code"} <= {
        spec.plain_text for spec in LIST
    }
    assert not any(word.startswith("POA") for word in words(3))


def test_at_large_text_f4_brings_the_fields_into_sight_and_no_date_is_cut_off(
    qtbot, stay, framed, light_theme
):
    light_theme.set_scale(1.5)
    frame = framed(stay)
    frame.setFont(light_theme.font("body"))
    frame.setStyleSheet(light_theme.style_sheet())
    frame.resize(frame.minimumSizeHint().width(), 420)
    frame.show()
    qtbot.waitExposed(frame)
    stay.claim.set_stay({"admitted_on": date(2026, 12, 28)})
    stay.settle()
    stay.head.stay.open()
    stay.list.make_current(3)
    stay.list.setFocus()

    stay.fields.open()
    shown = stay.body.fields
    qtbot.waitUntil(lambda: shown.visibleRegion().boundingRect() == shown.rect())
    type_into(shown.day.line, "2026-12-28", Qt.Key.Key_Return)
    assert whole(shown.day.line)
    stay.head.stay.open()

    fields = stay.head.stay
    qtbot.waitUntil(lambda: fields.visibleRegion().boundingRect() == fields.rect())
    assert fields.admitted.line.text() == "2026-12-28"
    assert whole(fields.admitted.line)


def whole(line):
    """Whether all that stands in *line* is read: none of it is scrolled away."""
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    inside = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    return line.fontMetrics().horizontalAdvance(line.text()) < inside.width() - 2
