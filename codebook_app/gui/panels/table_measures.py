"""The widths of a table's columns and the heights of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codebook_app.gui.panels.table_setting import TableSetter
    from codebook_app.gui.panels.term_table import TermTable
    from codebook_app.gui.theme import Theme

_WIDEST_CODE = "C44.1092-"
_LEAST_TERM = 200
_WIDEST_TERM = 460
_MOST_SPARE = 24
"""What a column of codes gets beyond its need at most, in pixels at 100 %."""


def column_widths(
    width: int, headings: Sequence[int], setter: TableSetter, theme: Theme
) -> tuple[int, ...]:
    """Share *width* out: columns of codes get what they need, the terms, the first, the rest.

    *headings* are the widths of the columns' longest words.
    """
    code = setter.code_width(_WIDEST_CODE)
    needed = [max(code, wide) for wide in headings]
    codes = sum(needed[1:])
    term = max(width - codes, theme.length(_LEAST_TERM))
    term = min(term, theme.length(_WIDEST_TERM), width)
    spare = max(0, width - term - codes) // max(1, len(needed) - 1)
    more = min(spare, theme.length(_MOST_SPARE))
    return (term, *(wide + more for wide in needed[1:]))


def fit_rows_in_sight(table: TermTable, setter: TableSetter) -> None:
    """Give the rows in sight the height their terms need; the others wait until they are seen.

    What is seen stays where it is: of a row that begins above, the end does.
    """
    row, count = table.rowAt(0), table.table.rowCount()
    if row < 0:
        return
    rows, bottom = table.verticalHeader(), table.viewport().height()
    y, grown, changed = table.rowViewportPosition(row), 0, False
    begins_above = y < 0
    while row < count and y < bottom:
        height, needed = rows.sectionSize(row), setter.height(row)
        if height != needed:
            rows.resizeSection(row, needed)
            changed = True
            if begins_above:
                grown = needed - height
        begins_above = False
        y += needed
        row += 1
    if changed:
        table.updateGeometries()
    if grown:
        table.verticalScrollBar().setValue(table.verticalScrollBar().value() + grown)
