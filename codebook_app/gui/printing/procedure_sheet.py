"""A table of ICD-10-PCS as it is printed: an axis a column, a row of values that go together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from codebook_app.domain.procedure import Axis, ProcedureTable
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.printing.sheet import Block, Cell, Sheet, Style, Words

_NEW_LINE = "\u2028"


def procedure_sheet(
    page: ProcedurePage, table: ProcedureTable, printed_on: date, width: float
) -> Sheet:
    """Return the *table* that *page* builds a code of as it is printed, *width* points wide."""
    heads = _column_heads(table, width)
    blocks = [
        Block(
            (
                Cell(
                    (
                        Words(f"{table.code}  ", Style.TITLE_CODE),
                        Words(page.title, Style.TITLE),
                    )
                ),
            ),
            kept=True,
            guide=table.code,
        ),
        *_first_axes(table),
        heads,
        *(_row(axes.axes, width) for axes in table.rows),
    ]
    return Sheet(
        code_set_title(page.choice.release.code_set),
        f"{table.code} {page.title}",
        page.choice,
        tuple(blocks),
        printed_on,
        columns=heads,
    )


def _first_axes(table: ProcedureTable) -> Iterator[Block]:
    """Yield the three characters that name the table, and what its operation is defined as."""
    for axis in table.axes:
        value = axis.values[0]
        yield Block(
            (
                Cell((Words(axis.title, Style.LABEL),), 0.0, width=96.0),
                Cell((Words(value.character, Style.CODE_STRONG),), 100.0, width=14.0),
                Cell((Words(value.label),), 116.0),
            ),
            gap=2.0,
            kept=True,
        )
    if table.definition:
        yield Block(
            (
                Cell((Words("Definition", Style.LABEL),), 0.0, width=96.0),
                Cell((Words(table.definition),), 100.0),
            ),
            gap=4.0,
            kept=True,
        )


def _column_heads(table: ProcedureTable, width: float) -> Block:
    titles = [f"{axis.position} {axis.title}" for axis in table.rows[0].axes]
    wide = width / max(1, len(titles))
    return Block(
        tuple(
            Cell((Words(title, Style.LABEL),), at * wide, width=wide - 8)
            for at, title in enumerate(titles)
        ),
        gap=10.0,
        kept=True,
        rule=True,
    )


def _row(axes: tuple[Axis, ...], width: float) -> Block:
    wide = width / max(1, len(axes))
    return Block(
        tuple(
            Cell(tuple(_values(axis)), at * wide, width=wide - 8) for at, axis in enumerate(axes)
        ),
        gap=3.0,
        rule=True,
    )


def _values(axis: Axis) -> Iterator[Words]:
    for at, value in enumerate(axis.values):
        yield Words(f"{_NEW_LINE if at else ''}{value.character} ", Style.CODE_STRONG)
        yield Words(value.label)
