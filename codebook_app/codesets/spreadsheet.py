"""Spreadsheets of official files, read row by row as text and without trust."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, cast

from codebook_app.codesets.archive import CHUNK, OfficialFile
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

LARGEST = 256 * 2**20
"""Bytes a spreadsheet may unpack to; the largest official one unpacks to 16 MB."""
MOST_CELLS = 8_000_000
"""Cells a sheet may span up to its last one; official ones stay below 500,000."""
_DENSEST = 200  # unpacked bytes to a packed one
_SUSPICIOUS = 32 * 2**20
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_ERROR = re.compile(rb"""(<(?:\w+:)?c\b[^>]*\bt=)(["'])e\2""")
# What unpacking by any of a zip's methods raises; OSError is of bz2.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, NotImplementedError, ValueError, OSError),
)
_OVERLAP = 64  # bytes looked at twice, so that no place is cut in two
_WHOLE = 10**15
_FETCH_AGAIN = "Download it again, or save it again as .xlsx, and import that."


def is_spreadsheet(file: OfficialFile) -> bool:
    """Whether *file*, as an import hands it on, is an Excel workbook (.xlsx).

    Zips that are none are opened before, and what lies in them handed on instead.
    """
    return file.head.startswith(b"PK\x03\x04")


def sheet_names(file: OfficialFile) -> tuple[str, ...]:
    """Return the names of the sheets of *file*, in their order.

    Raises:
        KnownError: as :func:`rows`.
    """
    if "sheet names" not in file.parsed:
        file.parsed["sheet names"] = tuple(_workbook(file).sheet_names)
    return cast("tuple[str, ...]", file.parsed["sheet names"])


def rows(file: OfficialFile, sheet: int = 0) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows of a sheet of *file*, each with its number from 1 as Excel numbers it.

    Every cell is text: ``001`` stays ``001``, whole numbers have no point, others have up to
    fifteen digits as Excel shows them, days are ISO, empty cells are empty. All rows are of one
    length. The workbook is parsed once, and kept until the file's ``let_go``.

    Raises:
        KnownError: *file* is no spreadsheet, damaged, larger than any official one, or has no such
            sheet.
    """
    found = _sheet(file, sheet)
    before = ("",) * (found.start[1] if found.start else 0)
    for number, row in enumerate(found.iter_rows(), start=1):
        yield number, before + tuple([cell_text(value) for value in row])


def _sheet(file: OfficialFile, number: int) -> CalamineSheet:
    """Return a sheet, parsed at the first question; its rows become Python's only when asked."""
    kept = f"sheet {number}"
    if kept not in file.parsed:
        count = len(sheet_names(file))
        if number >= count:
            raise KnownError(f"{file.name} has no sheet {number + 1}.", _FETCH_AGAIN)
        try:
            file.parsed[kept] = _workbook(file).get_sheet_by_index(number)
        except BaseException as fault:
            raise _refused(file, fault) from fault
        if count == 1:
            del file.parsed["workbook"]  # it holds all of its XML
    return cast("CalamineSheet", file.parsed[kept])


def _workbook(file: OfficialFile) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook  # late: only who imports a spreadsheet needs it

    if "workbook" not in file.parsed:
        checked = checked_tables(file)
        try:
            file.parsed["workbook"] = CalamineWorkbook.from_filelike(checked)
        except BaseException as fault:
            raise _refused(file, fault) from fault
    return cast("CalamineWorkbook", file.parsed["workbook"])


def _refused(file: OfficialFile, fault: BaseException) -> BaseException:
    """Return what to raise for a *fault* of the parser, whose panics are no Exception."""
    if not isinstance(fault, Exception) and type(fault).__name__ != "PanicException":
        return fault  # the program is being ended
    return KnownError(f"{file.name} is no whole spreadsheet ({fault}).", _FETCH_AGAIN)


def checked_tables(file: OfficialFile, *, errors: bool = False) -> io.BytesIO:
    """Return the tables of the workbook in a new zip, with what they unpack to known.

    The parser would unpack whatever a zip holds, and make room for each cell up to the last. It
    reads cells with errors as empty ones; with *errors* they are texts ("#REF!") instead.

    Raises:
        KnownError: it is damaged, encrypted, or larger than any list of codes.
    """
    if file.size > LARGEST:
        raise _too_large(file, file.size)
    packed = io.BytesIO(b"".join(file.chunks()))
    room = io.BytesIO()
    try:
        with zipfile.ZipFile(packed) as archive, zipfile.ZipFile(room, "w") as checked:
            tables = [
                archive.getinfo(name)
                for name in dict.fromkeys(archive.namelist())
                if name.endswith((".xml", ".rels")) or name == "mimetype"
            ]
            unpacked = sum(table.file_size for table in tables)
            if unpacked > LARGEST or (
                unpacked > _SUSPICIOUS
                and unpacked > _DENSEST * sum(table.compress_size for table in tables)
            ):
                raise _too_large(file, unpacked)
            for table in tables:
                if table.flag_bits & 1:
                    raise KnownError(
                        f"{file.name} is encrypted.", "Save it without a password and import that."
                    )
                with archive.open(table) as source, checked.open(table.filename, "w") as copy:
                    span, told = _Span(file), _ErrorsTold()
                    is_sheet = "/worksheets/" in table.filename
                    while chunk := source.read(CHUNK):
                        if is_sheet:
                            span.look(chunk)
                        copy.write(told.of(chunk) if is_sheet and errors else chunk)
                    copy.write(told.rest)
    except _DAMAGED as fault:
        raise KnownError(f"{file.name} is no whole spreadsheet ({fault}).", _FETCH_AGAIN) from fault
    room.seek(0)
    return room


class _ErrorsTold:
    """Makes texts of the cells of a sheet that hold an error."""

    def __init__(self) -> None:
        self.rest = b""

    def of(self, chunk: bytes) -> bytes:
        """Return the XML up to the last tag begun, which is kept for the next *chunk*."""
        seen = self.rest + chunk
        end = seen.rfind(b"<")
        end = len(seen) if end < 0 else end
        self.rest = seen[end:]
        return _ERROR.sub(rb"\1\2str\2", seen[:end])


class _Span:
    """Watches how far the cells of a sheet reach."""

    def __init__(self, file: OfficialFile) -> None:
        self._file = file
        self._rest = b""
        self._column = self._row = 1

    def look(self, chunk: bytes) -> None:
        """Take the next bytes of the sheet's XML; raise KnownError where it spans too much."""
        seen = self._rest + chunk
        places = _PLACE.findall(seen)
        for letters in {letters for letters, _ in places}:
            self._column = max(self._column, _column_number(letters))
        for digits in {digits for _, digits in places if digits}:
            self._row = max(self._row, _WHOLE if len(digits) > 15 else int(digits))
        if self._column * self._row > MOST_CELLS:
            raise KnownError(
                f"{self._file.name} has a sheet that reaches to row {self._row:,} and column"
                f" {self._column:,}, which no list of codes does.",
                "It was not opened.",
            )
        self._rest = seen[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def _too_large(file: OfficialFile, size: int) -> KnownError:
    return KnownError(
        f"{file.name} would unpack to {size // 2**20} MB, which no spreadsheet of codes does.",
        "It was not opened.",
    )


def cell_text(value: object) -> str:
    """Return the value of a cell as :func:`rows` has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _WHOLE
        return str(int(value)) if whole else format(value, ".15g")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat else str(value)
