"""Migrations: what is built, what is backed up, and what is not touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from support.code_lists import a_code, codes_of

from codebook_app.errors import KnownError
from codebook_app.services.encounters import Encounters
from codebook_app.store import user_schema
from codebook_app.store.user_models import UserTable

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("encounter") as table:
        table.add_column(sa.Column("payer", sa.String(20), nullable=True))
    {then}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "user.db"


def kept(file: Path) -> str:
    """Make a database with one encounter and return the encounter's id."""
    encounters = Encounters(file)
    visit = encounters.add(encounters.create("A"), a_code("E11.22"))
    encounters.close()
    return visit.id


def a_later_program(monkeypatch, tmp_path: Path, then: str = "pass") -> None:
    """Go on as a program whose schema has one revision more."""
    migrations = tmp_path / "migrations"
    shutil.copytree(user_schema.MIGRATIONS, migrations)
    later = migrations / "versions" / "0005_payer.py"
    later.write_text(LATER.format(revision="0005", then=then))
    monkeypatch.setattr(user_schema, "MIGRATIONS", migrations)
    monkeypatch.setattr(user_schema, "SCHEMA", "0005")


def schema_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        (found,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)


def test_the_migrations_build_the_tables_the_program_uses(file):
    kept(file)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, UserTable.metadata)
    engine.dispose()

    assert differences == []


def test_the_newest_revision_is_the_one_the_program_names():
    config = Config()
    config.set_main_option("script_location", str(user_schema.MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [user_schema.SCHEMA]


def test_the_migrations_lie_inside_the_package():
    import codebook_app

    assert Path(codebook_app.__file__).parent in user_schema.MIGRATIONS.parents


def test_an_older_database_is_backed_up_and_migrated_with_all_it_holds(file, monkeypatch, tmp_path):
    encounter_id = kept(file)
    a_later_program(monkeypatch, tmp_path)

    later = Encounters(file)
    visit = later.open(encounter_id)
    assert codes_of(visit) == ["E11.22"]
    assert later.undo(visit).lines == ()
    later.close()

    assert schema_of(file) == "0005"
    (backup,) = file.parent.glob("user.db.*.schema-0004.backup")
    assert schema_of(backup) == "0004"
    if os.name == "posix":
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with closing(sqlite3.connect(backup)) as database:
        assert database.execute("SELECT code FROM encounter_line").fetchall() == [("E11.22",)]
    assert not list(file.parent.glob("*.partial"))


def test_a_database_that_is_current_is_not_backed_up(file):
    kept(file)
    kept(file)

    assert not list(file.parent.glob("*.backup"))


def test_a_migration_that_fails_leaves_the_database_as_it_was(file, monkeypatch, tmp_path):
    encounter_id = kept(file)
    with monkeypatch.context() as patched:
        a_later_program(patched, tmp_path, "op.drop_table('nowhere')")
        with pytest.raises(Exception, match="nowhere"):
            Encounters(file).open(encounter_id)

    assert schema_of(file) == user_schema.SCHEMA
    assert list(file.parent.glob("*.backup"))
    now = Encounters(file)
    assert codes_of(now.open(encounter_id)) == ["E11.22"]
    now.close()


def test_a_migration_that_would_orphan_lines_is_taken_back(file, monkeypatch, tmp_path):
    encounter_id = kept(file)
    with monkeypatch.context() as patched:
        a_later_program(patched, tmp_path, "op.execute('DELETE FROM encounter')")
        with pytest.raises(KnownError, match="rows that belong to nothing"):
            Encounters(file).open(encounter_id)

    now = Encounters(file)
    assert codes_of(now.open(encounter_id)) == ["E11.22"]
    now.close()


def test_a_newer_database_is_refused_and_not_touched(file):
    kept(file)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
    before = file.read_bytes()

    with pytest.raises(KnownError, match=r"written by a newer Codebook \(schema 0999") as fault:
        Encounters(file).found()
    assert "Install the newer Codebook" in fault.value.hint
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir() if one.suffix == ".backup"] == []


def test_another_programs_database_is_refused_and_not_touched(file):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE songs (title TEXT)")
    before = file.read_bytes()

    with pytest.raises(KnownError, match="another program's database"):
        Encounters(file).create()
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == ["user.db"]


def test_an_empty_file_left_by_a_killed_program_is_filled(file):
    file.parent.mkdir()
    file.touch()

    assert kept(file)


def test_a_backup_that_can_not_be_made_stops_the_migration(file, monkeypatch, tmp_path):
    encounter_id = kept(file)
    with monkeypatch.context() as patched:
        a_later_program(patched, tmp_path)
        patched.setattr(os, "fsync", _full)
        with pytest.raises(KnownError, match="No space left"):
            Encounters(file).open(encounter_id)

    assert schema_of(file) == user_schema.SCHEMA
    assert sorted(one.name for one in file.parent.iterdir()) == ["user.db"]


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")
