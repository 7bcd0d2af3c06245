"""The rows of every table that a release's content makes, in printed order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.index_term import IndexTerm
from codebook_app.domain.procedure import Axis, ProcedureTable
from codebook_app.domain.tabular import TabularList
from codebook_app.store.reference_keys import CELL, code_key, word_key
from codebook_app.store.reference_models import (
    AxisValueRow,
    ColumnRow,
    ConversionRow,
    DefinitionRow,
    DeviceAggregateRow,
    DocumentSectionRow,
    FactRow,
    LineRow,
    ListingRow,
    NoteReferenceRow,
    NoteRow,
    PreviousCodeRow,
    ProcedureTableRow,
    ReferenceBase,
    TargetRow,
    TermRow,
)

Row = tuple[Any, ...]


def rows_of(content: ReleaseContent) -> Iterator[tuple[type[ReferenceBase], Iterable[Row]]]:
    """Yield each table with its rows; a row's values are in the order of the table's columns."""
    yield LineRow, line_rows(content.tabular)
    notes = content.tabular.notes
    yield NoteRow, ((n.id, n.code_id, n.position, n.kind.value, n.text) for n in notes)
    yield (
        NoteReferenceRow,
        (
            (n.id, r.start, r.end, r.first, r.last, r.final_characters, r.pattern)
            for n in notes
            for r in n.references
        ),
    )
    yield (
        FactRow,
        (
            (number, f.line_id, f.name, f.value, f.meaning, f.searched)
            for number, f in enumerate(content.facts, start=1)
        ),
    )
    yield TermRow, _term_rows(content.index_terms)
    yield TargetRow, _target_rows(content.index_terms)
    yield (
        ColumnRow,
        (
            (book.value, position, title)
            for book, titles in content.index_columns.items()
            for position, title in enumerate(titles)
        ),
    )
    yield from _procedure_rows(content)
    yield from _list_rows(content)
    yield (
        DocumentSectionRow,
        (
            (number, s.document, s.title, s.depth, s.page)
            for number, s in enumerate(content.document_sections, start=1)
        ),
    )


def line_rows(tabular: TabularList) -> Iterator[Row]:
    """Yield the rows of the lines, each with the codes of the lines above it."""
    paths: dict[int | None, str] = {None: ""}
    for line in tabular.codes:
        path = paths[line.parent_id]
        if line.has_children:
            paths[line.id] = f"{path}\t{line.code}" if path else line.code
        yield (
            line.id,
            line.code,
            code_key(line.code),
            line.title,
            line.level,
            line.billable,
            line.depth,
            line.parent_id,
            line.last_descendant_id,
            line.seventh_character,
            line.heading,
            line.opens_page,
            tabular.seventh_meanings.get(line.id, ""),
            path,
        )


def _term_rows(terms: Sequence[IndexTerm]) -> Iterator[Row]:
    for term in terms:
        yield (
            term.id,
            str(term.book),
            term.title,
            term.depth,
            term.parent_id,
            term.last_descendant_id,
            len(term.cells),
            " ".join(f"{start} {end}" for start, end in term.modifiers),
            None if term.depth else word_key(term.essential),
            bool(term.targets) or any(term.cells),
        )


def _target_rows(terms: Sequence[IndexTerm]) -> Iterator[Row]:
    for term in terms:
        for position, target in enumerate(term.targets):
            yield (
                term.id,
                position,
                str(target.kind),
                target.text,
                code_key(target.code),
                target.complete,
            )
        for position, cell in enumerate(term.cells):
            if cell:
                code = code_key(cell).rstrip("-")
                yield term.id, position, CELL, cell, code, bool(code) and not cell.endswith("-")


def _procedure_rows(
    content: ReleaseContent,
) -> Iterator[tuple[type[ReferenceBase], Iterable[Row]]]:
    tables = content.procedure_tables
    yield (
        ProcedureTableRow,
        ((table.code, _procedure_title(table), table.definition) for table in tables),
    )
    yield AxisValueRow, (row for table in tables for row in _value_rows(table))
    yield (
        DefinitionRow,
        (
            (
                number,
                d.section,
                d.position,
                d.axis,
                d.title,
                word_key(d.title),
                d.definition,
                d.explanation,
                json.dumps(d.includes),
            )
            for number, d in enumerate(content.definitions, start=1)
        ),
    )
    yield (
        DeviceAggregateRow,
        (
            (
                number,
                a.device,
                word_key(a.device),
                a.operation,
                json.dumps(a.body_systems),
                a.character,
                a.parent,
            )
            for number, a in enumerate(content.device_aggregates, start=1)
        ),
    )


def _procedure_title(table: ProcedureTable) -> str:
    return ", ".join(value.label for axis in table.axes for value in axis.values)


def _value_rows(table: ProcedureTable) -> Iterator[Row]:
    rows: list[tuple[Axis, ...]] = [table.axes, *(row.axes for row in table.rows)]
    for number, axes in enumerate(rows):
        for axis in axes:
            for place, value in enumerate(axis.values):
                yield (
                    table.code,
                    number,
                    axis.position,
                    place,
                    axis.title,
                    value.character,
                    value.label,
                )


def _list_rows(content: ReleaseContent) -> Iterator[tuple[type[ReferenceBase], Iterable[Row]]]:
    yield (
        ListingRow,
        (
            (number, one.list, one.code, code_key(one.code), one.title)
            for number, one in enumerate(content.listings, start=1)
        ),
    )
    conversions = content.conversions
    yield (
        ConversionRow,
        (
            (number, one.current, code_key(one.current), one.effective.isoformat())
            for number, one in enumerate(conversions, start=1)
        ),
    )
    yield (
        PreviousCodeRow,
        (
            (number, position, code, code_key(code))
            for number, one in enumerate(conversions, start=1)
            for position, code in enumerate(one.previous)
        ),
    )
