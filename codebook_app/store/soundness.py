"""Whether the databases are sound, looked at without changing or creating anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from codebook_app.store.reference_schema import SCHEMA as REFERENCE_SCHEMA
from codebook_app.store.user_faults import damaged, known_faults
from codebook_app.store.user_schema import SCHEMA as USER_SCHEMA
from codebook_app.store.user_schema import refuse_what_is_not_ours


def reference_fault(file: Path, billable: int) -> str:
    """Return what is wrong with a release's database, "" where nothing is.

    *billable* is the number of billable codes that the release's manifest states.
    """
    uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            (schema,) = database.execute("PRAGMA user_version").fetchone()
            if schema != REFERENCE_SCHEMA:
                return f"schema {schema}, and this Codebook reads {REFERENCE_SCHEMA}"
            (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                return " ".join(str(verdict).split())
            (counted,) = database.execute("SELECT count(*) FROM lines WHERE billable").fetchone()
    except sqlite3.Error as fault:
        return str(fault)
    if counted != billable:
        return f"{counted:,} billable codes, and its manifest states {billable:,}"
    return ""


def user_database_state(file: Path) -> str:
    """Return in words how the person's database is; raise KnownError where it is not sound."""
    if not file.exists():
        return f"{file} is made with the first encounter"
    with known_faults(str(file)):
        refuse_what_is_not_ours(file)
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise damaged(str(file), str(verdict))
            if not database.execute("SELECT 1 FROM sqlite_master").fetchone():
                return f"{file} is empty and filled with the first encounter"
            (schema,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
            if schema != USER_SCHEMA:
                return (
                    f"{file}, schema {schema}: backed up and brought to {USER_SCHEMA} when opened"
                )
            (encounters,) = database.execute(
                "SELECT count(*) FROM encounter WHERE deleted_at IS NULL"
            ).fetchone()
    return f"{file}, schema {schema}; encounters: {encounters:,}"
