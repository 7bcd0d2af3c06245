"""Edits done in order: none lost, none on the wrong encounter, stale checks dropped."""

from __future__ import annotations

from datetime import date

import pytest
from support.code_lists import a_code, codes_of
from support.encounter_pane import HeldDesk

from codebook_app.domain.encounter import Setting
from codebook_app.errors import KnownError
from codebook_app.gui.panels.encounter_edits import EncounterEdits
from codebook_app.services.encounters import Encounters

FIRST, SECOND, THIRD = (a_code(code) for code in ("Q01.11", "Q02.0", "Q03"))


def nothing() -> None: ...


@pytest.fixture
def elsewhere(folders):
    """The same encounters in another window."""
    made = Encounters(folders.user_db)
    yield made
    made.close()


class Heard:
    """What an EncounterEdits has said."""

    def __init__(self, edits: EncounterEdits) -> None:
        self.failed: list[str] = []
        self.told: list[str] = []
        self.reports: list = []
        self.unchecked: list[str] = []
        self.gone: list = []
        edits.failed.connect(self.failed.append)
        edits.told.connect(self.told.append)
        edits.checked.connect(self.reports.append)
        edits.unchecked.connect(self.unchecked.append)
        edits.gone.connect(self.gone.append)


@pytest.fixture
def edits(encounters, checking, worker):
    return EncounterEdits(encounters, checking, worker)


@pytest.fixture
def heard(edits):
    return Heard(edits)


@pytest.fixture
def settle(qtbot, edits, worker):
    def wait() -> None:
        qtbot.waitUntil(lambda: edits.settled and not worker.busy)

    return wait


def test_a_code_added_without_an_encounter_begins_one(edits, settle, encounters):
    edits.add(FIRST, nothing)
    settle()

    assert codes_of(edits.encounter) == ["Q01.11"]
    assert encounters.latest() == edits.encounter


def test_edits_made_before_the_first_is_answered_are_all_done_in_order(
    edits, heard, settle, worker
):
    held = HeldDesk(worker)
    for code in (FIRST, SECOND, THIRD):
        edits.add(code, nothing)
    edits.set_setting(Setting.INPATIENT)
    edits.set_date_of_service(date(2026, 11, 22))
    edits.rename("Visit 14")
    held.release()
    settle()

    assert codes_of(edits.encounter) == ["Q01.11", "Q02.0", "Q03"]
    assert edits.encounter.setting is Setting.INPATIENT
    assert edits.encounter.date_of_service == date(2026, 11, 22)
    assert edits.encounter.label == "Visit 14"
    assert heard.failed == []


def test_steps_up_and_down_count_from_where_the_line_then_is(edits, settle, worker):
    for code in (FIRST, SECOND, THIRD):
        edits.add(code, nothing)
    settle()
    held = HeldDesk(worker)
    line = edits.encounter.lines[0]
    for step in (1, 1, 1, -1):
        edits.move_by(line, step)
    held.release()
    settle()

    assert codes_of(edits.encounter) == ["Q02.0", "Q01.11", "Q03"]


def test_a_step_beyond_the_end_changes_nothing_and_is_no_step_of_undo(edits, settle):
    edits.add(FIRST, nothing)
    settle()
    edits.move_by(edits.encounter.lines[0], 1)
    settle()

    assert edits.encounter.undo_word == "add Q01.11"


def test_a_code_is_added_to_what_another_window_made_of_the_list(edits, heard, settle, elsewhere):
    edits.add(FIRST, nothing)
    settle()
    elsewhere.add(elsewhere.latest(), SECOND)

    edits.add(THIRD, nothing)
    settle()

    assert codes_of(edits.encounter) == ["Q01.11", "Q02.0", "Q03"]
    assert heard.failed == []
    assert "changed in another window too" in heard.told[0]


def test_an_edit_that_another_window_overtook_is_not_done_and_told(edits, heard, settle, elsewhere):
    edits.add(FIRST, nothing)
    settle()
    line = edits.encounter.lines[0]
    elsewhere.add(elsewhere.latest(), SECOND)

    edits.remove(line, nothing)
    settle()

    assert codes_of(edits.encounter) == ["Q01.11", "Q02.0"]
    assert len(heard.failed) == 1
    assert "Not done: remove Q01.11." in heard.failed[0]


def test_after_an_overtaken_edit_the_next_ones_work(edits, heard, settle, elsewhere, worker):
    edits.add(FIRST, nothing)
    settle()
    elsewhere.rename(elsewhere.latest(), "Changed elsewhere")
    held = HeldDesk(worker)
    edits.rename("Changed here")
    edits.add(SECOND, nothing)
    held.release()
    settle()

    assert edits.encounter.label == "Changed elsewhere"
    assert codes_of(edits.encounter) == ["Q01.11", "Q02.0"]
    assert len(heard.failed) == 1


def test_codes_for_an_encounter_deleted_elsewhere_never_go_to_another(
    edits, heard, settle, elsewhere, worker
):
    other = elsewhere.create("Another visit")
    edits.take(lambda encounters: encounters.create("Visit 14"))
    edits.add(FIRST, nothing)
    settle()
    elsewhere.delete(elsewhere.open(edits.encounter.id))
    held = HeldDesk(worker)
    edits.add(SECOND, nothing)
    edits.add(THIRD, nothing)
    held.release()
    settle()

    assert elsewhere.open(other.id).lines == ()
    assert [gone.label for gone in heard.gone] == ["Visit 14", "Visit 14"]
    assert ["add Q02.0" in heard.failed[0], "add Q03" in heard.failed[1]] == [True, True]


def test_undo_and_redo_name_what_they_did(edits, settle):
    told: list[str] = []
    edits.add(FIRST, nothing)
    settle()
    edits.undo(told.append)
    edits.undo(told.append)
    edits.redo(told.append)
    settle()

    assert told == ["add Q01.11", "", "add Q01.11"]
    assert codes_of(edits.encounter) == ["Q01.11"]


def test_undo_with_nothing_in_hand_begins_no_encounter(edits, settle, encounters):
    told: list[str] = []
    edits.undo(told.append)
    settle()

    assert told == [""]
    assert encounters.found() == ()


def test_a_fault_of_an_edit_leaves_the_list_as_it_is_and_is_told(
    edits, heard, settle, encounters, monkeypatch
):
    edits.add(FIRST, nothing)
    settle()

    def full(*_: object) -> None:
        raise KnownError("The disk is full.", "Make room.")

    monkeypatch.setattr(encounters, "add", full)
    edits.add(SECOND, nothing)
    settle()

    assert codes_of(edits.encounter) == ["Q01.11"]
    assert heard.failed == ["The disk is full. Make room."]


def test_a_bug_in_an_edit_is_told_and_reaches_the_crash_handler(
    qtbot, edits, heard, settle, encounters, monkeypatch
):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(encounters, "add", broken)
    with qtbot.captureExceptions() as caught:
        edits.add(FIRST, nothing)
        settle()

    assert "ZeroDivisionError" in heard.failed[0]
    assert caught[0][0] is ZeroDivisionError


def test_checks_run_once_after_the_last_of_several_edits(edits, settle, checking, worker, heard):
    held = HeldDesk(worker)
    for code in (FIRST, SECOND, THIRD):
        edits.add(code, nothing)
    held.release()
    settle()

    assert checking.checked == [("Q01.11", "Q02.0", "Q03")]
    assert len(heard.reports) == 1


def test_a_report_overtaken_by_an_edit_is_dropped(qtbot, edits, settle, checking, heard):
    checking.gate.clear()
    edits.add(FIRST, nothing)
    qtbot.waitUntil(lambda: edits.settled)
    edits.add(SECOND, nothing)
    checking.gate.set()
    settle()

    assert checking.checked[-1] == ("Q01.11", "Q02.0")
    assert len(heard.reports) == 1
    assert {code for finding in heard.reports[0].findings for code in finding.codes} == {
        "Q01.11",
        "Q02.0",
    }


def test_a_check_that_an_edit_overtakes_in_the_queue_is_not_run(edits, settle, checking, worker):
    edits.add(FIRST, nothing)
    settle()
    held = HeldDesk(worker)
    edits.check_again()
    edits.add(SECOND, nothing)
    held.release()
    settle()

    assert checking.checked == [("Q01.11",), ("Q01.11", "Q02.0")]


def test_checks_that_cannot_run_say_why(edits, settle, checking, heard):
    checking.fault = KnownError("No ICD-10-CM is installed.", "Install it.")
    edits.add(FIRST, nothing)
    settle()

    assert heard.unchecked == ["No ICD-10-CM is installed. Install it."]
    assert heard.reports == []


def test_new_releases_make_the_checks_run_again(edits, settle, checking):
    edits.add(FIRST, nothing)
    settle()
    edits.check_again()
    settle()

    assert checking.checked == [("Q01.11",), ("Q01.11",)]


def test_what_waits_for_the_edits_is_called_after_the_last(edits, settle, worker):
    seen: list[int] = []
    held = HeldDesk(worker)
    edits.add(FIRST, nothing)
    edits.add(SECOND, nothing)
    edits.when_settled(lambda: seen.append(len(edits.encounter.lines)))
    held.release()
    settle()
    edits.when_settled(lambda: seen.append(-1))

    assert seen == [2, -1]


def test_edits_still_queued_when_the_window_closes_are_saved(edits, encounters, worker, elsewhere):
    held = HeldDesk(worker)
    for code in (FIRST, SECOND, THIRD):
        edits.add(code, nothing)
    held.release()
    worker.close(drain=True)

    assert codes_of(elsewhere.latest()) == ["Q01.11", "Q02.0", "Q03"]
