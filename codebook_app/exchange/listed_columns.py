"""Codes in a table: columns told by the names in their header, of our own tables and of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from codebook_app.exchange.candidates import Candidate, Passed, Pasted, Standing
from codebook_app.exchange.column_names import CODES, column_named
from codebook_app.exchange.column_values import (
    cell_spellings,
    cleaned,
    code_set_stated,
    given_by,
    kind_by_role,
)
from codebook_app.exchange.pasted_shapes import CM, PCS, spellings
from codebook_app.exchange.table_rows import Cell, dividers_in, rows_of

ReadCell = Callable[[str, int, int], Iterator[Candidate | Passed]]

_HEADER_WITHIN = 12
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")


def read_columns(text: str, read_cell: ReadCell) -> Pasted | None:
    """Return the codes of the table *text* is, None where it has no header that names a code.

    *read_cell* reads cells that hold more than a code. Rows above the header are passed over.
    """
    head = text[:20_000]
    for divider in dividers_in(head.split("\n")[:_HEADER_WITHIN]):
        opening = list(rows_of(head, divider))[:_HEADER_WITHIN]
        for at, row in enumerate(opening):
            names = _named(row)
            if names is not None and _has_rows(opening[at + 1 :], names):
                table = _Table(names, read_cell, text)
                for body in list(rows_of(text, divider))[at + 1 :]:
                    table.take(body)
                return table.pasted(row)
    return None


def _has_rows(rows: Sequence[Sequence[Cell]], names: Sequence[str]) -> bool:
    """Whether the rows below a header have its columns; a sentence with commas is no header."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    codes = [at for at, name in enumerate(names) if name in CODES]
    return not filled or (
        len(filled[0]) > codes[0] and (len(names) == 1 or len(filled[0]) * 2 >= len(names))
    )


def _named(row: Sequence[Cell]) -> tuple[str, ...] | None:
    """Return what each column of a header holds ("" for others); None where it is no header."""
    names = [column_named(cell.text) for cell in row]
    if not any(name in CODES for name in names):
        return None
    known = sum(bool(name) for name in names)
    filled = sum(bool(cell.text) for cell in row)
    # "Diagnosis, see below": a header names most of its columns.
    if known * 2 < filled or (len(row) == 1 and row[0].text.lower() not in {"code", "codes"}):
        return None
    # "Dx1<TAB>E11.22" is a label and its code.
    if any(
        spellings(cell.text, alone=False) for cell, name in zip(row, names, strict=True) if not name
    ):
        return None
    return tuple(names)


class _Table:
    """Collects the codes of a table row by row."""

    def __init__(self, names: tuple[str, ...], read_cell: ReadCell, text: str) -> None:
        self._names = names
        self._read_cell = read_cell
        self._text = text
        # A row of several codes is a visit, and visits repeat their diagnoses.
        wide = sum(name in CODES for name in names) > 1
        self._standing = Standing.LISTED if wide else Standing.STATED
        self._found: list[Candidate] = []
        self._passed: list[Passed] = []

    def take(self, row: Sequence[Cell]) -> None:
        """Read one row."""
        if not any(cell.text for cell in row) or all(
            _RULE.fullmatch(cell.text) for cell in row if cell.text
        ):
            return
        told = dict.fromkeys(self._names, "")
        modifiers: list[str] = []
        codes: list[tuple[str, Cell]] = []
        for name, cell in zip(self._names, row, strict=False):
            if name in CODES:
                codes.append((name, cell))
            elif name == "modifiers":
                modifiers += re.findall(r"[A-Z0-9]{2}", cell.text.upper())
            elif name and not told[name]:
                told[name] = cell.text
        written = [(name, cell) for name, cell in codes if cleaned(cell.text)]
        if not written and told.get("dotless"):
            at = self._names.index("dotless")
            written = [("code", row[at])]
        code_set = code_set_stated(told.get("code set", ""))
        kind = "" if code_set else kind_by_role(told.get("role", ""))
        for name, cell in written:
            named = kind if name == "code" and kind else name
            self._take_cell(named, cell, code_set, told, tuple(modifiers))

    def _take_cell(
        self, name: str, cell: Cell, code_set: str, told: Mapping[str, str], mods: tuple[str, ...]
    ) -> None:
        word = cleaned(cell.text)
        start = cell.start + max(0, self._text[cell.start : cell.end].find(word))
        end = min(start + len(word), cell.end)
        spelled = cell_spellings(name, word, code_set)
        written = self._text[start:end]
        if spelled:
            given = given_by(told, mods, spelled)
            role = told.get("role", "").lower()
            self._found.append(
                Candidate(
                    start,
                    end,
                    written,
                    spelled,
                    self._standing,
                    given,
                    expected=code_set or {"cm": CM, "pcs": PCS}.get(name, ""),
                    principal=role.startswith(("principal", "primary"))
                    and any(one.code_set == CM for one in spelled),
                )
            )
            return
        inner = list(self._read_cell(self._text, cell.start, cell.end))
        for one in inner:
            if isinstance(one, Candidate):
                given = given_by(told, mods, one.spellings)
                standing = max(one.standing, Standing.LISTED)
                self._found.append(replace(one, standing=standing, given=given))
            else:
                self._passed.append(one)
        if not inner:
            self._passed.append(Passed(start, end, written, "not in the shape of a code"))

    def pasted(self, header: Sequence[Cell]) -> Pasted:
        """Return what was collected."""
        read = [
            cell.text for name, cell in zip(self._names, header, strict=False) if name and cell.text
        ]
        shape = f"a table with the columns {', '.join(read)}"
        return Pasted(shape, tuple(self._found), tuple(self._passed))
