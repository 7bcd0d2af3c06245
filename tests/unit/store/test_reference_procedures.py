"""Reading the tables and definitions of ICD-10-PCS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.whole_release import build_release, line, tabular

from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.procedure import (
    Axis,
    AxisValue,
    Definition,
    DeviceAggregate,
    ProcedureRow,
    ProcedureTable,
)
from codebook_app.store.reference_db import ReferenceDb


def axis(position: int, title: str, **labels: str) -> Axis:
    values = tuple(
        AxisValue(character.removeprefix("_"), label) for character, label in labels.items()
    )
    return Axis(position, title, values)


def table(code: str, operation: str, *rows: ProcedureRow) -> ProcedureTable:
    section, system, root = code
    return ProcedureTable(
        code,
        (
            Axis(1, "Section", (AxisValue(section, "Sample surgery"),)),
            Axis(2, "Body System", (AxisValue(system, "Lakes"),)),
            Axis(3, "Operation", (AxisValue(root, operation),)),
        ),
        f"{operation} of a lake",
        rows,
    )


ROW = ProcedureRow(
    (
        axis(4, "Body Part", Z="Upper lake", _0="Lower lake"),
        axis(5, "Approach", _0="Open"),
        axis(6, "Device", _7="Pump", Z="No Device"),
        axis(7, "Qualifier", Z="No Qualifier"),
    )
)
OTHER_ROW = ProcedureRow(tuple(Axis(n, "Same", (AxisValue("Z", "None"),)) for n in range(4, 8)))
TABLES = (
    table("0LR", "Replacement", ROW, OTHER_ROW),
    table("0LT", "Resection", OTHER_ROW),
    table("1LT", "Resection"),
)
DEFINITIONS = (
    Definition("0", 3, "Operation", "Resection", "Taking out all", "All", ("lake", "pond")),
    Definition("0", 5, "Approach", "Open", "Cutting"),
    Definition("F", 5, "Type", "Open", "Not shut"),
)
AGGREGATES = (
    DeviceAggregate("Lake pump", "All applicable", ("Lakes", "Ponds"), "J", "Pump"),
    DeviceAggregate("Lake pump", "Insertion", ("Lakes",), "Y", "Other pump"),
    DeviceAggregate("Sieve", "All applicable", (), "K", "Net"),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceDb]:
    content = ReleaseContent(
        tabular(line("0LR00ZZ", "Sample")),
        procedure_tables=TABLES,
        definitions=DEFINITIONS,
        device_aggregates=AGGREGATES,
    )
    opened = build_release(tmp_path_factory.mktemp("procedures"), content, "icd10pcs")
    yield opened
    opened.close()


def test_tables_come_back_as_they_were(book):
    assert [book.procedures.table(one.code) for one in TABLES] == list(TABLES)


def test_a_table_is_found_in_any_case_and_by_a_code_built_of_it(book):
    assert book.procedures.table(" 0lr ") == TABLES[0]
    assert book.procedures.table("0LT00ZZ") == TABLES[1]
    assert book.procedures.table("0L") is None
    assert book.procedures.table("") is None


def test_tables_are_listed_by_the_beginning_of_their_code(book):
    assert book.procedures.tables() == (
        ("0LR", "Sample surgery, Lakes, Replacement"),
        ("0LT", "Sample surgery, Lakes, Resection"),
        ("1LT", "Sample surgery, Lakes, Resection"),
    )
    assert [code for code, _ in book.procedures.tables("0l")] == ["0LR", "0LT"]
    assert book.procedures.tables("0LX") == ()


def test_definitions_are_those_of_their_section(book):
    assert book.procedures.definitions("0") == DEFINITIONS[:2]
    assert book.procedures.definitions("f") == DEFINITIONS[2:]
    assert book.procedures.definitions("X") == ()


def test_a_definition_is_found_by_section_position_and_label(book):
    assert book.procedures.definition("0", 3, "resection") == DEFINITIONS[0]
    assert book.procedures.definition("F", 5, "Open") == DEFINITIONS[2]
    assert book.procedures.definition("0", 3, "Open") is None


def test_devices_tell_what_they_count_as(book):
    assert book.procedures.device_aggregates() == AGGREGATES
    assert book.procedures.device_aggregates("lake PUMP") == AGGREGATES[:2]
    assert book.procedures.device_aggregates("Pump") == ()


def test_a_release_without_tables_has_none(tmp_path):
    opened = build_release(tmp_path, ReleaseContent(tabular(line("A00", "Sample"))))
    assert opened.procedures.tables() == ()
    assert opened.procedures.table("0LR") is None
    assert opened.procedures.definitions("0") == ()
    opened.close()
