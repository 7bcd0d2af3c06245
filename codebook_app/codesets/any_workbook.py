"""Workbooks that anybody may have made (.xlsx, .xls, .ods), sheet by sheet as text."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.xmlreader import AttributesImpl

from codebook_app.codesets.archive import official_file
from codebook_app.codesets.spreadsheet import MOST_CELLS, cell_text, checked_tables
from codebook_app.codesets.xml import OfficialReader, parse_xml
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

LARGEST_WORKBOOK = 16 * 2**20
"""In bytes, packed as it is; lists of codes have a hundredth of it."""
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
"""The endings of the files that :func:`workbook_kind` may know."""
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_GLOBALS = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # BOF of the workbook's own records, BIFF8
_FILEPASS = 0x2F
# The parser makes room for all rows that a DIMENSIONS record names, and the program would end where
# there is none; a sheet of BIFF8 has 65,536 at most ([MS-XLS] 2.4.90).
_SPANS = re.compile(rb"\x00\x02\x0e\x00(.{12})", re.DOTALL)
_MOST_ROWS = 65_536
_LETTER = "WordDocument".encode("utf-16-le")
_SAVE_AGAIN = "Open it in the spreadsheet program, save it again, and take that."
_WITHOUT = "Save it without a password and take that."


def workbook_kind(content: bytes) -> str:
    """Return "xlsx", "ods" or "xls" for a workbook, known by its content; empty for others."""
    if content.startswith(_OLD):
        return "" if _LETTER in content else "xls"
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return ""
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "ods" if {"content.xml", "mimetype"} <= names else ""


class AnyWorkbook:
    """The sheets of one workbook, parsed when they are asked for."""

    def __init__(self, content: bytes, name: str) -> None:
        """Open the *content* of a file that :func:`workbook_kind` knows; *name* is for messages.

        Raises:
            KnownError: it is damaged, protected by a password, or larger than any list of codes.
        """
        self._name = name
        if len(content) > LARGEST_WORKBOOK:
            raise too_large(name)
        kind = workbook_kind(content)
        if kind == "xls" and (_ENCRYPTED in content or _is_ciphered(content)):
            raise self._protected()
        self._book = self._opened(self._checked(content, kind))
        shown = [one.name for one in self._book.sheets_metadata if "Visible" in str(one.visible)]
        hidden = [one for one in self._book.sheet_names if one not in shown]
        if not shown and not hidden:
            raise KnownError(f"{name} has no sheets.", _SAVE_AGAIN)
        self.sheets: tuple[str, ...] = (*shown, *hidden)
        """The names of the sheets, those that are hidden last."""

    def rows(self, sheet: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a sheet as text, as :func:`codebook_app.codesets.spreadsheet.rows`.

        An error of the spreadsheet is the text it shows ("#REF!") where the kind of file tells.

        Raises:
            KnownError: the sheet is damaged or reaches farther than any list of codes.
        """
        try:
            found = self._book.get_sheet_by_name(sheet)
            last = found.end or (0, 0)
        except BaseException as fault:
            raise self._refused(fault) from fault
        if (last[0] + 1) * (last[1] + 1) > MOST_CELLS:
            raise _far(self._name, last[0] + 1, last[1] + 1)
        before = ("",) * (found.start[1] if found.start else 0)
        for row in found.iter_rows():
            yield before + tuple([cell_text(value) for value in row])

    def _checked(self, content: bytes, kind: str) -> io.BytesIO:
        if kind == "xls":  # packs nothing, but says how many rows to make room for
            if not all(_is_span(one[1]) for one in _SPANS.finditer(content)):
                raise KnownError(f"{self._name} is no whole workbook.", _SAVE_AGAIN)
            return io.BytesIO(content)
        if not kind:
            raise KnownError(f"{self._name} is no whole workbook.", _SAVE_AGAIN)
        file = official_file(self._name, self._name, len(content), lambda: io.BytesIO(content))
        checked = checked_tables(file, errors=kind == "xlsx")
        if kind == "ods":
            with zipfile.ZipFile(checked) as archive:
                if "META-INF/manifest.xml" in archive.namelist() and (
                    b"encryption-data" in archive.read("META-INF/manifest.xml")
                ):
                    raise self._protected()
                with archive.open("content.xml") as table:
                    parse_xml(iter(lambda: table.read(65_536), b""), _Reach(self._name), self._name)
            checked.seek(0)
        return checked

    def _opened(self, checked: io.BytesIO) -> CalamineWorkbook:
        from python_calamine import CalamineWorkbook  # late: see codesets/spreadsheet.py

        try:
            return CalamineWorkbook.from_filelike(checked)
        except BaseException as fault:
            raise self._refused(fault) from fault

    def _protected(self) -> KnownError:
        return KnownError(f"{self._name} is protected by a password.", _WITHOUT)

    def _refused(self, fault: BaseException) -> BaseException:
        kind = type(fault).__name__
        if not isinstance(fault, Exception) and kind != "PanicException":
            return fault  # the program is being ended
        if kind == "PasswordError" or "assword" in str(fault):
            return self._protected()
        return KnownError(f"{self._name} is no whole workbook.", _SAVE_AGAIN)


class _Reach(OfficialReader):
    """Refuses an OpenDocument table whose cells reach too far: it says them by repeating."""

    def __init__(self, name: str) -> None:
        super().__init__(name, _SAVE_AGAIN)
        self._row = self._column = self._filled = self._widest = self._times = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        """Count rows and cells."""
        match name:
            case "table:table":
                self._row = self._widest = 0
            case "table:table-row":
                self._column = self._filled = 0
                self._times = _number(attrs.get("table:number-rows-repeated"))
            case "table:table-cell" | "table:covered-table-cell":
                self._column += _number(attrs.get("table:number-columns-repeated"))
                if "office:value-type" in attrs:
                    self._filled = self._column
            case "text:p":
                self._filled = self._column

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        """Look how far a row reaches."""
        if name != "table:table-row":
            return
        self._row += self._times
        if self._filled:
            self._widest = max(self._widest, self._filled)
            if self._row * self._widest > MOST_CELLS:
                raise _far(self._name, self._row, self._widest)


def _is_span(said: bytes) -> bool:
    """Whether a DIMENSIONS record names rows and columns that a sheet can have."""
    rows: tuple[int, int] = struct.unpack_from("<II", said)
    columns: tuple[int, int] = struct.unpack_from("<HH", said, 8)
    return rows[0] <= rows[1] <= _MOST_ROWS and columns[0] <= columns[1]


def _is_ciphered(content: bytes) -> bool:
    """Whether a FILEPASS stands among the first records of an .xls ([MS-XLS] 2.4.117)."""
    at = content.find(_GLOBALS)
    for _ in range(4):
        if not 0 <= at < len(content) - 4:
            return False
        if int.from_bytes(content[at : at + 2], "little") == _FILEPASS:
            return True
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
    return False


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 10 else 1


def too_large(name: str) -> KnownError:
    """Return what is said of a workbook of more than :data:`LARGEST_WORKBOOK`."""
    return KnownError(
        f"{name} is too large to be a list of codes (over {LARGEST_WORKBOOK // 2**20} MB).",
        "Take the part of it that holds the codes.",
    )


def _far(name: str, row: int, column: int) -> KnownError:
    return KnownError(
        f"{name} has a sheet that reaches to row {row:,} and column {column:,}, which no list of"
        " codes does.",
        "It was not opened.",
    )
