"""The text of one sheet of a workbook, and which sheet it is that holds the codes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from codebook_app.codesets.any_workbook import AnyWorkbook
from codebook_app.domain.list_reading import Parts
from codebook_app.errors import KnownError
from codebook_app.exchange.candidates import Standing
from codebook_app.exchange.pasted import take_apart

_LOOKED_AT = 300
"""Rows of a sheet that are looked at to tell whether it holds codes."""


def sheet_text(
    content: bytes, name: str, sheet: str, longest: int
) -> tuple[str, Parts, tuple[str, ...]]:
    """Return a sheet of the workbook *name* as a table divided by tabs, and what is to be said.

    The *sheet* is the one named, else the one with the most codes, the first of equals.

    Raises:
        KnownError: it is damaged, protected, too large, has no such sheet, or the sheet is longer
            than *longest* characters.
    """
    book = AnyWorkbook(content, name)
    told: tuple[str, ...] = ()
    if sheet:
        chosen = next((one for one in book.sheets if one.casefold() == sheet.casefold()), "")
        if not chosen:
            raise KnownError(f"{name} has no sheet “{sheet}”.", f"It has {', '.join(book.sheets)}.")
    else:
        chosen, told = _suggested(book)
    text = _lines(book.rows(chosen), longest, name)
    parts = Parts(sheets=book.sheets, sheet=chosen)
    return text, parts, told


def _suggested(book: AnyWorkbook) -> tuple[str, tuple[str, ...]]:
    if len(book.sheets) == 1:
        return book.sheets[0], ()
    counted = {one: _codes_in(book, one) for one in book.sheets}
    best = max(book.sheets, key=lambda one: counted[one])
    others = [one for one in book.sheets if counted[one] and one != best]
    read = f"Sheet “{best}” of {len(book.sheets)} is read."
    if others:
        named = " and ".join((", ".join(others[:-1]), others[-1])) if others[1:] else others[0]
        read = f"{read} There may be codes in {named} too."
    return best, (read,)


def _codes_in(book: AnyWorkbook, sheet: str) -> int:
    rows = islice(book.rows(sheet), _LOOKED_AT)
    pasted = take_apart("\n".join(_line(row) for row in rows))
    return sum(one.standing >= Standing.LISTED for one in pasted.candidates)


def _lines(rows: Iterable[tuple[str, ...]], longest: int, name: str) -> str:
    lines, length = [], 0
    for row in rows:
        line = _line(row)
        if not line:
            continue
        length += len(line) + 1
        if length > longest:
            raise KnownError(
                f"{name} is too long to be a list of codes (over {longest:,} characters).",
                "Take the part of it that holds the codes.",
            )
        lines.append(line)
    return "\n".join(lines)


def _line(row: tuple[str, ...]) -> str:
    """Return a row; what stands in several lines of a cell is divided by semicolons."""
    return "\t".join(_cell(cell) for cell in row).rstrip("\t")


def _cell(cell: str) -> str:
    text = "; ".join(filter(None, (" ".join(line.split()) for line in cell.splitlines())))
    # Quotation marks at the beginning would be taken for those of a table.
    return '"{}"'.format(text.replace('"', '""')) if text.startswith('"') else text
