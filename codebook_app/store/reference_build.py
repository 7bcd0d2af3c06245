"""Builds a reference.db, once, from a release's content."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from codebook_app.domain.content import ReleaseContent
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent
from codebook_app.store.reference_models import (
    ConversionRow,
    DefinitionRow,
    DeviceAggregateRow,
    DocumentSectionRow,
    FactRow,
    LineRow,
    ListingRow,
    NoteRow,
    ProcedureTableRow,
    ReferenceBase,
    TermRow,
)
from codebook_app.store.reference_rows import rows_of
from codebook_app.store.reference_schema import SCHEMA

_BATCH = 4096
# Nothing reads the file before it is whole, so that no journal has to protect it. The indexes are
# made of more than the 2 MB that SQLite keeps in memory by itself.
_PRAGMAS = (
    "page_size = 8192",
    "cache_size = -32768",
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "temp_store = MEMORY",
)
_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
}


def build_reference_db(
    path: Path,
    content: ReleaseContent,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> None:
    """Write *content* to a new database at *path*, check it and flush it to the disk.

    *cancel* is looked at every few thousand rows. After a fault the caller removes the file.

    Raises:
        KnownError: the finished database is not what was handed in.
        OSError: the file cannot be written; its errno says why, ENOSPC for a full disk.
        Cancelled: *cancel* was raised.
    """
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path), poolclass=NullPool)
    counted = _counted(content)
    with _faults_of(path), engine.connect() as connection:
        for pragma in (*_PRAGMAS, f"user_version = {SCHEMA}"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.commit()
        tables = ReferenceBase.metadata.sorted_tables
        for table in tables:
            connection.execute(CreateTable(table))
        filling = _Filling(connection, sum(counted.values()), progress, cancel)
        for rows_in, rows in rows_of(content):
            filling.write(rows_in, rows, counted=rows_in in counted)
        for table in tables:
            # After the rows, when it is cheapest.
            for index in sorted(table.indexes, key=lambda index: index.name or ""):
                filling.look()
                index.create(connection)
        connection.commit()
        _check(connection, path, counted, content.tabular.billable)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _counted(content: ReleaseContent) -> dict[type[ReferenceBase], int]:
    """Return how many rows there must be of each kind that the content counts itself."""
    return {
        LineRow: len(content.tabular.codes),
        NoteRow: len(content.tabular.notes),
        FactRow: len(content.facts),
        TermRow: len(content.index_terms),
        ProcedureTableRow: len(content.procedure_tables),
        DefinitionRow: len(content.definitions),
        DeviceAggregateRow: len(content.device_aggregates),
        ListingRow: len(content.listings),
        ConversionRow: len(content.conversions),
        DocumentSectionRow: len(content.document_sections),
    }


class _Filling:
    """Writes the rows in bulk, telling of *total*."""

    def __init__(
        self,
        connection: Connection,
        total: int,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> None:
        self._connection = connection
        self._progress = progress
        self._cancel = cancel
        self._done = 0
        self._total = total

    def write(
        self, rows_in: type[ReferenceBase], rows: Iterable[tuple[Any, ...]], *, counted: bool
    ) -> None:
        statement = str(insert(rows_in).compile(dialect=sqlite.dialect()))
        waiting = iter(rows)
        while batch := list(islice(waiting, _BATCH)):
            self.look()
            self._connection.exec_driver_sql(statement, batch)
            if counted:
                self._done += len(batch)
                self._progress(Progress("Writing the book", self._done, self._total))

    def look(self) -> None:
        if self._cancel is not None:
            self._cancel.raise_if_cancelled()


def _check(
    connection: Connection, path: Path, counted: dict[type[ReferenceBase], int], billable: int
) -> None:
    """Compare what lies in the file with what was to be written."""
    written = {
        rows_in: connection.scalar(select(func.count()).select_from(rows_in)) for rows_in in counted
    }
    valid = connection.scalar(select(func.count()).where(LineRow.billable))
    verdict = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    if verdict != "ok" or written != counted or valid != billable:
        raise KnownError(
            f"{path.name} did not come out as it was written ({verdict}).",
            "The disk may be failing; try another folder.",
        )


@contextmanager
def _faults_of(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the disk into the OSError it is."""
    try:
        yield
    except DBAPIError as fault:
        code = getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF
        raise OSError(_ERRNO.get(code, errno.EIO), str(fault.orig), str(path)) from fault
