"""What a database file can do to us, in one clear line each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from codebook_app.errors import KnownError

_UNTOUCHED = "The file was left as it is."
# SQLite's primary result codes: https://www.sqlite.org/rescode.html
_FAULTS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: (
        "The disk of {place} is full: the last change was not saved.",
        "Make room, then make the change again.",
    ),
    sqlite3.SQLITE_BUSY: (
        "{place} is being written by another Codebook: the last change was not saved.",
        "Try again in a moment.",
    ),
    sqlite3.SQLITE_READONLY: (
        "{place} cannot be written: the file or its folder is read-only.",
        "Allow writing there, or start Codebook with another --data-dir.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "{place} cannot be opened.",
        "Check that its folder is there and that you may read and write in it.",
    ),
    sqlite3.SQLITE_IOERR: (
        "{place} could not be read or written: the disk reported a fault.",
        "Check the disk and its free space, then try again.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "{place} is damaged.",
        f"{_UNTOUCHED} Move it elsewhere and put your backup of it in its place.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "{place} is not a Codebook database, or is damaged.",
        f"{_UNTOUCHED} Move it elsewhere and put your backup of it in its place.",
    ),
}
_FAULTS[sqlite3.SQLITE_LOCKED] = _FAULTS[sqlite3.SQLITE_BUSY]
_FAULTS[sqlite3.SQLITE_PERM] = _FAULTS[sqlite3.SQLITE_READONLY]


@contextmanager
def known_faults(place: str) -> Iterator[None]:
    """Raise a :class:`KnownError` naming *place* for what the world did to the database.

    Whatever is our own mistake (a wrong statement, a broken constraint) passes through.
    """
    try:
        yield
    except sqlite3.Error as fault:
        raise (_known(fault, place) or fault) from fault
    except DBAPIError as fault:
        known = _known(fault.orig, place)
        if known is None and isinstance(fault, OperationalError | InterfaceError):
            known = _unreachable(fault.orig, place)
        raise (known or fault) from fault
    except PoolTimeoutError as fault:
        raise KnownError(*_worded(sqlite3.SQLITE_BUSY, place)) from fault
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as fault:
        raise KnownError(
            f"The database {place} cannot be opened: {_first_line(fault)}.",
            "Check its address, and that the driver for it is installed.",
        ) from fault
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise KnownError(
            f"{place} cannot be opened: {why}.",
            "Check that its folder is there and that you may read and write in it.",
        ) from fault


def damaged(place: str, finding: str) -> KnownError:
    """Return the error for a database that SQLite's own check finds *finding* wrong with."""
    message, hint = _worded(sqlite3.SQLITE_CORRUPT, place)
    return KnownError(f"{message[:-1]}: {' '.join(finding.split())}.", hint)


def _known(fault: BaseException | None, place: str) -> KnownError | None:
    if not isinstance(fault, sqlite3.Error):
        return None
    code = getattr(fault, "sqlite_errorcode", None)
    if code is None or code & 0xFF not in _FAULTS:
        return None
    return KnownError(*_worded(code & 0xFF, place))


def _worded(code: int, place: str) -> tuple[str, str]:
    message, hint = _FAULTS[code]
    return message.format(place=place), hint


def _unreachable(fault: BaseException | None, place: str) -> KnownError | None:
    if fault is None or isinstance(fault, sqlite3.Error):
        return None
    return KnownError(
        f"The database {place} does not answer: {_first_line(fault)}.",
        "Check its address and that the server runs.",
    )


def _first_line(fault: BaseException) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0].rstrip(".")
