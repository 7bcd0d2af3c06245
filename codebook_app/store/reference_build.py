"""Builds a reference.db, once, from a release's tabular list."""

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

from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent
from codebook_app.store.reference_models import (
    LineRow,
    NoteReferenceRow,
    NoteRow,
    ReferenceBase,
)
from codebook_app.store.reference_schema import SCHEMA

_BATCH = 4096
# Nothing reads the file before it is whole, so that no journal has to protect it.
_PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE")
_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
}


def build_reference_db(
    path: Path,
    tabular: TabularList,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> None:
    """Write *tabular* to a new database at *path*, check it and flush it to the disk.

    *cancel* is looked at every few thousand lines. After a fault the caller removes the file.

    Raises:
        KnownError: the finished database is not what was handed in.
        OSError: the file cannot be written; its errno says why, ENOSPC for a full disk.
        Cancelled: *cancel* was raised.
    """
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path), poolclass=NullPool)
    with _faults_of(path), engine.connect() as connection:
        for pragma in (*_PRAGMAS, f"user_version = {SCHEMA}"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.commit()
        tables = ReferenceBase.metadata.sorted_tables
        for table in tables:
            connection.execute(CreateTable(table))
        _Filling(connection, tabular, progress, cancel).run()
        for table in tables:
            # After the rows, when it is cheapest.
            for index in sorted(table.indexes, key=lambda index: index.name or ""):
                index.create(connection)
        connection.commit()
        _check(connection, path, tabular)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


class _Filling:
    """Writes the rows in bulk."""

    def __init__(
        self,
        connection: Connection,
        tabular: TabularList,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> None:
        self._connection = connection
        self._tabular = tabular
        self._progress = progress
        self._cancel = cancel
        self._done = 0
        self._total = len(tabular.codes) + len(tabular.notes)

    def run(self) -> None:
        self._write(LineRow, _line_rows(self._tabular), counted=True)
        notes = self._tabular.notes
        self._write(
            NoteRow,
            ((n.id, n.code_id, n.position, n.kind.value, n.text) for n in notes),
            counted=True,
        )
        self._write(
            NoteReferenceRow,
            (
                (n.id, r.start, r.end, r.first, r.last, r.final_characters, r.pattern)
                for n in notes
                for r in n.references
            ),
            counted=False,
        )

    def _write(
        self, rows_of: type[ReferenceBase], rows: Iterable[tuple[Any, ...]], *, counted: bool
    ) -> None:
        statement = str(insert(rows_of).compile(dialect=sqlite.dialect()))
        waiting = iter(rows)
        while batch := list(islice(waiting, _BATCH)):
            if self._cancel is not None:
                self._cancel.raise_if_cancelled()
            self._connection.exec_driver_sql(statement, batch)
            if counted:
                self._done += len(batch)
                self._progress(Progress("Writing the book", self._done, self._total))


def _line_rows(tabular: TabularList) -> Iterator[tuple[Any, ...]]:
    paths: dict[int | None, str] = {None: ""}
    codes: dict[int | None, str] = {None: ""}
    for code in tabular.codes:
        path = f"{paths[code.parent_id]} {codes[code.parent_id]}".strip()
        if code.has_children:
            paths[code.id], codes[code.id] = path, code.code
        yield (
            code.id,
            code.code,
            code.code.replace(".", ""),
            code.title,
            code.level,
            code.billable,
            code.depth,
            code.parent_id,
            code.last_descendant_id,
            code.seventh_character,
            tabular.seventh_meanings.get(code.id, ""),
            path,
        )


def _check(connection: Connection, path: Path, tabular: TabularList) -> None:
    """Compare what lies in the file with what was to be written."""
    written = (
        connection.scalar(select(func.count()).select_from(LineRow)),
        connection.scalar(select(func.count()).where(LineRow.billable)),
        connection.scalar(select(func.count()).select_from(NoteRow)),
    )
    verdict = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    if verdict != "ok" or written != (len(tabular.codes), tabular.billable, len(tabular.notes)):
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
