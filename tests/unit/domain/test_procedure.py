"""What a table of ICD-10-PCS answers: which codes it makes, how one reads, what may be chosen."""

from __future__ import annotations

import pytest
from support.pcs_xml import SAMPLE, SampleTable, official, sample_definitions, tables_xml

from codebook_app.codesets.icd10pcs.definitions import read_definitions
from codebook_app.codesets.icd10pcs.tables import read_tables
from codebook_app.domain.procedure import Definition, ProcedureTable


def table_of(sample: SampleTable) -> ProcedureTable:
    (table,) = read_tables(official(tables_xml((sample,)), "tables.xml")).tables
    return table


@pytest.fixture(scope="module")
def bypass() -> ProcedureTable:
    return table_of(SAMPLE[0])


def choices(table: ProcedureTable, **chosen: str) -> list[str]:
    """Return the characters each axis may take, for what is chosen by ``p4`` to ``p7``."""
    taken = {int(name[1:]): character for name, character in chosen.items()}
    return ["".join(value.character for value in axis.values) for axis in table.choices(taken)]


def test_rows_count_the_codes_they_make(bypass):
    assert [row.count for row in bypass.rows] == [8, 2]
    assert len(list(bypass.codes())) == 10


def test_with_nothing_chosen_every_value_of_every_row_may_be(bypass):
    assert choices(bypass) == ["129", "03", "7JZ", "12Z"]
    assert [axis.title for axis in bypass.choices({})] == [
        "Sample part",
        "Sample approach",
        "Sample device",
        "Sample qualifier",
    ]


def test_a_choice_leaves_what_rows_with_it_allow_elsewhere(bypass):
    assert choices(bypass, p4="9") == ["129", "0", "J", "12"]
    assert choices(bypass, p6="7") == ["12", "03", "7JZ", "Z"]
    assert choices(bypass, p4="1", p5="3") == ["12", "03", "7Z", "Z"]


def test_a_whole_code_can_still_be_changed_at_each_character(bypass):
    assert choices(bypass, p4="1", p5="0", p6="7", p7="Z") == ["12", "03", "7Z", "Z"]


def test_choices_that_no_row_has_together_leave_nothing(bypass):
    assert choices(bypass, p4="9", p5="3") == ["12", "0", "", ""]
    assert choices(bypass, p4="K") == ["129", "", "", ""]


def test_a_character_that_rows_label_differently_comes_with_each_label():
    row, other = SAMPLE[1].rows[0], ({"1": "Another joint"}, *SAMPLE[1].rows[0][1:3], {"1": "Left"})
    table = table_of(SampleTable("002", SAMPLE[1].labels, (row, other)))
    assert [value.label for value in table.choices({})[0].values] == [
        "Sample joint",
        "Another joint",
    ]
    assert [value.label for value in table.choices({7: "1"})[0].values] == ["Another joint"]


def test_a_code_reads_character_by_character(bypass):
    assert [
        (axis.position, axis.title, value.label) for axis, value in bypass.reading("00190J2")
    ] == [
        (1, "Section", "Sample surgery"),
        (2, "Body System", "Sample joints, upper"),
        (3, "Operation", "Sample bypass"),
        (4, "Sample part", "Sample joint"),
        (5, "Sample approach", "Open"),
        (6, "Sample device", "Sample plastic"),
        (7, "Sample qualifier", "Right"),
    ]


@pytest.mark.parametrize("code", ["00193J2", "0019072", "001", "002", "00190J2Z", "00290J2", ""])
def test_a_code_that_the_table_does_not_make_does_not_read(bypass, code):
    assert bypass.row_of(code) is None
    assert bypass.reading(code) == ()


def test_the_closest_definition_is_that_of_a_value(bypass):
    definitions = read_definitions(sample_definitions()).definitions
    left = bypass.definition_of(4, "Sample joint, left", definitions)
    assert left is not None
    assert left.includes == ("Sample knee", "Sample hip")
    plastic = bypass.definition_of(6, "Sample plastic", definitions)
    assert plastic is not None
    assert plastic.includes == ("Sample brand",)
    assert bypass.definition_of(4, "Sample plastic", definitions) is None
    assert table_of(SAMPLE[1]).definition_of(6, "Sample plastic", definitions) is None
    assert table_of(SAMPLE[3]).definition_of(4, "Sample joint, left", definitions) is None


def test_a_definition_of_the_place_goes_before_one_for_everywhere(bypass):
    everywhere = Definition("0", 6, "Device", "Sample plastic", "of anything")
    here = Definition("0", 6, "Device", "Sample plastic in Sample joints, upper", "of joints")
    assert bypass.definition_of(6, "Sample plastic", (here, everywhere)) is here
    assert bypass.definition_of(6, "Sample plastic", (everywhere,)) is everywhere


@pytest.mark.parametrize(
    ("title", "is_of"),
    [
        ("Voice", True),
        ("Voice (Treatment)", True),
        ("Voice (Assessment)", False),
        ("Voice for Speech Treatment", True),
        ("Voice for Speech", False),
        ("Voice in Rehabilitation", True),
        ("Voice for Speech Treatment in Rehabilitation", True),
        ("Voice Prosthetic", False),
        ("Invoice", False),
    ],
)
def test_a_definition_says_of_which_operation_and_body_system_it_is(title, is_of):
    definition = Definition("F", 5, "Type Qualifier", title)
    assert definition.is_of("Voice", "Speech Treatment", "Rehabilitation") is is_of
