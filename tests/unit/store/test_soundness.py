"""The databases are looked at, and neither made nor changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.tabular_xml import BILLABLE, build_reference

from codebook_app.errors import KnownError
from codebook_app.services.encounters import Encounters
from codebook_app.store.soundness import altered_logs, reference_fault, user_database_state


@pytest.fixture
def reference(tmp_path) -> Path:
    build_reference(tmp_path).close()
    return tmp_path / "FY2099.db"


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(statement)


def test_sound_book_has_no_fault(reference):
    assert reference_fault(reference, BILLABLE) == ""


def test_book_with_another_count_than_stated_is_told(reference):
    assert reference_fault(reference, BILLABLE + 1) == (
        f"{BILLABLE} billable codes, and its manifest states {BILLABLE + 1}"
    )


def test_book_of_another_schema_is_told(reference):
    change(reference, "PRAGMA user_version = 99")

    assert "schema 99" in reference_fault(reference, BILLABLE)


def test_damaged_page_is_told(reference):
    content = bytearray(reference.read_bytes())
    content[8192:12288] = b"?" * 4096
    reference.write_bytes(content)

    assert reference_fault(reference, BILLABLE)


def test_missing_book_is_told_and_not_made(tmp_path):
    assert "unable to open" in reference_fault(tmp_path / "none.db", 1)
    assert list(tmp_path.iterdir()) == []


def test_user_database_that_is_not_there_yet_is_sound_and_not_made(tmp_path):
    assert "is made with the first encounter" in user_database_state(tmp_path / "user.db")
    assert list(tmp_path.iterdir()) == []


def test_user_database_tells_its_encounters_without_the_deleted(tmp_path):
    encounters = Encounters(tmp_path / "user.db")
    encounters.create("one")
    encounters.delete(encounters.create("two"))
    encounters.close()

    assert user_database_state(tmp_path / "user.db").endswith("; encounters: 1")


def test_empty_user_database_is_sound(tmp_path):
    (tmp_path / "user.db").touch()

    assert "is empty" in user_database_state(tmp_path / "user.db")


def test_database_of_another_program_is_refused(tmp_path):
    change(tmp_path / "user.db", "CREATE TABLE cookies (id)")

    with pytest.raises(KnownError, match="another program's"):
        user_database_state(tmp_path / "user.db")


def test_damaged_user_database_is_refused(tmp_path):
    file = tmp_path / "user.db"
    encounters = Encounters(file)
    for number in range(50):
        encounters.create(f"{number} " + "x" * 100)
    encounters.close()
    content = bytearray(file.read_bytes())
    content[4096:-4096] = b"?" * (len(content) - 8192)
    file.write_bytes(content)

    with pytest.raises(KnownError, match="damaged"):
        user_database_state(file)


def test_altered_logs_are_told_by_the_labels_of_their_encounters(tmp_path):
    file = tmp_path / "user.db"
    assert altered_logs(file) == ()
    encounters = Encounters(file)
    for label in ("Eyes", "Knee", "Gone", "Spoilt"):
        encounters.rename(encounters.create(label), f"{label} 2")
    encounters.delete(encounters.open(encounters.named("Gone 2").id))
    encounters.close()
    assert altered_logs(file) == ()

    with closing(sqlite3.connect(file)) as database, database:
        of = "(SELECT id FROM encounter WHERE label = ?)"
        edits = {
            "Knee 2": "UPDATE encounter_log SET word = 'x' WHERE number = 1 AND encounter_id =",
            "Gone 2": "DELETE FROM encounter_log WHERE number = 3 AND encounter_id =",
            "Spoilt 2": "UPDATE encounter_log SET changes = '[[1]]' WHERE encounter_id =",
        }
        for label, edit in edits.items():
            database.execute(f"{edit} {of}", (label,))
    before = file.read_bytes()
    assert altered_logs(file) == ("Gone 2", "Knee 2", "Spoilt 2")
    assert file.read_bytes() == before


def test_a_database_of_an_earlier_schema_has_no_logs_to_alter(tmp_path):
    with closing(sqlite3.connect(tmp_path / "user.db")) as database, database:
        database.execute("CREATE TABLE encounter (id TEXT, label TEXT)")

    assert altered_logs(tmp_path / "user.db") == ()
