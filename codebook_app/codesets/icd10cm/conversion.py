"""The conversion table (xlsx): what was coded before each new code, and from when on it is valid.

The header row stands below a note; a bare year means 1 October of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition
from codebook_app.codesets.icd10cm.checks import TabularCodes, counted, short, some
from codebook_app.codesets.icd10cm.editions import april, fiscal_year
from codebook_app.codesets.icd10cm.grammar import CATEGORY, dotted, normalise, undotted
from codebook_app.codesets.spreadsheet import is_spreadsheet, rows
from codebook_app.domain.content import Conversion
from codebook_app.errors import KnownError

_HEADINGS = ("current code", "effective", "previous code")
_HEADER_WITHIN = 20
_FISCAL_YEAR = re.compile(r"\bFY\s*(20\d\d)\b(?P<april>\s*\(?\s*April)?", re.IGNORECASE)
_CODE = rf"{CATEGORY}(?:\.[0-9A-Z]{{1,4}})?"
_NAMED = re.compile(rf"(?P<first>{_CODE})(?:\s*[-–]\s*(?P<last>{_CODE})|\.?-)?")
_NONE = "none"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ConversionTable:
    """The rows of the table *name*; *odd* are the rows, from 1, that say nothing to be read."""

    name: str
    conversions: tuple[Conversion, ...]
    odd: tuple[int, ...]


def is_conversion_table(file: OfficialFile) -> bool:
    """Whether *file* is a spreadsheet with the headings of the conversion table."""
    if not is_spreadsheet(file):
        return False
    try:
        return _header(file) is not None
    except KnownError:
        return False


def edition_of_conversion(file: OfficialFile) -> Edition | None:
    """Return the edition that the note above the header states, None where it states none.

    Raises:
        KnownError: the spreadsheet is damaged.
    """
    header = _header(file)
    above = islice(rows(file), header[0] - 1 if header else _HEADER_WITHIN)
    note = " ".join(cell for _, row in above for cell in row)
    match = _FISCAL_YEAR.search(note)
    if match is None:
        return None
    year = int(match[1])
    if match["april"]:
        return april(year, f"taken for FY{year}-04, since its note says “{match[0]}”")
    return fiscal_year(year, f"taken for FY{year}, since its note says “{match[0]}”")


def read_conversion(file: OfficialFile, known: Collection[str] = ()) -> ConversionTable:
    """Return the rows of the table in printed order.

    A range of previous codes whose ends differ in the last character is spelled out as far as its
    codes are among *known* (without point) or stand in the table themselves; a wider one, and the
    beginning of codes ("I63.-"), stays as printed.

    Raises:
        KnownError: the spreadsheet is damaged, or has no header or no row to be read.
    """
    header = _header(file)
    if header is None:
        raise KnownError(
            f"{file.name}: no row is headed as the conversion table is.",
            "Import the table as CDC publishes it.",
        )
    head_row, (current_at, effective_at, previous_at) = header
    read: list[tuple[str, date, str]] = []
    odd: list[int] = []
    for number, row in rows(file):
        if number <= head_row or not any(row):
            continue
        current = normalise(row[current_at])
        effective = _day(row[effective_at])
        previous = " ".join(row[previous_at].split())
        named = _NAMED.search(previous) or previous.casefold() == _NONE
        if current is None or effective is None or not named:
            odd.append(number)
        else:
            read.append((current, effective, previous))
    if not read:
        raise KnownError(
            f"{file.name}: no row names a code, a year and a previous code.",
            "Import the table as CDC publishes it.",
        )
    mentioned = {undotted(current) for current, _, _ in read} | set(known)
    for _, _, previous in read:
        for match in _NAMED.finditer(previous):
            mentioned.update((undotted(match["first"]), undotted(match["last"] or "")))
    conversions = tuple(
        Conversion(current, tuple(_codes(previous, mentioned)), effective)
        for current, effective, previous in read
    )
    return ConversionTable(file.name, conversions, tuple(odd))


def compare_with_conversion(codes: TabularCodes, table: ConversionTable) -> str:
    """Return, in a sentence, how many rows there are, and which codes are no longer valid."""
    gone = {
        found.current
        for found in table.conversions
        if not (line := codes.by_code.get(undotted(found.current))) or not line.billable
    }
    said = (
        f"{short(table.name)}: {counted(len(table.conversions), 'code')} with what was coded before"
    )
    if gone:
        said += f"; {len(gone):,} not valid in the tabular list ({some(gone)})"
    if table.odd:
        said += f"; {counted(len(table.odd), 'row')} not to be read (row {table.odd[0]})"
    return said


def _header(file: OfficialFile) -> tuple[int, tuple[int, int, int]] | None:
    """Return the number of the header row, and the places of its three columns."""
    for number, row in islice(rows(file), _HEADER_WITHIN):
        words = [" ".join(cell.casefold().split()) for cell in row]
        places = [
            next((at for at, word in enumerate(words) if word.startswith(heading)), None)
            for heading in _HEADINGS
        ]
        current, effective, previous = places
        if current is not None and effective is not None and previous is not None:
            return number, (current, effective, previous)
    return None


def _day(text: str) -> date | None:
    stripped = text.strip()
    try:
        if _DAY.fullmatch(stripped):
            return date.fromisoformat(stripped)
        if len(stripped) == 4 and stripped.isascii() and stripped.isdigit():
            return date(int(stripped), 10, 1)
    except ValueError:
        return None
    return None


def _codes(previous: str, mentioned: Collection[str]) -> Iterator[str]:
    for match in _NAMED.finditer(previous):
        first, last = undotted(match["first"]), undotted(match["last"] or "")
        spelled = [code for code in _between(first, last) if code in mentioned]
        if spelled:
            yield from (dotted(code) for code in spelled)
        else:
            yield " ".join(match[0].split())


def _between(first: str, last: str) -> Iterator[str]:
    """Yield the codes from *first* to *last*, without points, where but the last digit differs."""
    if len(first) != len(last) or len(first) <= 3 or first[:-1] != last[:-1]:
        return
    if first[-1].isdigit() and last[-1].isdigit() and first < last:
        for digit in range(int(first[-1]), int(last[-1]) + 1):
            yield f"{first[:-1]}{digit}"
