"""The schema of the person's database: looked at before anything is touched, then brought up."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, inspect, text

from codebook_app.errors import KnownError
from codebook_app.store.user_faults import damaged

SCHEMA = "0004"
"""The revision this program writes: the newest one under ``migrations/versions``."""

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

_VERSION_TABLE = "alembic_version"


def refuse_what_is_not_ours(file: Path) -> None:
    """Raise :class:`KnownError` where *file* is another program's or a newer Codebook's.

    Only reads. A missing or empty file is ours to fill: a program that was killed while it made
    its database leaves an empty one.
    """
    if not file.exists() or (file.is_file() and file.stat().st_size == 0):
        return
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if _VERSION_TABLE in names:
            rows = database.execute(f"SELECT version_num FROM {_VERSION_TABLE}")  # noqa: S608
            found = next((version for (version,) in rows), None)
        else:
            found = None
    if names:
        _refuse(found, str(file))


def bring_up_to_date(engine: Engine, file: Path | None) -> None:
    """Bring the schema to :data:`SCHEMA`, all or nothing; a file is backed up before it changes.

    Two programs may do this at once: the second waits, then finds it done.
    """
    with engine.connect() as connection:
        if _schema_of(connection) == SCHEMA:
            return
    with _foreign_keys_off(engine) as connection, connection.begin():
        found = _schema_of(connection)
        if found == SCHEMA:
            return
        tables = inspect(connection).get_table_names()
        if tables:
            _refuse(found, str(engine.url.render_as_string(hide_password=True)))
            if file is not None:
                back_up(file, found or "0000")
        _upgrade(connection)
        broken = _broken_references(connection)
        if broken:
            raise damaged(str(file or engine.url.render_as_string(hide_password=True)), broken)


def back_up(file: Path, schema: str) -> Path:
    """Copy the database beside itself with SQLite's backup, and return the copy.

    The copy is whole or not there, checked, on the disk, and readable by its owner only.
    """
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S")
    copy = file.with_name(f"{file.name}.{moment}.schema-{schema}.backup")
    partial = copy.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as target:
            source.backup(target)
            (word,) = target.execute("PRAGMA quick_check").fetchone()
        if word != "ok":
            raise damaged(str(file), word)
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        partial.replace(copy)
    finally:
        partial.unlink(missing_ok=True)
    return copy


def _refuse(found: str | None, place: str) -> None:
    """Raise unless *found*, the schema in a database that has tables, is one we know."""
    if found is None:
        raise KnownError(
            f"{place} is another program's database.",
            "It was left as it is. Move it elsewhere, or start Codebook with another --data-dir.",
        )
    if found not in _known_schemas():
        raise KnownError(
            f"{place} was written by a newer Codebook (schema {found}; this one knows {SCHEMA}).",
            "It was left as it is. Install the newer Codebook to go on with it.",
        )


def _known_schemas() -> set[str]:
    return {file.stem.split("_", 1)[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py*")}


def _schema_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    rows = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608
    found: str | None = rows.scalar()
    return found


@contextmanager
def _foreign_keys_off(engine: Engine) -> Iterator[Connection]:
    """Give a connection to migrate on: SQLite rebuilds a table to change it, references and all."""
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            yield connection
        return
    with engine.connect().execution_options(sqlite_begin="BEGIN IMMEDIATE") as connection:
        # The setting is ignored within a transaction, and SQLAlchemy would begin one.
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _upgrade(connection: Connection) -> None:
    # Imported here: a start that finds its schema current does not pay for Alembic.
    from alembic import command
    from alembic.config import Config

    # "%" would be read as an interpolation.
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _broken_references(connection: Connection) -> str:
    if connection.dialect.name != "sqlite":
        return ""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return f"{len(rows)} rows that belong to nothing" if rows else ""
