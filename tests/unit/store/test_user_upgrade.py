"""A database of an earlier Codebook, brought up to date: nothing of it is lost, whatever befalls.

``tests/support/user_0002.sql`` is such a database as the last version before wrote it: encounters
with lines, an override, steps of undo taken and taken back, a deleted one, and a note.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from support.code_lists import a_code, codes_of

from codebook_app.domain.encounter import Encounter, Kind, Role, Setting
from codebook_app.services.encounters import Encounters
from codebook_app.services.history import History
from codebook_app.store import user_schema
from codebook_app.store.user_engine import open_engine, user_url

REPOSITORY = Path(__file__).resolve().parents[3]
EARLIER = REPOSITORY / "tests" / "support" / "user_0002.sql"
NOTEBOOK = (
    "own_note",
    "bookmark",
    "folder",
    "favourite",
    "notebook_difference",
    "notebook_change",
    "visit",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "data" / "user.db"
    made.parent.mkdir()
    with closing(sqlite3.connect(made)) as database:
        database.executescript(EARLIER.read_text(encoding="utf-8"))
    return made


def rows(file: Path, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()


def schema_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        (found,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)


def earlier_columns(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as database:
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            table: ", ".join(
                f'"{row[1]}"' for row in database.execute(f"PRAGMA table_info({table})")
            )
            for table in tables
            if table != "alembic_version"
        }


def at_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Go on as the program whose newest schema was 0003."""
    monkeypatch.setattr(user_schema, "SCHEMA", "0003")
    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, _: upgrade(config, "0003"))


def the_knee(encounters: Encounters) -> Encounter:
    return encounters.open(encounters.named("Knee, follow-up").id)


def test_every_row_and_column_of_before_is_as_it_was(file):
    columns = earlier_columns(file)
    before = {table: rows(file, table, names) for table, names in columns.items()}
    assert len(before["encounter"]) == 4
    assert len(before["encounter_change"]) == 10

    encounters = Encounters(file)
    assert len(encounters.found()) == 3
    encounters.close()

    assert {table: rows(file, table, names) for table, names in columns.items()} == before


def test_an_encounter_of_before_goes_on_where_it_stood(file):
    encounters = Encounters(file)
    visit = the_knee(encounters)

    assert (visit.setting, visit.date_of_service) == (Setting.INPATIENT, date(2026, 4, 1))
    assert (visit.age, visit.sex, visit.discharge_status) == (64, "F", "01")
    assert codes_of(visit) == ["E11.22", "A00.0", "B20", "99213"]
    assert [line.poa for line in visit.lines] == ["Y", "Y", "Y", ""]
    service = visit.lines[3]
    assert (service.performed_on, service.units) == (date(2026, 3, 31), 2)
    assert (service.modifiers, service.pointers) == (("25",), ("A", "C"))
    assert [one.reason for one in visit.overrides] == ["Unrelated conditions"]
    assert (visit.undo_word, visit.redo_word) == ("change 99213", "remove A00.0")
    assert (visit.kind, visit.favourite, visit.archived_at) == (Kind.ENCOUNTER, False, None)
    assert (visit.birth_date, visit.admitted_on) == (None, None)
    assert {(line.role, line.charge, line.revenue_code) for line in visit.lines} == {
        (Role.LISTED, None, "")
    }
    encounters.close()


def test_steps_of_before_are_undone_and_redone_exactly(file):
    encounters = Encounters(file)
    began = visit = the_knee(encounters)
    states = [visit.lines]
    while visit.undo_word:
        visit = encounters.undo(visit)
        states.append(visit.lines)
    assert (visit.lines, visit.overrides, visit.age) == ((), (), None)
    assert len(states) == 7

    for lines in states[-2::-1]:
        visit = encounters.redo(visit)
        assert visit.lines == lines
    assert replace(visit, revision=0, changed_at=began.changed_at) == replace(began, revision=0)
    visit = encounters.redo(encounters.redo(visit))
    assert (visit.label, codes_of(visit)) == ("Knee", ["E11.22", "B20", "99213"])
    assert encounters.log(visit.id).sound
    encounters.close()


def test_a_deleted_one_of_before_comes_back(file):
    encounters = Encounters(file)
    (gone,) = encounters.deleted()

    assert encounters.log(gone.id).sound
    assert codes_of(encounters.restore(gone.id)) == ["B20"]
    assert encounters.log(gone.id).sound
    encounters.close()


def test_each_log_begins_with_the_encounter_as_it_stood(file):
    encounters = Encounters(file)
    for summary in (*encounters.found(), *encounters.deleted()):
        log = encounters.log(summary.id)
        assert log.sound
        assert [entry.word for entry in log.entries] == ["as it stood"]
    log = encounters.log(the_knee(encounters).id)
    texts = [one.text for one in log.entries[0].changes]
    assert "Discharge status: (none) → 01" in texts
    assert texts[-1] == "Override of excludes1, A00.0, B20: (none) → Unrelated conditions"
    assert any(text.startswith("99213 added as line 4") for text in texts)

    visit = encounters.add(the_knee(encounters), a_code("Z79.4"))
    assert [entry.number for entry in encounters.log(visit.id).entries] == [1, 2]
    assert encounters.log(visit.id).sound
    encounters.close()


def test_a_backup_of_before_is_kept(file):
    encounters = Encounters(file)
    encounters.found()
    encounters.close()

    assert schema_of(file) == user_schema.SCHEMA
    (backup,) = file.parent.glob("user.db.*.schema-0002.backup")
    assert schema_of(backup) == "0002"


def test_encounters_of_the_first_release_are_brought_up_too(file):
    with closing(sqlite3.connect(file)) as database, database:
        for table in NOTEBOOK:
            database.execute(f"DROP TABLE {table}")
        database.execute("UPDATE alembic_version SET version_num = '0001'")

    encounters = Encounters(file)
    visit = the_knee(encounters)
    assert codes_of(visit) == ["E11.22", "A00.0", "B20", "99213"]
    assert encounters.log(visit.id).sound
    encounters.close()
    history = History(file)
    assert history.found() == ()
    history.close()

    (backup,) = file.parent.glob("user.db.*.schema-0001.backup")
    assert schema_of(backup) == "0001"


def test_a_database_with_claims_and_logs_goes_on_with_its_logs_sound(file, monkeypatch):
    with monkeypatch.context() as patched:
        at_claims(patched)
        open_engine(user_url(file)).dispose()
    assert schema_of(file) == "0003"
    columns = earlier_columns(file)
    before = {table: rows(file, table, names) for table, names in columns.items()}
    assert len(before["encounter_log"]) == 4

    encounters = Encounters(file)
    visit = the_knee(encounters)
    assert not visit.poa_exempt_hospital
    assert {table: rows(file, table, names) for table, names in columns.items()} == before
    assert encounters.log(visit.id).sound

    exempt = encounters.set_stay(visit, poa_exempt_hospital=True)
    assert encounters.open(visit.id).poa_exempt_hospital
    log = encounters.log(visit.id)
    assert log.sound
    assert [one.text for one in log.entries[-1].changes] == [
        "Hospital exempt from POA reporting: (none) → yes"
    ]
    assert not encounters.undo(exempt).poa_exempt_hospital
    encounters.close()
    assert schema_of(file) == user_schema.SCHEMA


@pytest.mark.slow
@pytest.mark.parametrize("at", ["create_table", "bulk", "last", "commit"])
def test_a_program_killed_while_it_migrates_has_changed_nothing(file, at):
    """The next start finds the database of before, and migrates it."""
    killed = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from alembic import op
from codebook_app.store import user_log, user_schema
from codebook_app.services.encounters import Encounters

def die(*_, **__):
    os._exit(9)

if sys.argv[3] == "create_table":
    op.create_table = die
elif sys.argv[3] == "bulk":
    user_log.first_entry = die
elif sys.argv[3] == "last":
    add = op.add_column
    op.add_column = lambda table, column: (
        die() if column.name == "poa_exempt_hospital" else add(table, column)
    )
else:
    user_schema._broken_references = die
Encounters(Path(sys.argv[1])).found()
"""
    before = {table: rows(file, table) for table in earlier_columns(file)}
    ended = subprocess.run(
        [sys.executable, "-c", killed, str(file), str(REPOSITORY), at], check=False
    )
    assert ended.returncode == 9

    assert schema_of(file) == "0002"
    assert {table: rows(file, table) for table in earlier_columns(file)} == before
    encounters = Encounters(file)
    assert encounters.log(the_knee(encounters).id).sound
    encounters.close()
    assert schema_of(file) == user_schema.SCHEMA
