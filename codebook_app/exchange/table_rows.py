"""A text read as a table: its rows and cells, whatever divides them, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CELL = r'(?:[ ]*"((?:[^"]|"")*)"[ ]*|([^{divider}\n]*))'
_MARKDOWN_CELL = r"()((?:\\.|[^|\\\n])*)"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and where in the whole text it stands without quotes."""

    text: str
    start: int
    end: int


def dividers_in(lines: Sequence[str]) -> list[str]:
    """Return what may divide the cells of a table with these first lines, the likeliest first."""
    filled = [line for line in lines if line.strip()]
    found = [one for one in ("\t", "|", ";", ",") if any(one in line for line in filled)]
    return found or ([","] if filled else [])


def rows_of(text: str, divider: str) -> Iterator[list[Cell]]:
    """Yield the rows of *text*; a quoted cell may hold dividers and line breaks."""
    pattern = _MARKDOWN_CELL if divider == "|" else _CELL.replace("{divider}", re.escape(divider))
    cell = re.compile(pattern)
    at = 0
    row: list[Cell] = []
    while at <= len(text):
        match = cell.match(text, at)
        if match is None:  # a backslash at the end of a Markdown table
            break
        quoted = match[1] is not None and divider != "|"
        group = 1 if quoted else 2
        value = match[group] or ""
        if quoted and match.end() < len(text) and text[match.end()] not in {divider, "\n"}:
            # A quotation mark inside loose text is no quoting.
            match = re.compile(rf"([^{re.escape(divider)}\n]*)").match(text, at)
            if match is None:
                break
            group, value = 1, match[1]
            quoted = False
        start = match.start(group)
        if quoted:
            value = value.replace('""', '"')
        elif divider == "|":
            value = re.sub(r"\\(.)", r"\1", value)
        row.append(Cell(value.strip(), start, match.end(group)))
        at = match.end()
        if at >= len(text):
            break
        if text[at] == "\n":
            yield _framed(row, divider)
            row = []
        at += 1
    if row:
        yield _framed(row, divider)


def _framed(row: list[Cell], divider: str) -> list[Cell]:
    """Return a row without the empty cells outside the bars of a Markdown table."""
    if divider == "|" and len(row) > 1:
        if not row[0].text:
            row = row[1:]
        if row and not row[-1].text:
            row = row[:-1]
    return row
