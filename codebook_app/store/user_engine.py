"""Opens the person's database: safe settings, private file, current schema."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from codebook_app.store.user_faults import known_faults
from codebook_app.store.user_schema import bring_up_to_date, refuse_what_is_not_ours

WRITING = {"sqlite_begin": "BEGIN IMMEDIATE"}
"""Execution options of a connection that will write: it waits for its turn before it reads."""

_PRIVATE = 0o600
_BUSY_SECONDS = 15.0
_MEMORY = (None, "", ":memory:")


def user_url(location: Path | str) -> URL:
    """Return *location*, a path or an SQLAlchemy URL, as a URL."""
    if isinstance(location, str) and "://" in location:
        with known_faults(location):
            return make_url(location)
    return URL.create("sqlite", database=str(location))


def user_file(url: URL) -> Path | None:
    """Return the file the database lies in, None for a server or for memory."""
    if url.get_backend_name() != "sqlite" or url.database in _MEMORY:
        return None
    return Path(str(url.database))


def place_of(url: URL) -> str:
    """Return how messages name the database: its file, or its address without the password."""
    file = user_file(url)
    return str(file) if file is not None else url.render_as_string(hide_password=True)


def open_engine(url: URL) -> Engine:
    """Open the database, making or migrating it where needed; nothing is touched on a refusal.

    A file is readable by its owner only; a change is on the disk when its commit returns
    (WAL with ``synchronous=FULL``). Raises :class:`~codebook_app.errors.KnownError` for a schema
    newer than ours and a file that is not ours. Driver faults pass to the caller.
    """
    file = user_file(url)
    if file is not None:
        refuse_what_is_not_ours(file)
        _make_private(file)
    engine = _engine(url)
    try:
        bring_up_to_date(engine, file)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    in_memory = url.database in _MEMORY
    engine = create_engine(
        url,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
        **({"poolclass": StaticPool} if in_memory else {}),
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own idea of when a transaction begins is switched off: _begin says it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)}")
    _use_write_ahead_log(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _use_write_ahead_log(cursor: DBAPICursor) -> None:
    # Only the first opening of a new file changes anything. SQLite does not wait for a lock here,
    # so two programs starting over one new folder have to try again.
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def _make_private(file: Path) -> None:
    """Create *file* readable by its owner only; SQLite gives its -wal and -shm the same mode."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE))
    except FileExistsError:
        # A file somebody else owns may still be ours to use; SQLite says so if it is not.
        with contextlib.suppress(PermissionError):
            if os.name == "posix" and file.stat().st_mode & 0o077:
                file.chmod(_PRIVATE)
