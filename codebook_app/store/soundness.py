"""Whether the databases are sound, looked at without changing or creating anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from codebook_app.domain.encounter_log import log_faults
from codebook_app.store.reference_schema import SCHEMA as REFERENCE_SCHEMA
from codebook_app.store.user_faults import damaged, known_faults
from codebook_app.store.user_log import LOG_COLUMNS, log_entry
from codebook_app.store.user_schema import SCHEMA as USER_SCHEMA
from codebook_app.store.user_schema import refuse_what_is_not_ours

_LOG = ", ".join(column.key for column in LOG_COLUMNS)


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


def altered_logs(file: Path) -> tuple[str, ...]:
    """Return the labels of the encounters whose log is not as it was written, sorted.

    None where there is no database yet, or one of an earlier schema, which has no logs. Of a
    database that is not sound, :func:`user_database_state` tells.
    """
    if not file.exists():
        return ()
    uri = f"{file.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            heads = database.execute(
                "SELECT id, label, log_count, log_hash FROM encounter ORDER BY label"
            ).fetchall()
            entries = {
                encounter_id: list(rows)
                for encounter_id, rows in groupby(
                    database.execute(
                        f"SELECT encounter_id, {_LOG} FROM encounter_log"  # noqa: S608
                        " ORDER BY encounter_id, number"
                    ),
                    key=itemgetter(0),
                )
            }
    except sqlite3.Error:
        return ()
    return tuple(
        label
        for encounter_id, label, count, head in heads
        if not _chain_holds(encounter_id, entries.get(encounter_id, []), count, head)
    )


def _chain_holds(encounter_id: str, rows: list[tuple[Any, ...]], count: int, head: str) -> bool:
    try:
        entries = [log_entry(row[1:]) for row in rows]
    except (TypeError, ValueError):
        return False
    # Whether the encounter is as its last entry left it, its log tells when it is opened.
    state = entries[-1].state if entries else ""
    return not log_faults(encounter_id, entries, count, head, state)
