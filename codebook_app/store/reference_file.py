"""An open reference.db: what all readers of one release ask."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from codebook_app.errors import KnownError
from codebook_app.store.reference_schema import SCHEMA

if TYPE_CHECKING:
    from sqlalchemy import Engine, Executable

MOST_VALUES = 10_000
"""How many values are asked for in one statement; SQLite takes some 32,000."""
_KEPT = 5
"""How many connections wait for the next prepared statement: as many as threads ask at once."""


class ReferenceFile:
    """A reference.db, open for reading only. Safe from any thread."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self._guard = threading.Lock()
        self._waiting: list[sqlite3.Connection] = []
        self._is_closed = False
        self._engine: Engine | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the database at *path*, which nothing may change while it is open.

        Raises:
            KnownError: it is missing, unreadable, or not of this version of the program.
        """
        file = cls(f"{path.absolute().as_uri()}?mode=ro&immutable=1")
        try:
            ((schema,),) = file.prepared("PRAGMA user_version")
            if schema == SCHEMA:
                file.prepared("SELECT id FROM lines LIMIT 1")
        except sqlite3.Error as fault:
            file.close()
            raise _damaged(path, str(fault)) from fault
        if schema != SCHEMA:
            file.close()
            raise _damaged(path, f"schema {schema}, not {SCHEMA}")
        return file

    def close(self) -> None:
        """Close the file. Queries that run at the moment finish first."""
        with self._guard:
            self._is_closed = True
            waiting, self._waiting = self._waiting, []
            engine = self._engine
        for connection in waiting:
            connection.close()
        if engine is not None:
            engine.dispose()

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, made when first asked for: to import it takes a quarter second."""
        if self._engine is None:
            from sqlalchemy import create_engine
            from sqlalchemy.pool import QueuePool

            with self._guard:
                if self._engine is None:
                    self._engine = create_engine(
                        "sqlite://",
                        creator=self._connect,
                        poolclass=QueuePool,
                        # Reading leaves nothing to roll back.
                        pool_reset_on_return=None,
                    )
        return self._engine

    def rows(self, query: Executable, values: Mapping[str, object] | None = None) -> Sequence[Any]:
        """Return the rows that answer *query*."""
        with self.engine.connect() as connection:
            return connection.execute(query, values).all()

    def prepared(self, statement: str, *values: object) -> Sequence[Any]:
        """Return the rows that answer *statement*, which is always the same text."""
        # SQLite's own cursor: its rows are tuples, and most answers to a keystroke come this way.
        with self._connection() as connection, closing(connection.cursor()) as cursor:
            rows: list[Any] = cursor.execute(statement, values).fetchall()
        return rows

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection, the last that was used: it has the most statements prepared."""
        with self._guard:
            connection = self._waiting.pop() if self._waiting else None
        connection = connection or self._connect()
        try:
            yield connection
        finally:
            with self._guard:
                kept = not self._is_closed and len(self._waiting) < _KEPT
                if kept:
                    self._waiting.append(connection)
            if not kept:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.uri, uri=True, check_same_thread=False)

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
