"""Codes in a table: columns told by the names in their header, of our own tables and of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from codebook_app.domain.encounter import Role
from codebook_app.exchange.aligned_rows import aligned_table
from codebook_app.exchange.candidates import (
    WATCHED_EVERY,
    Candidate,
    Passed,
    Pasted,
    Standing,
    Watch,
    unwatched,
)
from codebook_app.exchange.column_names import CODES, beside_in_wide, column_named
from codebook_app.exchange.column_values import (
    are_pointers,
    cell_spellings,
    cleaned,
    code_set_stated,
    given_by,
    kind_by_role,
)
from codebook_app.exchange.column_visits import VisitsOfRows
from codebook_app.exchange.pasted_shapes import CM, PCS, spellings
from codebook_app.exchange.table_rows import Cell, dividers_in, rows_of

ReadCell = Callable[[str, int, int], Iterator[Candidate | Passed]]

_HEADER_WITHIN = 12
_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"})
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")


def read_columns(text: str, read_cell: ReadCell, watch: Watch = unwatched) -> Pasted | None:
    """Return the codes of the table *text* is, None where it has no header that names a code.

    *read_cell* reads cells that hold more than a code. Rows above the header are passed over.
    *watch* is told how far it is, and may raise to end it.
    """
    head = text[:20_000]
    for divider in dividers_in(head.split("\n")[:_HEADER_WITHIN]):
        opening = list(rows_of(head, divider))[:_HEADER_WITHIN]
        for at, row in enumerate(opening):
            names = _named(row, opening[at + 1 : at + 4])
            if names is not None and _has_rows(opening[at + 1 :], names):
                table = _Table(names, read_cell, text)
                for number, body in enumerate(islice(rows_of(text, divider), at + 1, None)):
                    if number % WATCHED_EVERY == 0 and body:
                        watch(body[0].start, len(text))
                    table.take(body)
                return table.pasted(row)
    return None


def read_aligned(
    text: str, read_cell: ReadCell, read_text: Callable[[str], Pasted]
) -> Pasted | None:
    """Return the codes of a table laid out with blanks, and what *read_text* finds around it.

    None where *text* has no such table.
    """
    found = aligned_table(text)
    if found is None:
        return None
    start, header, end, rows = found
    table = _Table(tuple(column_named(cell.text) for cell in header), read_cell, text)
    for row in rows:
        table.take(row)
    inner = table.pasted(header)
    # What stands around it is read with the table itself blanked, so that places stay.
    around = read_text(text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:])
    return replace(
        inner,
        candidates=tuple(
            sorted((*inner.candidates, *around.candidates), key=lambda one: one.start)
        ),
        passed=(*inner.passed, *around.passed),
    )


def _has_rows(rows: Sequence[Sequence[Cell]], names: Sequence[str]) -> bool:
    """Whether the rows below a header have its columns; a sentence with commas is no header."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    codes = [at for at, name in enumerate(names) if name in CODES]
    return not filled or (
        len(filled[0]) > codes[0] and (len(names) == 1 or len(filled[0]) * 2 >= len(names))
    )


def _named(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> tuple[str, ...] | None:
    """Return what each column of a header holds ("" for others); None where it is no header.

    *below* are the rows that follow it.
    """
    names = [column_named(cell.text) for cell in row]
    if not any(name in CODES for name in names):
        return None
    known = sum(bool(name) for name in names)
    filled = sum(bool(cell.text) for cell in row)
    # "Diagnosis, see below": a header names most of its columns, or codes stand below.
    if (known * 2 < filled and not _has_codes(below, names)) or (
        len(row) == 1 and row[0].text.lower() not in {"code", "codes"}
    ):
        return None
    # "Dx1<TAB>E11.22" is a label and its code.
    if any(
        spellings(cell.text, alone=False) for cell, name in zip(row, names, strict=True) if not name
    ):
        return None
    return tuple(names)


def _has_codes(rows: Sequence[Sequence[Cell]], names: Sequence[str]) -> bool:
    """Whether the first rows have a code and no more in the columns that are named for codes."""
    return bool(rows) and all(
        any(
            name in CODES and spellings(cleaned(cell.text), alone=False)
            for name, cell in zip(names, row, strict=False)
        )
        for row in rows
        if any(cell.text for cell in row)
    )


class _Table:
    """Collects the codes of a table row by row."""

    def __init__(self, names: tuple[str, ...], read_cell: ReadCell, text: str) -> None:
        self._names = names
        self._read_cell = read_cell
        self._text = text
        # A row of several codes is a visit, and visits repeat their diagnoses.
        self._wide = sum(name in CODES for name in names) > 1
        self._standing = Standing.LISTED if self._wide else Standing.STATED
        self._beside = {
            at: beside_in_wide(names, at) for at, name in enumerate(names) if name in CODES
        }
        self._found: list[Candidate] = []
        self._passed: list[Passed] = []
        self._visits = VisitsOfRows(names)
        self._without = 0

    def take(self, row: Sequence[Cell]) -> None:
        """Read one row."""
        if not any(cell.text for cell in row) or all(
            _RULE.fullmatch(cell.text) for cell in row if cell.text
        ):
            return
        told = dict.fromkeys(self._names, "")
        modifiers: list[str] = []
        codes: list[tuple[str, Cell, dict[str, str]]] = []
        services = "service" in self._names
        for at, (name, cell) in enumerate(zip(self._names, row, strict=False)):
            if name == "cm" and services and are_pointers(cell.text):
                told["pointers"] = told.get("pointers", "") or cell.text
            elif name in CODES:
                own = self._beside[at] if self._wide else {}
                codes.append((name, cell, {k: row[n].text for k, n in own.items() if n < len(row)}))
            elif name == "modifiers":
                modifiers += re.findall(r"[A-Z0-9]{2}", cell.text.upper())
            elif name and not told[name]:
                told[name] = cell.text
        written = [one for one in codes if cleaned(one[1].text)]
        if not written and told.get("dotless"):
            at = self._names.index("dotless")
            written = [("code", row[at], {})]
        at_visit = self._visits.of(told)
        if not written and told.get("title"):
            self._without += 1
        code_set = code_set_stated(told.get("code set", ""))
        kind = "" if code_set else kind_by_role(told.get("role", ""))
        for name, cell, own_told in written:
            named = kind if name == "code" and kind else name
            codes_before, passed_before = len(self._found), len(self._passed)
            self._take_cell(named, cell, code_set, {**told, **own_told}, tuple(modifiers))
            if at_visit:
                self._found[codes_before:] = [
                    replace(one, visit=at_visit) for one in self._found[codes_before:]
                ]
                self._passed[passed_before:] = [
                    replace(one, visit=at_visit) for one in self._passed[passed_before:]
                ]

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
            if name == "admitting":
                given = replace(given, role=Role.ADMITTING)
            role = told.get("role", "").lower()
            self._found.append(
                Candidate(
                    start,
                    end,
                    written,
                    spelled,
                    self._standing,
                    given,
                    expected=code_set or {"cm": CM, "admitting": CM, "pcs": PCS}.get(name, ""),
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
            reason = (
                "an error of the spreadsheet" if word in _ERRORS else "not in the shape of a code"
            )
            self._passed.append(Passed(start, end, written, reason))

    def pasted(self, header: Sequence[Cell]) -> Pasted:
        """Return what was collected."""
        read = [
            cell.text for name, cell in zip(self._names, header, strict=False) if name and cell.text
        ]
        shape = f"a table with the columns {', '.join(read)}"
        rows = "1 row has" if self._without == 1 else f"{self._without} rows have"
        return Pasted(
            shape,
            tuple(self._found),
            tuple(self._passed),
            self._visits.told(),
            self._visits.word,
            (f"{rows} a title and no code.",) if self._without else (),
        )
