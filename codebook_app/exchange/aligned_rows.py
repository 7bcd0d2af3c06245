"""Tables laid out with blanks: a header, and cells that stand below the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codebook_app.exchange.column_names import CODES, column_named
from codebook_app.exchange.pasted_shapes import spellings
from codebook_app.exchange.table_rows import Cell

_WITHIN = 12
_CHUNK = re.compile(r"\S+(?: \S+)*")
_LEAST = 3


def aligned_table(text: str) -> tuple[int, list[Cell], int, list[list[Cell]]] | None:
    """Return a table of *text*: where its header begins, the header, where it ends, and its rows.

    It ends with an empty line or the text. None where there is no header of three names and more
    that tells of codes, with a code below it.
    """
    lines = list(_lines(text))
    for number, (at, line) in enumerate(lines[:_WITHIN]):
        header = [Cell(one[0], at + one.start(), at + one.end()) for one in _CHUNK.finditer(line)]
        names = [column_named(cell.text) for cell in header]
        if "\t" in line or len(header) < _LEAST or sum(map(bool, names)) * 2 < len(names):
            continue
        if not CODES & set(names) or sum(map(bool, names)) < _LEAST:
            continue
        edges = [cell.start - at for cell in header]
        rows: list[list[Cell]] = []
        end = at + len(line)
        for below, other in lines[number + 1 :]:
            if not other.strip():
                break
            rows.append(_row(other, below, edges))
            end = below + len(other)
        if rows and _has_code(rows[0], names):
            return at, header, end, rows
    return None


def _row(line: str, at: int, edges: Sequence[int]) -> list[Cell]:
    """Return the cells of a line, each in the column whose name begins nearest."""
    cells = [Cell("", at, at) for _ in edges]
    for chunk in _CHUNK.finditer(line):
        place = min(range(len(edges)), key=lambda one: abs(edges[one] - chunk.start()))
        start = cells[place].start if cells[place].text else at + chunk.start()
        cells[place] = Cell(line[start - at : chunk.end()], start, at + chunk.end())
    return cells


def _has_code(row: Sequence[Cell], names: Sequence[str]) -> bool:
    return any(
        name in CODES and spellings(cell.text, alone=False)
        for name, cell in zip(names, row, strict=True)
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1
