"""A table of ICD-10-PCS as it is printed: an axis a column, a row of values that go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from codebook_app.domain.procedure import Axis, ProcedureTable
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.printing.sheet import NEW_LINE, Block, Cell, Sheet, Style, Words

Places = Sequence[tuple[float, float]]

_LONGEST, _SHORTEST = 32, 17
"""Characters: a longer value is set in lines, a column of short ones has room for its heading."""
_HANG = 11.0


def procedure_sheet(
    page: ProcedurePage, table: ProcedureTable, printed_on: date, width: float
) -> Sheet:
    """Return the *table* that *page* builds a code of as it is printed, *width* points wide."""
    places = _places(table, width)
    heads = _column_heads(table, places)
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
        *(_row(row.axes, places) for row in table.rows),
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


def _places(table: ProcedureTable, width: float) -> tuple[tuple[float, float], ...]:
    """Return left edge and width of each column, shared by the length of what stands in them."""
    wants = [
        min(_LONGEST, max(len(value.label) for row in table.rows for value in row.axes[at].values))
        for at in range(len(table.rows[0].axes))
    ]
    wants = [max(want, _SHORTEST) for want in wants]
    places, left = [], 0.0
    for want in wants:
        wide = width * want / sum(wants)
        places.append((left, wide - 10))
        left += wide
    return tuple(places)


def _column_heads(table: ProcedureTable, places: Places) -> Block:
    titles = [f"{axis.position} {axis.title}" for axis in table.rows[0].axes]
    return Block(
        tuple(
            Cell((Words(title, Style.LABEL),), left, width=wide)
            for title, (left, wide) in zip(titles, places, strict=True)
        ),
        gap=10.0,
        kept=True,
        rule=True,
    )


def _row(axes: tuple[Axis, ...], places: Places) -> Block:
    return Block(
        tuple(
            Cell(tuple(_values(axis)), left, width=wide, hang=_HANG)
            for axis, (left, wide) in zip(axes, places, strict=True)
        ),
        gap=3.0,
        rule=True,
    )


def _values(axis: Axis) -> Iterator[Words]:
    for at, value in enumerate(axis.values):
        yield Words(f"{NEW_LINE if at else ''}{value.character} ", Style.CODE_STRONG)
        yield Words(value.label)
