"""The log in the database: every change is in it, and whoever edits it is found out."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.code_lists import a_code
from support.kept_visit import encounters, user_db, visit

from codebook_app import __version__
from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.encounters import Encounters

__all__ = ["encounters", "user_db", "visit"]


@pytest.fixture(scope="module")
def prepared(empty_user_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encounter with a log of five entries."""
    file = Path(shutil.copy(empty_user_db, tmp_path_factory.mktemp("prepared") / "user.db"))
    encounters = Encounters(file)
    made = encounters.create("Visit 14", Setting.INPATIENT, date(2026, 4, 1))
    made = encounters.add_many(made, [a_code("I21.09"), a_code("E11.65")])
    made = encounters.set_line(made, made.lines[0].id, poa="N")
    made = encounters.set_line(made, made.lines[0].id, poa="Y")
    encounters.undo(made)
    encounters.close()
    return file


def behind_its_back(user_db: Path, *statements: str) -> None:
    with closing(sqlite3.connect(user_db)) as database, database:
        for statement in statements:
            database.execute(statement)


def faults(encounters: Encounters, visit: Encounter) -> list[str]:
    log = encounters.log(visit.id)
    assert log.sound == (not log.faults)
    return [fault.text for fault in log.faults]


def test_every_change_is_an_entry_with_its_moment_words_and_program(encounters, visit):
    began = datetime.now(UTC)
    log = encounters.log(visit.id)

    assert log.sound
    assert [entry.word for entry in log.entries] == [
        "begin",
        "add 2 codes",
        "change POA of I21.09",
        "change POA of I21.09",
        "undo: change POA of I21.09",
    ]
    assert [one.text for one in log.entries[3].changes] == ["POA of I21.09: N → Y"]
    assert [one.text for one in log.entries[4].changes] == ["POA of I21.09: Y → N"]
    assert [entry.number for entry in log.entries] == [1, 2, 3, 4, 5]
    assert {entry.program for entry in log.entries} == {__version__}
    moments = [entry.made_at for entry in log.entries]
    assert moments == sorted(moments)
    assert 0 <= (began - moments[0]).total_seconds() < 60


def test_undo_redo_and_the_whole_life_of_an_encounter_are_logged(encounters, visit):
    visit = encounters.redo(visit)
    visit = encounters.override(visit, "excludes1", ("I21.09", "E11.65"), "Unrelated")
    visit = encounters.withdraw_override(visit, "excludes1", ("I21.09", "E11.65"))
    visit = encounters.set_favourite(visit, True)
    visit = encounters.archive(visit)
    visit = encounters.unarchive(visit)
    encounters.delete(visit)
    assert encounters.log(visit.id).sound
    encounters.restore(visit.id)

    log = encounters.log(visit.id)
    assert log.sound
    assert [entry.word for entry in log.entries][5:] == [
        "redo: change POA of I21.09",
        "override I21.09 with E11.65",
        "withdraw override I21.09 with E11.65",
        "make a favourite",
        "archive",
        "take out of the archive",
        "delete",
        "restore",
    ]


def test_what_is_refused_or_changes_nothing_is_no_entry(encounters, visit):
    before = encounters.log(visit.id)
    stale = encounters.open(visit.id)
    encounters.rename(visit, visit.label)
    encounters.set_favourite(visit, False)
    with pytest.raises(KnownError):
        encounters.set_line(visit, visit.lines[0].id, poa="X")
    assert encounters.log(visit.id) == before

    encounters.rename(visit, "Visit 15")
    with pytest.raises(ConflictError):
        encounters.archive(stale)
    assert len(encounters.log(visit.id).entries) == len(before.entries) + 1


def test_what_undo_can_no_longer_reach_stays_in_the_log(encounters, visit):
    encounters.rename(visit, "Visit 15")

    texts = [one.text for entry in encounters.log(visit.id).entries for one in entry.changes]
    assert "POA of I21.09: N → Y" in texts
    assert "Label: Visit 14 → Visit 15" in texts


def test_an_edited_entry_is_told(encounters, visit, user_db):
    behind_its_back(
        user_db, "UPDATE encounter_log SET changes = replace(changes, 'N', 'W') WHERE number = 3"
    )

    (fault,) = faults(encounters, visit)
    assert fault.startswith("Entry 3 (“change POA of I21.09”) is not as it was written")


@pytest.mark.parametrize(
    "edit",
    [
        "word = 'sort'",
        "made_at = '2026-01-01T00:00:00+00:00'",
        "program = '9'",
        "state = ''",
        "changes = '[]'",
    ],
)
def test_nothing_of_an_entry_can_be_edited_unseen(encounters, visit, user_db, edit):
    behind_its_back(user_db, f"UPDATE encounter_log SET {edit} WHERE number = 2")

    assert faults(encounters, visit)[0].startswith("Entry 2 ")


@pytest.mark.parametrize("column", ["changes", "made_at"])
def test_an_entry_that_was_spoilt_is_told_and_the_others_still_read(
    encounters, visit, user_db, column
):
    behind_its_back(user_db, f"UPDATE encounter_log SET {column} = 'nonsense' WHERE number = 2")

    assert faults(encounters, visit) == ["Entry 2 cannot be read."]
    assert len(encounters.log(visit.id).entries) == 5


def test_an_entry_with_a_hash_made_anew_breaks_the_next(encounters, visit, user_db):
    behind_its_back(
        user_db, "UPDATE encounter_log SET hash = 'x' || substr(hash, 2) WHERE number = 2"
    )

    assert [text[:8] for text in faults(encounters, visit)] == ["Entry 2 ", "Entry 3 "]


def test_a_cut_tail_is_told(encounters, visit, user_db):
    behind_its_back(user_db, "DELETE FROM encounter_log WHERE number > 3")

    assert faults(encounters, visit) == ["Entries 4 to 5 are missing."]


def test_a_cut_tail_is_told_even_where_the_count_was_lowered(encounters, visit, user_db):
    behind_its_back(
        user_db, "DELETE FROM encounter_log WHERE number = 5", "UPDATE encounter SET log_count = 4"
    )

    assert faults(encounters, visit) == [
        "Entry 4 is not the one the encounter was last written with."
    ]


def test_a_gap_is_told(encounters, visit, user_db):
    behind_its_back(user_db, "DELETE FROM encounter_log WHERE number = 2")

    assert faults(encounters, visit) == ["Entry 2 is missing."]


def test_two_swapped_entries_are_told(encounters, visit, user_db):
    behind_its_back(
        user_db,
        "UPDATE encounter_log SET number = 99 WHERE number = 3",
        "UPDATE encounter_log SET number = 3 WHERE number = 4",
        "UPDATE encounter_log SET number = 4 WHERE number = 99",
    )

    assert [text[:8] for text in faults(encounters, visit)] == ["Entry 3 ", "Entry 4 ", "Entry 5 "]


def test_a_log_that_is_gone_altogether_is_told(encounters, visit, user_db):
    behind_its_back(user_db, "DELETE FROM encounter_log")

    assert faults(encounters, visit) == ["Entries 1 to 5 are missing."]


def test_an_entry_put_in_is_told(encounters, visit, user_db):
    behind_its_back(
        user_db,
        "INSERT INTO encounter_log SELECT encounter_id, 6, made_at, word, changes, program, state,"
        " hash FROM encounter_log WHERE number = 5",
    )

    assert len(faults(encounters, visit)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE encounter_line SET poa = 'W' WHERE code = 'I21.09'",
        "UPDATE encounter SET date_of_service = '2026-05-01'",
        "DELETE FROM encounter_line WHERE code = 'E11.65'",
        "UPDATE encounter SET deleted_at = '2026-04-01 10:00:00.000000'",
    ],
)
def test_an_encounter_changed_by_something_else_is_told(encounters, visit, user_db, statement):
    behind_its_back(user_db, statement)

    assert faults(encounters, visit) == [
        "The encounter is not as entry 5 left it: it was changed outside Codebook."
    ]


def test_a_copy_begins_a_log_that_names_where_it_is_from(encounters, visit):
    copy = encounters.duplicate(visit)

    (entry,) = encounters.log(copy.id).entries
    assert entry.word == f"duplicate of “Visit 14” ({visit.id})"
    assert any(one.what.startswith("I21.09 added as line 1") for one in entry.changes)


def test_the_log_of_an_encounter_nobody_made_is_said_so(encounters):
    with pytest.raises(KnownError, match="no such encounter"):
        encounters.log("nowhere")


def test_a_change_that_is_not_saved_is_not_logged(encounters, visit, monkeypatch):
    from codebook_app.store import user_db

    before = encounters.log(visit.id)

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(user_db, "write_log", broken)
        with pytest.raises(KnownError):
            encounters.rename(visit, "Visit 15")
    assert encounters.open(visit.id) == visit
    assert encounters.log(visit.id) == before
