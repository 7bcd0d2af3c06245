"""The encounter pane as a whole, on a real database."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from support.code_lists import a_code, a_list, codes_of
from support.encounter_pane import HeldDesk

from codebook_app.domain.encounter import Setting
from codebook_app.domain.fix import Fix, MoveLine, RemoveLine
from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.override import OverrideDialog
from codebook_app.gui.panels.encounter import EncounterPanel
from codebook_app.services.copying import Copying
from codebook_app.services.encounters import Encounters
from codebook_app.settings import Settings

TODAY = date(2026, 11, 22)
INK = a_code("Q01.11", "Inkblot of right thumb", billable=False)
CUT = a_code("Q02.0", "Paper cut, shallow")
DUST = a_code("Q03.9", "Dust, unspecified")
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def settings(folders):
    return Settings(folders.settings)


@pytest.fixture
def make(qtbot, encounters, checking, desk, light_theme, settings):
    def built() -> EncounterPanel:
        panel = EncounterPanel(
            encounters,
            checking,
            Copying(),
            desk,
            light_theme,
            settings,
            lambda code, found: found(a_code(code, f"Completed {code}")),
            today=lambda: TODAY,
        )
        qtbot.addWidget(panel)
        panel.resize(340, 600)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    return built


@pytest.fixture
def panel(make):
    made = make()
    made.start()
    return made


@pytest.fixture
def settle(qtbot, panel, desk):
    def wait() -> None:
        qtbot.waitUntil(lambda: panel.edits.settled and not desk.busy)

    return wait


@pytest.fixture
def filled(panel, settle):
    for code in (INK, CUT, DUST):
        panel.add(code)
    settle()
    return panel


@pytest.fixture
def said(panel):
    lines: list[str] = []
    panel.message.connect(lines.append)
    return lines


def shown(panel: EncounterPanel) -> list[str]:
    return [line.code for line in panel.model.lines]


def current(panel: EncounterPanel) -> str:
    line = panel.list.current_line
    return line.code if line else ""


def dialog_of(panel: EncounterPanel) -> QDialog:
    return next(one for one in panel.findChildren(QDialog) if one.isVisible())


# What is shown --------------------------------------------------------------------------------


def test_an_empty_list_is_shown_as_such_and_saves_nothing(panel, settle, encounters):
    settle()

    assert panel.encounter is None
    assert encounters.found() == ()
    assert not panel.foot.copy_button.isEnabled()
    assert panel.findings.isHidden()


def test_an_empty_list_teaches_what_to_do(panel, settle):
    settle()

    before = panel.list.grab().toImage()
    panel.add(CUT)
    settle()
    panel.current.remove()
    settle()

    assert "Ctrl+Enter" in panel.list.accessibleDescription()
    assert panel.list.grab().toImage() == before


def test_the_next_start_shows_what_the_last_one_left(filled, make, settle):
    again = make()
    again.start()
    settle()

    assert again.encounter == filled.encounter


def test_a_code_added_is_current_and_told(filled, said, settle):
    filled.add(a_code("Q01.12", billable=False))
    settle()

    assert current(filled) == "Q01.12"
    assert said[-1] == "Q01.12 added to “Encounter 1”, which is not billable."


def test_findings_come_beside_the_lines_and_below(filled):
    role = filled.model.FindingsRole
    marks = [[one.rule for one in filled.model.index(row).data(role)] for row in range(3)]

    assert marks == [["seventh_character", "excludes1"], ["excludes1"], []]
    assert filled.findings.word == "1 error, 1 warning · 1 not checked"


def test_removing_the_last_code_takes_the_findings_away(panel, settle):
    panel.add(INK)
    settle()
    assert not panel.findings.isHidden()

    panel.current.remove()
    settle()

    assert panel.findings.isHidden()


def test_a_check_that_cannot_run_is_said_and_nothing_is_called_clean(panel, settle, checking):
    checking.fault = KnownError("No ICD-10-CM is installed.", "Install it.")
    panel.add(INK)
    settle()

    assert panel.findings.word == "Not checked"
    assert "No ICD-10-CM is installed." in panel.findings.not_checked_text


def test_new_releases_are_checked_against(filled, settle, checking):
    before = len(checking.checked)
    filled.releases_changed()
    settle()

    assert len(checking.checked) == before + 1


# Keys in the list -----------------------------------------------------------------------------


def test_of_many_lines_added_at_once_the_first_is_current_and_in_sight(qtbot, filled, settle):
    added = a_list(*(f"Q{at}.1" for at in range(10, 50))).lines

    filled.edits.edit("add 40 codes", lambda encounters, now: encounters.add_lines(now, added))
    settle()

    assert filled.list.current_line.code == "Q10.1"
    viewport = filled.list.viewport().rect()
    qtbot.waitUntil(
        lambda: viewport.contains(filled.list.visualRect(filled.list.currentIndex()).center())
    )
    below = filled.list.indexAt(viewport.bottomLeft() - QPoint(-20, 30))
    assert filled.model.line_at(below.row()).code > "Q10.1"


def test_delete_takes_the_current_line_off_and_goes_to_the_next(qtbot, filled, settle):
    filled.list.make_current(1)
    qtbot.keyClick(filled.list, Qt.Key.Key_Delete)
    settle()

    assert shown(filled) == ["Q01.11", "Q03.9"]
    assert current(filled) == "Q03.9"


def test_delete_pressed_twice_at_once_takes_two_lines_off(qtbot, filled, settle, desk):
    held = HeldDesk(desk)
    filled.list.make_current(0)
    qtbot.keyClick(filled.list, Qt.Key.Key_Delete)
    qtbot.keyClick(filled.list, Qt.Key.Key_Delete)
    held.release()
    settle()

    assert shown(filled) == ["Q03.9"]
    assert filled.notice.text == ""


def test_delete_on_the_last_line_goes_up(qtbot, filled, settle):
    filled.list.make_current(2)
    qtbot.keyClick(filled.list, Qt.Key.Key_Delete)
    settle()

    assert current(filled) == "Q02.0"


def test_alt_and_arrows_resequence_and_the_line_stays_current(qtbot, filled, settle, encounters):
    filled.list.make_current(2)
    qtbot.keyClick(filled.list, Qt.Key.Key_Up, ALT)
    qtbot.keyClick(filled.list, Qt.Key.Key_Up, ALT)
    settle()

    assert shown(filled) == ["Q03.9", "Q01.11", "Q02.0"]
    assert current(filled) == "Q03.9"
    assert codes_of(encounters.latest()) == shown(filled)


def test_a_dragged_line_is_saved_where_it_was_dropped(filled, settle, encounters):
    filled.model.moveRow(QModelIndex(), 0, QModelIndex(), 3)
    settle()

    assert codes_of(encounters.latest()) == ["Q02.0", "Q03.9", "Q01.11"]


def test_enter_opens_the_code_in_the_book(qtbot, filled):
    filled.list.make_current(1)

    with qtbot.waitSignal(filled.open_requested) as opened:
        qtbot.keyClick(filled.list, Qt.Key.Key_Return)

    assert opened.args == ["icd10cm:Q02.0"]


def test_ctrl_c_copies_the_one_code(qtbot, filled, said):
    filled.list.make_current(1)
    qtbot.keyClick(filled.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "Q02.0"
    assert said == ["Q02.0 copied."]


def test_the_right_arrow_offers_what_completes_the_line_and_a_letter_chooses(
    qtbot, filled, settle, encounters
):
    filled.list.make_current(0)
    line_id = filled.list.current_line.id
    filled.list.setFocus()
    qtbot.keyClick(filled.list, Qt.Key.Key_Right)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    qtbot.keyClick(menu, Qt.Key.Key_A)
    settle()

    assert codes_of(encounters.latest()) == ["Q01.11XA", "Q02.0", "Q03.9"]
    assert filled.model.lines[0].id == line_id
    assert "error" not in filled.findings.word


def test_the_menu_of_a_line_offers_only_what_can_be_done(filled):
    filled.list.make_current(0)
    menu = filled.list.menu_for(filled.list.current_line)
    enabled = {
        action.text().split("\t")[0].replace("&", ""): action.isEnabled()
        for action in menu.actions()
    }
    menu.deleteLater()

    assert enabled["Move code up"] is False
    assert enabled["Move code down"] is True
    assert enabled["Open Q01.11 in the book"] is True


# Head -----------------------------------------------------------------------------------------


def test_f2_anywhere_in_the_pane_edits_the_label_in_place(qtbot, filled, settle, encounters):
    filled.list.setFocus()
    qtbot.keyClick(filled.list, Qt.Key.Key_F2)
    assert filled.window().focusWidget() is filled.head.label
    qtbot.keyClicks(filled.head.label, "Visit 14")
    qtbot.keyClick(filled.head.label, Qt.Key.Key_Return)
    settle()

    assert encounters.latest().label == "Visit 14"


def test_escape_and_an_empty_label_leave_the_label_as_it_was(qtbot, filled, settle, encounters):
    for leave in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        filled.rename()
        qtbot.keyClick(filled.head.label, Qt.Key.Key_Backspace)
        qtbot.keyClick(filled.head.label, leave)
        settle()
        assert filled.head.label.text() == "Encounter 1"

    assert encounters.latest().label == "Encounter 1"


def test_an_answer_leaves_a_label_being_typed_alone(qtbot, filled, settle):
    filled.rename()
    qtbot.keyClicks(filled.head.label, "Visit 1")
    filled.add(a_code("Q04"))
    settle()

    assert filled.head.label.text() == "Visit 1"


@pytest.mark.parametrize("field", ["label", "date"])
def test_what_is_being_typed_is_saved_when_the_window_closes(
    qtbot, filled, desk, encounters, field
):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(filled)
    window.show()
    qtbot.waitActive(window)
    line = filled.head.label if field == "label" else filled.head.date_field.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Visit 14" if field == "label" else "11/20/2026")
    window.hide()
    desk.close(drain=True)
    window.takeCentralWidget()

    latest = encounters.latest()
    kept = latest.label if field == "label" else latest.date_of_service
    assert kept == ("Visit 14" if field == "label" else date(2026, 11, 20))


def test_the_setting_is_chosen_by_key(qtbot, filled, settle, encounters):
    qtbot.keyClicks(filled.head.setting, "i")
    qtbot.keyClick(filled.head.setting, Qt.Key.Key_Return)
    settle()

    assert encounters.latest().setting is Setting.INPATIENT


def test_the_date_of_service_is_saved_and_announced(qtbot, filled, settle, encounters):
    with qtbot.waitSignal(filled.date_changed) as announced:
        qtbot.keyClicks(filled.head.date_field.line, "t")
    settle()

    assert announced.args == [TODAY]
    assert encounters.latest().date_of_service == TODAY


def test_opening_another_encounter_announces_its_date(qtbot, filled, settle, encounters):
    other = encounters.create("Another", date_of_service=date(2026, 10, 2))

    with qtbot.waitSignal(filled.date_changed) as announced:
        filled.open_encounter(other.id)
    settle()

    assert announced.args == [date(2026, 10, 2)]
    assert filled.head.label.text() == "Another"


def test_a_wrong_date_is_told_beside_the_field_and_changes_nothing(
    qtbot, filled, settle, encounters
):
    line = filled.head.date_field.line
    qtbot.keyClicks(line, "2026-02-30")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()

    assert "February 2026 has 28 days" in filled.head.refusal
    assert encounters.latest().date_of_service is None


# Undo, new, delete ----------------------------------------------------------------------------


def test_undo_and_redo_have_words_for_the_menu(qtbot, filled, settle, said):
    with qtbot.waitSignal(filled.undo_state) as state:
        filled.undo()
    settle()

    assert state.args == ["add Q02.0", "add Q03.9"]
    assert filled.foot.undo_button.accessibleName() == "Undo add Q02.0"
    assert filled.foot.redo_button.accessibleName() == "Redo add Q03.9"
    assert said == ["Undone: add Q03.9."]
    assert shown(filled) == ["Q01.11", "Q02.0"]


def test_undoing_a_removal_brings_the_line_back_and_makes_it_current(filled, settle):
    filled.list.make_current(1)
    filled.current.remove()
    filled.undo()
    settle()

    assert shown(filled) == ["Q01.11", "Q02.0", "Q03.9"]
    assert current(filled) == "Q02.0"


def test_undo_with_nothing_to_undo_says_so(panel, settle, said):
    panel.undo()
    settle()

    assert said == ["Nothing to undo."]


def test_a_new_encounter_keeps_the_old_one_and_asks_for_a_label(filled, settle, encounters):
    filled.new_encounter()
    settle()

    assert shown(filled) == []
    assert filled.window().focusWidget() is filled.head.label
    assert [one.codes for one in encounters.found("Encounter 1")] == [("Q01.11", "Q02.0", "Q03.9")]


def test_a_new_encounter_is_in_the_hospital_of_the_one_before(filled, settle):
    filled.claim.set_stay({"poa_exempt_hospital": True})
    filled.new_encounter()
    settle()

    assert shown(filled) == []
    assert filled.encounter.poa_exempt_hospital


def test_an_untouched_encounter_is_used_instead_of_beginning_another(
    filled, settle, encounters, said
):
    for _ in range(3):
        filled.new_encounter()
        settle()

    assert len(encounters.found()) == 2
    assert said[-1] == "“Encounter 2” is still empty: it is the new encounter."


def test_deleting_goes_to_the_encounter_before_and_can_be_taken_back(
    qtbot, filled, settle, encounters
):
    filled.new_encounter()
    settle()
    gone = filled.encounter
    filled.delete_encounter()
    settle()
    assert shown(filled) == ["Q01.11", "Q02.0", "Q03.9"]
    assert gone.label in filled.notice.text

    qtbot.keyClick(filled.notice.answer_button, Qt.Key.Key_Space)
    settle()

    assert filled.encounter.id == gone.id
    assert filled.notice.text == ""


def test_what_another_window_did_is_shown_and_told(filled, settle, folders):
    elsewhere = Encounters(folders.user_db)
    elsewhere.rename(elsewhere.latest(), "Changed elsewhere")
    filled.current.remove()
    settle()
    elsewhere.close()

    assert filled.head.label.text() == "Changed elsewhere"
    assert shown(filled) == ["Q01.11", "Q02.0", "Q03.9"]
    assert "Not done: remove Q03.9." in filled.notice.text


def test_an_encounter_deleted_elsewhere_can_be_restored_and_gone_on_with(
    qtbot, filled, settle, folders
):
    elsewhere = Encounters(folders.user_db)
    elsewhere.delete(elsewhere.latest())
    elsewhere.close()
    filled.add(a_code("Q04"))
    settle()
    assert filled.notice.answer_button.text() == "Restore"
    filled.notice.answer_button.click()
    settle()
    filled.add(a_code("Q05"))
    settle()

    assert shown(filled) == ["Q01.11", "Q02.0", "Q03.9", "Q05"]
    assert "Not done: add Q04." in filled.notice.text


def test_a_fault_stays_until_it_is_closed_and_none_hides_another(qtbot, filled):
    for fault in ("The disk is full.", "The file is gone.", "The disk is full."):
        filled.notice.say_fault(fault)

    read = []
    while filled.notice.text:
        read.append(filled.notice.text)
        qtbot.keyClick(filled.notice.close_button, Qt.Key.Key_Space)
    assert read == ["The disk is full.", "The file is gone."]


# Fixes ----------------------------------------------------------------------------------------


def test_a_fix_is_made_as_one_step_that_undo_takes_back(filled, settle, said, encounters):
    first, second, third = (line.id for line in filled.model.lines)
    before = shown(filled)
    fix = Fix("Put the last first", (MoveLine(third, first), RemoveLine(second)))

    filled.findings.fix_asked.emit(fix)
    settle()

    assert shown(filled) == [before[2], before[0]]
    assert said[-1] == "Done: Put the last first. Ctrl+Z takes it back."
    assert encounters.latest().undo_word
    filled.undo()
    settle()
    assert shown(filled) == before


# Overrides ------------------------------------------------------------------------------------


def test_a_warning_is_overridden_with_a_reason_and_withdrawn_by_keyboard(
    qtbot, filled, settle, encounters
):
    def card():
        return next(one for one in filled.findings.cards if one.finding.rule == "excludes1")

    qtbot.keyClick(card().override_button, Qt.Key.Key_Space)
    dialog = dialog_of(filled)
    assert isinstance(dialog, OverrideDialog)
    assert not dialog.override_button.isEnabled()
    qtbot.keyClicks(dialog.reason.lineEdit(), "Unrelated")
    qtbot.keyClick(dialog.reason.lineEdit(), Qt.Key.Key_Return)
    settle()

    assert [one.reason for one in encounters.latest().overrides] == ["Unrelated"]
    assert filled.findings.word == "1 error, 1 set aside · 1 not checked"

    qtbot.keyClick(card().withdraw_button, Qt.Key.Key_Space)
    settle()

    assert encounters.latest().overrides == ()
    assert "1 warning" in filled.findings.word


def test_an_override_without_a_reason_is_not_taken(qtbot, filled):
    (card,) = (one for one in filled.findings.cards if one.finding.rule == "excludes1")
    card.override_button.click()
    dialog = dialog_of(filled)
    given = []
    dialog.reason_given.connect(given.append)
    qtbot.keyClicks(dialog.reason.lineEdit(), "   ")
    qtbot.keyClick(dialog.reason.lineEdit(), Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert given == []
    dialog.reject()


# Focus and names ------------------------------------------------------------------------------


def test_tab_goes_from_label_to_setting_date_patient_list_findings_and_buttons(qtbot, filled):
    filled.list.make_current(0)
    filled.head.label.setFocus()
    walked: list[QWidget] = [filled.head.label]
    for _ in range(30):
        qtbot.keyClick(walked[-1], Qt.Key.Key_Tab)
        focus = filled.window().focusWidget()
        if focus in walked:
            break
        walked.append(focus)

    head, foot, cards = filled.head, filled.foot, filled.findings.cards
    assert walked[:5] == [
        head.label,
        head.setting,
        head.date_field.line,
        head.stay.fold,
        filled.list,
    ]
    findings = [filled.findings.switch, *(stop for card in cards for stop in card.focusable)]
    assert walked[5 : 5 + len(findings)] == findings
    assert walked[5 + len(findings) :][:4] == [
        foot.copy_button,
        foot.more_button,
        foot.undo_button,
        head.menu_button,
    ]


def test_every_control_has_a_name_for_a_screen_reader(filled):
    for widget in filled.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_a_list_longer_than_the_pane_has_three_fifths_of_the_room_and_findings_the_rest(
    filled, settle
):
    for number in range(22):
        filled.add(a_code(f"Q4{number:02}"))
    settle()
    body = filled.body.height()

    assert filled.findings.wanted_height(340) > body * 2 // 5
    assert body * 3 // 5 - 2 <= filled.list.height() <= body * 3 // 4
    assert filled.findings.height() >= body // 5


def test_few_codes_leave_all_other_room_to_the_findings(filled, qtbot):
    lines = sum(filled.list.sizeHintForRow(row) for row in range(3))
    # Too little room for all, whatever the font.
    while filled.findings.wanted_height(340) <= filled.findings.height():
        filled.resize(340, filled.height() - 8)

    assert filled.findings.wanted_height(340) > filled.findings.height()
    assert filled.findings.height() > filled.body.height() // 2
    assert filled.list.height() >= lines


def test_findings_take_no_more_room_than_they_need(filled, qtbot):
    filled.resize(340, 1200)

    assert filled.findings.height() == filled.findings.wanted_height(340)


@pytest.mark.parametrize("scale", [0.8, 1.5, 2.0])
def test_another_text_size_is_taken_at_once(filled, light_theme, scale, qtbot):
    before = filled.list.sizeHintForRow(0)

    light_theme.set_scale(scale)

    assert (filled.list.sizeHintForRow(0) > before) == (scale > 1)
    assert not filled.grab().isNull()


def test_many_findings_never_make_the_pane_taller_than_its_window(filled):
    filled.findings.setFixedHeight(2000)

    assert filled.body.minimumSizeHint().height() < 400
    assert filled.heightForWidth(340) < 600
