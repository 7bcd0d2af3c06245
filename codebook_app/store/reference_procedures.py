"""The tables and definitions of ICD-10-PCS in a release."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import select

from codebook_app.domain.procedure import (
    Axis,
    AxisValue,
    Definition,
    DeviceAggregate,
    ProcedureRow,
    ProcedureTable,
)
from codebook_app.domain.procedure_page import TableHead
from codebook_app.store.reference_file import ReferenceFile
from codebook_app.store.reference_keys import word_key
from codebook_app.store.reference_models import (
    AxisValueRow,
    DefinitionRow,
    DeviceAggregateRow,
    ProcedureTableRow,
)

# The codes of a table are the ids below its line.
_HEADS = """
    SELECT "table", last_descendant_id - lines.id, position, axis, character, label
    FROM procedure_values JOIN lines ON lines.undotted = "table"
    WHERE "row" = 0
    ORDER BY "table", position
"""
_DEFINITION = (
    DefinitionRow.section,
    DefinitionRow.position,
    DefinitionRow.axis,
    DefinitionRow.title,
    DefinitionRow.definition,
    DefinitionRow.explanation,
    DefinitionRow.includes,
)


class Procedures:
    """Reads tables and definitions; of other code sets there are none. Safe from any thread."""

    def __init__(self, file: ReferenceFile) -> None:
        self._file = file

    def table(self, code: str) -> ProcedureTable | None:
        """Return the table of the three characters *code*, in any case; None where there is none.

        Of a longer code the table that it is built of.
        """
        wanted = code.strip().upper()[:3]
        heads = self._file.rows(
            select(ProcedureTableRow.code, ProcedureTableRow.definition).where(
                ProcedureTableRow.code == wanted
            )
        )
        if not heads:
            return None
        values = self._file.rows(
            select(
                AxisValueRow.row,
                AxisValueRow.position,
                AxisValueRow.axis,
                AxisValueRow.character,
                AxisValueRow.label,
            )
            .where(AxisValueRow.table == wanted)
            .order_by(AxisValueRow.row, AxisValueRow.position, AxisValueRow.place)
        )
        axes: dict[int, list[Axis]] = {0: []}
        for (row, position, title), of_axis in groupby(values, key=lambda value: value[:3]):
            labels = tuple(AxisValue(value.character, value.label) for value in of_axis)
            axes.setdefault(row, []).append(Axis(position, title, labels))
        return ProcedureTable(
            code=wanted,
            axes=tuple(axes.pop(0)),
            definition=heads[0].definition,
            rows=tuple(ProcedureRow(tuple(of_row)) for of_row in axes.values()),
        )

    def tables(self, prefix: str = "") -> tuple[tuple[str, str], ...]:
        """Return code and title of the tables whose code begins so, in code order.

        The title holds the labels of the three characters: "Medical and Surgical, …".
        """
        query = select(ProcedureTableRow.code, ProcedureTableRow.title).order_by(
            ProcedureTableRow.code
        )
        beginning = prefix.strip().upper()
        if beginning:
            query = query.where(
                ProcedureTableRow.code >= beginning,
                ProcedureTableRow.code < f"{beginning}\U0010ffff",
            )
        return tuple((code, title) for code, title in self._file.rows(query))

    def heads(self) -> tuple[TableHead, ...]:
        """Return what names each table, in code order; none where the release has no tables."""
        heads = self._file.prepared(_HEADS)
        return tuple(
            TableHead(
                table,
                tuple(
                    Axis(position, title, (AxisValue(character, label),))
                    for _, _, position, title, character, label in of_table
                ),
                codes,
            )
            for (table, codes), of_table in groupby(heads, key=lambda head: head[:2])
        )

    def definitions(self, section: str = "") -> tuple[Definition, ...]:
        """Return the definitions of the section with this character, or of all, as printed."""
        query = select(*_DEFINITION).order_by(DefinitionRow.id)
        if section:
            query = query.where(DefinitionRow.section == section.strip().upper())
        return tuple(_definition(row) for row in self._file.rows(query))

    def definition(self, section: str, position: int, label: str) -> Definition | None:
        """Return what *label* means at *position* in *section*; None where CMS does not say."""
        query = (
            select(*_DEFINITION)
            .where(
                DefinitionRow.section == section.strip().upper(),
                DefinitionRow.position == position,
                DefinitionRow.key == word_key(label),
            )
            .order_by(DefinitionRow.id)
            .limit(1)
        )
        return next((_definition(row) for row in self._file.rows(query)), None)

    def device_aggregates(self, device: str = "") -> tuple[DeviceAggregate, ...]:
        """Return what the specific *device*, or each of all devices, counts as, as printed."""
        row = DeviceAggregateRow
        query = select(row.device, row.operation, row.body_systems, row.character, row.parent)
        if device:
            query = query.where(row.key == word_key(device))
        return tuple(
            DeviceAggregate(name, operation, tuple(systems), character, parent)
            for name, operation, systems, character, parent in self._file.rows(
                query.order_by(row.id)
            )
        )


def _definition(row: Any) -> Definition:
    section, position, axis, title, definition, explanation, includes = row
    return Definition(section, position, axis, title, definition, explanation, tuple(includes))
