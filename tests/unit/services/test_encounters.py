"""Encounters as the window edits them: each change, its undo, and finding them again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.code_lists import a_code, codes_of

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.encounters import MOST_LINES, Encounters


@pytest.fixture
def encounters(tmp_path: Path) -> Iterator[Encounters]:
    kept = Encounters(tmp_path / "data" / "user.db")
    yield kept
    kept.close()


def a_visit(encounters: Encounters, *codes: str, label: str = "") -> Encounter:
    visit = encounters.create(label)
    return encounters.add_many(visit, [a_code(code) for code in codes]) if codes else visit


def test_nothing_is_made_before_the_first_use(tmp_path):
    Encounters(tmp_path / "data" / "user.db").close()

    assert not (tmp_path / "data").exists()


def test_an_encounter_without_a_label_is_numbered(encounters):
    assert encounters.create().label == "Encounter 1"
    assert encounters.create("Knee, follow-up").label == "Knee, follow-up"
    assert encounters.create("  ").label == "Encounter 3"


def test_a_number_that_is_taken_is_passed_over(encounters):
    encounters.create("encounter 2")

    assert encounters.create().label == "Encounter 3"


def test_a_number_is_not_given_again_after_a_deletion(encounters):
    encounters.delete(encounters.create())

    assert encounters.create().label == "Encounter 2"


def test_a_label_is_one_line_of_a_bounded_length(encounters):
    visit = encounters.create("  Visit\n14 \t" + "x" * 300)

    assert visit.label.startswith("Visit 14 xxx")
    assert len(visit.label) == 200


def test_a_new_encounter_keeps_what_it_was_begun_with(encounters):
    visit = encounters.create("A", Setting.INPATIENT, date(2026, 4, 1))

    assert encounters.open(visit.id) == visit
    assert (visit.setting, visit.date_of_service) == (Setting.INPATIENT, date(2026, 4, 1))
    assert (visit.undo_word, visit.redo_word) == ("", "")


def test_a_line_keeps_code_set_release_and_title_of_its_code(encounters):
    visit = encounters.add(encounters.create(), a_code("E11.22", "Invented diabetes"))

    (line,) = visit.lines
    assert (line.code_set, line.release, line.code, line.title) == (
        "icd10cm",
        "FY2099",
        "E11.22",
        "Invented diabetes",
    )


def test_codes_are_added_at_the_end_or_where_asked(encounters):
    visit = a_visit(encounters, "A00.0", "A00.1")
    visit = encounters.add(visit, a_code("B00.0"), 0)
    visit = encounters.add(visit, a_code("B00.1"), 99)

    assert codes_of(visit) == ["B00.0", "A00.0", "A00.1", "B00.1"]


def test_many_codes_are_one_step_of_undo(encounters):
    visit = a_visit(encounters, "A00.0", "A00.1", "A00.9")
    assert visit.undo_word == "add 3 codes"

    assert encounters.undo(visit).lines == ()


def test_lines_are_moved_removed_and_replaced_in_place(encounters):
    visit = a_visit(encounters, "A00.0", "A00.1", "A00.9")
    first, second, third = visit.lines

    visit = encounters.move(visit, third.id, 0)
    assert codes_of(visit) == ["A00.9", "A00.0", "A00.1"]
    visit = encounters.move(visit, third.id, 2)
    assert codes_of(visit) == ["A00.0", "A00.1", "A00.9"]
    visit = encounters.remove(visit, first.id)
    assert codes_of(visit) == ["A00.1", "A00.9"]
    visit = encounters.replace(visit, second.id, a_code("S72.002A", "Invented fracture"))
    assert codes_of(visit) == ["S72.002A", "A00.9"]
    assert visit.lines[0].id == second.id
    assert visit.lines[0].title == "Invented fracture"
    assert visit.undo_word == "change A00.1 to S72.002A"


def test_a_line_that_is_not_there_is_said_so_and_nothing_changes(encounters):
    visit = a_visit(encounters, "A00.0")

    for change in (
        lambda: encounters.remove(visit, "nowhere"),
        lambda: encounters.move(visit, "nowhere", 0),
        lambda: encounters.replace(visit, "nowhere", a_code("A00.1")),
    ):
        with pytest.raises(KnownError, match="not on the list"):
            change()
    assert encounters.open(visit.id) == visit


def test_what_changes_nothing_is_no_step_of_undo(encounters):
    visit = a_visit(encounters, "A00.0", "A00.1")

    assert encounters.rename(visit, visit.label) == visit
    assert encounters.set_setting(visit, visit.setting) == visit
    assert encounters.set_date_of_service(visit, None) == visit
    assert encounters.move(visit, visit.lines[1].id, 5) == visit
    assert encounters.add_many(visit, []) == visit
    assert encounters.withdraw_override(visit, "excludes1", ("A", "B")) == visit


def test_a_label_can_not_be_taken_away(encounters):
    visit = encounters.create("A")

    with pytest.raises(KnownError, match="needs a label"):
        encounters.rename(visit, " \n ")


def test_each_change_can_be_undone_and_redone_by_its_name(encounters):
    visit = encounters.create("A")
    visit = encounters.rename(visit, "B")
    assert visit.undo_word == "rename"
    visit = encounters.set_setting(visit, Setting.INPATIENT)
    assert visit.undo_word == "change to inpatient"
    visit = encounters.set_date_of_service(visit, date(2026, 1, 2))
    assert visit.undo_word == "change date to 2026-01-02"
    visit = encounters.set_date_of_service(visit, None)
    assert visit.undo_word == "remove date of service"
    visit = encounters.add(visit, a_code("E11.22"))
    assert visit.undo_word == "add E11.22"
    visit = encounters.remove(visit, visit.lines[0].id)
    assert visit.undo_word == "remove E11.22"

    visit = encounters.undo(visit)
    assert (codes_of(visit), visit.undo_word, visit.redo_word) == (
        ["E11.22"],
        "add E11.22",
        "remove E11.22",
    )
    for _ in range(5):
        visit = encounters.undo(visit)
    assert (visit.label, visit.setting, visit.date_of_service) == ("A", Setting.OUTPATIENT, None)
    assert (visit.undo_word, visit.redo_word) == ("", "rename")


def test_undo_and_redo_without_anything_to_do_change_nothing(encounters):
    visit = a_visit(encounters, "A00.0")

    assert encounters.redo(visit) == visit
    visit = encounters.undo(visit)
    assert encounters.undo(visit) == visit


def test_a_change_after_undo_takes_the_place_of_what_was_undone(encounters):
    visit = a_visit(encounters, "A00.0", "A00.1")
    visit = encounters.add(encounters.undo(visit), a_code("B00.0"))

    assert visit.redo_word == ""
    assert codes_of(encounters.redo(visit)) == ["B00.0"]


def test_undo_still_works_after_a_restart(tmp_path):
    file = tmp_path / "user.db"
    before = Encounters(file)
    visit = before.add(before.create("A"), a_code("E11.22"))
    visit = before.undo(before.remove(visit, visit.lines[0].id))
    before.close()

    after = Encounters(file)
    again = after.open(visit.id)

    assert again == visit
    assert (again.undo_word, again.redo_word) == ("add E11.22", "remove E11.22")
    assert after.redo(again).lines == ()
    after.close()


def test_a_warning_is_set_aside_with_a_reason_that_is_kept(encounters):
    visit = a_visit(encounters, "A00.0", "B00.0")
    visit = encounters.override(visit, "excludes1", ("A00.0", "B00.0"), "  unrelated\nconditions ")

    (override,) = encounters.open(visit.id).overrides
    assert (override.rule, override.codes) == ("excludes1", ("A00.0", "B00.0"))
    assert override.reason == "unrelated conditions"
    assert encounters.undo(visit).overrides == ()


def test_a_second_reason_takes_the_place_of_the_first_whatever_the_order(encounters):
    visit = encounters.override(encounters.create(), "excludes1", ("A", "B"), "first")
    visit = encounters.override(visit, "excludes1", ("B", "A"), "second")

    assert [one.reason for one in visit.overrides] == ["second"]
    assert encounters.withdraw_override(visit, "excludes1", ("A", "B")).overrides == ()


def test_a_warning_is_not_set_aside_without_a_reason(encounters):
    visit = encounters.create()

    with pytest.raises(KnownError, match="with a reason"):
        encounters.override(visit, "excludes1", ("A", "B"), " ")
    assert encounters.open(visit.id).overrides == ()


def test_a_stale_change_is_refused_and_overwrites_nothing(encounters):
    stale = a_visit(encounters, "A00.0")
    now = encounters.add(stale, a_code("A00.1"))

    for change in (
        lambda: encounters.add(stale, a_code("B00.0")),
        lambda: encounters.rename(stale, "B"),
        lambda: encounters.undo(stale),
        lambda: encounters.redo(stale),
        lambda: encounters.delete(stale),
    ):
        with pytest.raises(ConflictError, match="was changed in another window"):
            change()
    assert encounters.open(now.id) == now


def test_undo_never_brings_an_old_revision_back(encounters):
    stale = encounters.create("A")
    now = encounters.undo(encounters.rename(stale, "B"))

    assert now.revision > stale.revision
    with pytest.raises(ConflictError):
        encounters.rename(stale, "C")


def test_an_encounter_holds_a_bounded_number_of_lines(encounters):
    visit = encounters.add_many(encounters.create(), [a_code("A00.0")] * MOST_LINES)

    with pytest.raises(KnownError, match=f"{MOST_LINES} lines at most"):
        encounters.add(visit, a_code("A00.1"))


def test_a_deleted_encounter_comes_back_whole(encounters):
    visit = a_visit(encounters, "A00.0", label="A")
    encounters.delete(visit)

    assert encounters.found() == ()
    assert encounters.latest() is None
    assert [one.id for one in encounters.deleted()] == [visit.id]
    with pytest.raises(ConflictError, match="deleted"):
        encounters.add(visit, a_code("A00.1"))
    with pytest.raises(ConflictError, match="deleted"):
        encounters.open(visit.id)

    back = encounters.restore(visit.id)
    assert (codes_of(back), back.undo_word) == (["A00.0"], "add A00.0")
    assert encounters.deleted() == ()
    assert encounters.restore(visit.id) == back
    assert encounters.undo(back).lines == ()


def test_an_encounter_nobody_made_is_said_so(encounters):
    for use in (encounters.open, encounters.restore):
        with pytest.raises(KnownError, match="no such encounter"):
            use("nowhere")


def test_encounters_are_found_by_label_and_by_code_the_newest_change_first(encounters):
    knee = a_visit(encounters, "M17.11", "E11.22", label="Knee, Straße 5")
    eyes = a_visit(encounters, "H40.1131", "E11.9", label="Eyes 100%")
    encounters.rename(encounters.create("other"), "Other")
    a_visit(encounters, "M17.12", label="M17 of the left side")

    def labels(text: str) -> list[str]:
        return [one.label for one in encounters.found(text)]

    assert labels("") == ["M17 of the left side", "Other", eyes.label, knee.label]
    assert labels("e11.22") == labels("E1122") == [knee.label]
    assert labels("E11") == [eyes.label, knee.label]
    assert labels("m17") == ["M17 of the left side", knee.label]
    assert labels("KNEE") == labels("strasse") == [knee.label]
    assert labels("knee e11") == [knee.label]
    assert labels("100%") == [eyes.label]
    assert labels("%") == [eyes.label]
    assert labels("_") == labels("1122") == labels("knee h40") == []
    encounters.rename(knee, "Knee")
    assert labels("e11") == ["Knee", eyes.label]


def test_a_summary_shows_the_codes_in_their_order(encounters):
    visit = a_visit(encounters, "E11.22", "A00.0", "M17.11", label="A")
    encounters.move(visit, visit.lines[2].id, 0)

    (summary,) = encounters.found("a")
    assert summary.codes == ("M17.11", "E11.22", "A00.0")
    assert summary.label == "A"


def test_no_more_encounters_are_given_than_asked_for(encounters):
    for _ in range(4):
        a_visit(encounters, "A00.0")

    assert [one.label for one in encounters.found("A00", limit=2)] == ["Encounter 4", "Encounter 3"]
    assert [one.codes for one in encounters.found(limit=2)] == [("A00.0",), ("A00.0",)]


def test_the_latest_is_the_one_changed_last(encounters):
    first = encounters.create("first")
    encounters.create("second")
    first = encounters.add(first, a_code("A00.0"))

    assert encounters.latest() == first


def test_the_database_may_be_an_address_in_place_of_a_path():
    encounters = Encounters("sqlite://")
    visit = encounters.add(encounters.create("A"), a_code("A00.0"))

    assert codes_of(encounters.undo(visit)) == []
    encounters.close()
