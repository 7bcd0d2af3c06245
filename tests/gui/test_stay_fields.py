"""Patient and stay at the head of the encounter pane, typed and folded away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from support.code_lists import a_list

from codebook_app.domain.encounter import Kind, Setting
from codebook_app.gui.panels.encounter_head import EncounterHead

TODAY = date(2026, 11, 22)
STAY = replace(
    a_list("Q01.11", on=date(2026, 9, 8)),
    setting=Setting.INPATIENT,
    birth_date=date(1959, 3, 2),
    sex="F",
    admitted_on=date(2026, 9, 1),
    discharge_status="01",
)


@pytest.fixture
def head(qtbot, light_theme):
    made = EncounterHead(light_theme, lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(340, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def stay(head):
    head.show_encounter(STAY)
    head.stay.fold.setChecked(True)
    return head.stay


@pytest.fixture
def entered(stay):
    told: list[dict[str, object]] = []
    stay.patient_entered.connect(told.append)
    stay.stay_entered.connect(told.append)
    return told


def test_folded_away_one_line_says_what_is_known(head):
    head.show_encounter(STAY)

    assert not head.stay.age.isVisible()
    assert head.stay.summary == "67 y · F · adm. 2026-09-01 · home (01)"
    assert head.stay.fold.accessibleName().endswith(head.stay.summary)


def test_the_head_of_a_stay_asks_for_the_day_of_discharge_and_a_visits_for_that_of_service(head):
    head.show_encounter(STAY)
    assert head.date_field.line.accessibleName() == "Discharged"

    head.show_encounter(a_list("Q01.11"))

    assert head.date_field.line.accessibleName() == "Date of service"
    assert head.stay.summary == "Age and sex"


def test_only_a_stay_has_admission_and_discharge_status(head, stay):
    assert stay.admitted.isVisible()
    assert stay.status.isVisible()

    head.show_encounter(replace(STAY, setting=Setting.PROFESSIONAL))

    assert not stay.admitted.isVisible()
    assert not stay.status.isVisible()
    assert stay.summary == "67 y · F"


def test_a_hospital_exempt_from_poa_is_said_at_once_and_told_of_a_stay_only(head, stay, entered):
    stay.exempt.click()
    assert entered == [{"poa_exempt_hospital": True}]

    head.show_encounter(replace(STAY, poa_exempt_hospital=True))
    assert stay.exempt.isChecked()
    assert stay.summary.endswith("no POA (exempt hospital)")
    assert len(entered) == 1  # showing it says nothing anew

    head.show_encounter(replace(STAY, setting=Setting.OUTPATIENT))
    assert not stay.exempt.isVisible()


def test_a_template_has_neither_date_nor_patient(head):
    head.show_encounter(replace(a_list("Q01.11"), kind=Kind.TEMPLATE))

    assert not head.stay.isVisible()
    assert not head.date_field.isVisible()


def test_an_age_takes_the_place_of_the_birth_date_and_back(qtbot, stay, entered):
    for typed in ("67", "3/2/1959"):
        stay.age.setFocus()
        stay.age.selectAll()
        qtbot.keyClicks(stay.age, typed)
        qtbot.keyClick(stay.age, Qt.Key.Key_Return)

    assert entered == [
        {"age": 67, "birth_date": None},
        {"age": None, "birth_date": date(1959, 3, 2)},
    ]


def test_what_is_no_age_is_said_stays_to_be_mended_and_changes_nothing(qtbot, stay, entered):
    stay.age.setFocus()
    stay.age.selectAll()
    qtbot.keyClicks(stay.age, "sixty")
    qtbot.keyClick(stay.age, Qt.Key.Key_Tab)

    assert "neither an age nor a birth date" in stay.refusal
    assert stay.age.text() == "sixty"
    assert entered == []
    stay.age.setFocus()
    qtbot.keyClick(stay.age, Qt.Key.Key_Escape)
    assert (stay.age.text(), stay.refusal) == ("1959-03-02", "")


def test_the_digits_of_a_discharge_status_are_typed_and_count_once_the_field_is_left(
    qtbot, stay, entered
):
    stay.status.setFocus()
    qtbot.keyClicks(stay.status, "62")
    assert stay.status.currentText().startswith("62 rehabilitation")
    assert entered == []

    qtbot.keyClick(stay.status, Qt.Key.Key_Tab)

    assert entered == [{"discharge_status": "62"}]


def test_escape_puts_a_choice_back_and_a_click_in_the_opened_list_counts_at_once(
    qtbot, stay, entered
):
    stay.sex.setFocus()
    qtbot.keyClicks(stay.sex, "M")
    qtbot.keyClick(stay.sex, Qt.Key.Key_Escape)
    assert stay.sex.currentData() == "F"
    assert entered == []

    stay.sex.setCurrentIndex(2)
    stay.sex.activated.emit(2)  # as a click in the list does

    assert entered == [{"sex": "M"}]


def test_what_is_being_typed_outlives_an_answer_and_not_another_encounter(qtbot, head, stay):
    stay.age.setFocus()
    stay.age.selectAll()
    qtbot.keyClicks(stay.age, "4")

    head.show_encounter(replace(STAY, sex="M", revision=2))
    assert stay.age.text() == "4"

    head.show_encounter(replace(STAY, id="another", birth_date=None, age=30))
    assert stay.age.text() == "30"


def test_tab_goes_through_the_fields_in_a_coders_order(qtbot, head, stay):
    walked = [head.date_field.line]
    head.date_field.line.setFocus()
    for _ in range(7):
        qtbot.keyClick(walked[-1], Qt.Key.Key_Tab)
        walked.append(head.window().focusWidget())

    assert walked == [
        head.date_field.line,
        stay.fold,
        stay.keep,
        stay.age,
        stay.sex,
        stay.admitted.line,
        stay.status,
        stay.exempt,
    ]


def test_enter_in_any_field_of_the_head_goes_on_to_the_codes(qtbot, head, stay):
    done = []
    head.done.connect(lambda: done.append(head.window().focusWidget()))
    fields = (head.label, head.setting, head.date_field.line, stay.age, stay.sex)
    fields += (stay.admitted.line, stay.status)
    for field in fields:
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert done == list(fields)


def test_enter_on_what_cannot_be_stays_to_have_it_mended(qtbot, head, stay):
    done = []
    head.done.connect(lambda: done.append(True))
    for field in (head.date_field.line, stay.age, stay.admitted.line):
        field.setFocus()
        field.setText("old")
        field.setModified(True)
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert done == []
