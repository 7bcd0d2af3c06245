"""An open reference.db: what all readers of one release ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, Executable, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from codebook_app.errors import KnownError
from codebook_app.store.reference_schema import SCHEMA

MOST_VALUES = 10_000
"""How many values are asked for in one statement; SQLite takes some 32,000."""


class ReferenceFile:
    """A reference.db, open for reading only. Safe from any thread."""

    def __init__(self, engine: Engine, uri: str) -> None:
        self.engine = engine
        self.uri = uri

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the database at *path*, which nothing may change while it is open.

        Raises:
            KnownError: it is missing, unreadable, or not of this version of the program.
        """
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False),
            poolclass=QueuePool,
            # Reading leaves nothing to roll back.
            pool_reset_on_return=None,
        )
        try:
            with engine.connect() as connection:
                schema = connection.exec_driver_sql("PRAGMA user_version").scalar()
                if schema == SCHEMA:
                    connection.exec_driver_sql("SELECT id FROM lines LIMIT 1").all()
        except DBAPIError as fault:
            engine.dispose()
            raise _damaged(path, str(fault.orig)) from fault
        if schema != SCHEMA:
            engine.dispose()
            raise _damaged(path, f"schema {schema}, not {SCHEMA}")
        return cls(engine, uri)

    def close(self) -> None:
        """Close the file. Queries that run at the moment finish first."""
        self.engine.dispose()

    def rows(self, query: Executable, values: Mapping[str, object] | None = None) -> Sequence[Any]:
        """Return the rows that answer *query*."""
        with self.engine.connect() as connection:
            return connection.execute(query, values).all()

    def prepared(self, statement: str, *values: object) -> Sequence[Any]:
        """Return the rows that answer *statement*, which is always the same text."""
        # SQLite's own cursor: its rows are tuples, and most answers to a keystroke come this way.
        with closing(self.engine.raw_connection()) as connection:
            rows: list[Any] = connection.cursor().execute(statement, values).fetchall()
        return rows

    def stream(self, query: Executable) -> Iterator[Any]:
        """Yield the rows that answer *query*, a portion of them in memory at a time."""
        with self.engine.connect() as connection:
            for rows in connection.execute(query).partitions(MOST_VALUES):
                yield from rows


def portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield *values*, each once, in lists that one statement takes."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), MOST_VALUES):
        yield distinct[start : start + MOST_VALUES]


def _damaged(path: Path, why: str) -> KnownError:
    return KnownError(
        f"{path} cannot be read as a release of this program ({why}).",
        "Run “codebook setup”, or import the release again.",
    )
