"""Reads the HCPCS spreadsheet: the columns of the text under a row of headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.hcpcs.collecting import (
    CODE_CONTINUED,
    CODE_LINE,
    MODIFIER_CONTINUED,
    MODIFIER_LINE,
    Collector,
)
from codebook_app.codesets.hcpcs.columns import (
    CODE,
    COLUMNS,
    FETCH_AGAIN,
    MODIFIER,
    HcpcsFile,
    HcpcsLine,
    day_of,
    tidy,
)
from codebook_app.codesets.spreadsheet import is_spreadsheet, rows
from codebook_app.errors import KnownError

_NEEDED = frozenset({"HCPC", "LONGDESCRIPTION", "SHORTDESCRIPTION", "ACTEFFDT", "TERMDT"})
_ROWS_ABOVE = 40  # how far down the headings are looked for: disclaimers stand above them
_SIGNS = re.compile(r"[^A-Z0-9]")
_CHANGES = frozenset({"HCPCSMOD", "TYPEOFCHANGE"})


def is_sheet_file(file: OfficialFile) -> bool:
    """Whether *file* is a spreadsheet with the headings of the HCPCS list.

    Raises:
        KnownError: it is a damaged spreadsheet.
    """
    return is_spreadsheet(file) and _headed(file, _NEEDED) is not None


def is_list_of_changes(file: OfficialFile) -> bool:
    """Whether *file* is a spreadsheet that lists the changes to codes ("Trans_Alpha").

    Raises:
        KnownError: it is a damaged spreadsheet.
    """
    return is_spreadsheet(file) and _headed(file, _CHANGES) is not None


def read_sheet(file: OfficialFile) -> HcpcsFile:
    """Return the codes and modifiers of *file*, with the texts above and below left out.

    Raises:
        KnownError: a row is no code's, or contradicts another; the message names file and row.
    """
    headed = _headed(file, _NEEDED)
    if headed is None:
        raise KnownError(f"{file.name} has no headings of the HCPCS list.", FETCH_AGAIN)
    header_row, places = headed
    reader = _Reader(file.name, places)
    for number, cells in rows(file):
        if number < header_row:
            reader.collector.other(number, " ".join(cells))
        elif number > header_row:
            reader.take(number, cells)
    return reader.collector.whole()


def _headed(file: OfficialFile, needed: frozenset[str]) -> tuple[int, Mapping[str, int]] | None:
    """Return the number of the row of headings, and the place of each heading."""
    for number, cells in islice(rows(file), _ROWS_ABOVE):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            places.setdefault(_SIGNS.sub("", cell.upper()), place)
        if "HCPCS" in places:
            places.setdefault("HCPC", places["HCPCS"])
        if needed <= places.keys():
            return number, places
    return None


class _Reader:
    """Takes the rows below the headings, whose *places* in a row are known."""

    def __init__(self, name: str, places: Mapping[str, int]) -> None:
        self.collector = Collector(name)
        self._name = name
        self._places = places
        self._columns = [
            (column, found)
            for column in COLUMNS
            if (found := [places[one] for one in column.headings() if one in places])
        ]

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Take row *number*.

        Raises:
            KnownError: it is no line of a code, or contradicts another.
        """
        where = f"{self._name}, line {number}"
        code = self._cell(cells, "HCPC").upper()
        is_code, is_modifier = bool(CODE.fullmatch(code)), bool(MODIFIER.fullmatch(code))
        if not (is_code or is_modifier):
            self.collector.other(number, " ".join(cells))
            return
        first, further = (
            (CODE_LINE, CODE_CONTINUED) if is_code else (MODIFIER_LINE, MODIFIER_CONTINUED)
        )
        kind = self._cell(cells, "RECID") or first
        if kind not in {first, further}:
            raise KnownError(
                f"{where}: {code} has the record type “{kind}”, which it cannot have; the columns"
                " are shifted.",
                FETCH_AGAIN,
            )
        sequence = _sequence(self._cell(cells, "SEQNUM"), where)
        description = self._cell(cells, "LONGDESCRIPTION")
        if kind == further:
            self.collector.further(code, description, sequence, number, modifier=is_modifier)
            return
        begun = HcpcsLine(
            code=code,
            modifier=is_modifier,
            title="",
            short=" ".join(self._cell(cells, "SHORTDESCRIPTION").split()),
            line=number,
            values=self._values(cells),
            added=day_of(self._cell(cells, "ADDDT"), "added", where),
            effective=day_of(self._cell(cells, "ACTEFFDT"), "effective", where),
            terminated=day_of(self._cell(cells, "TERMDT"), "termination", where),
            action=self._cell(cells, "ACTIONCD"),
        )
        self.collector.first(begun, description, sequence)

    def _cell(self, cells: Sequence[str], heading: str) -> str:
        place = self._places.get(heading)
        return cells[place].strip() if place is not None else ""

    def _values(self, cells: Sequence[str]) -> dict[str, tuple[str, ...]]:
        values = {}
        for column, places in self._columns:
            # Most cells are empty; there are hundreds of thousands of them.
            texts = [text for place in places if (text := cells[place])]
            if texts and (found := tidy(column, texts)):
                values[column.name] = found
        return values


def _sequence(text: str, where: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise KnownError(
            f"{where}: the sequence number “{text}” is none; the columns are shifted.", FETCH_AGAIN
        )
    return int(text)
