"""The tables file."""

from __future__ import annotations

import pytest
from support.pcs_xml import CODES, SAMPLE, official, refusal, sample_tables, tables_xml

from codebook_app.codesets.icd10pcs.tables import PrintedTables, read_tables


def tables_of(xml: str) -> PrintedTables:
    return read_tables(official(xml, "tables.xml"))


def changed(old: str, new: str) -> str:
    xml = tables_xml()
    assert old in xml
    return xml.replace(old, new, 1)


def test_tables_are_read_with_their_axes_rows_and_values():
    printed = read_tables(sample_tables())
    bypass = printed.tables[0]
    assert (printed.year, printed.rows) == (2099, 5)
    assert (bypass.code, bypass.definition) == ("001", "Leading a sample around a sample")
    assert [(axis.position, axis.title) for axis in bypass.axes] == [
        (1, "Section"),
        (2, "Body System"),
        (3, "Operation"),
    ]
    assert (bypass.body_system, bypass.operation) == ("Sample joints, upper", "Sample bypass")
    device = bypass.rows[0].axes[2]
    assert (device.position, device.title) == (6, "Sample device")
    assert [(value.character, value.label) for value in device.values] == [
        ("7", "Sample tissue"),
        ("Z", "No Device"),
    ]


def test_the_rows_make_the_codes():
    printed = read_tables(sample_tables())
    made = [code for table in printed.tables for code in table.codes()]
    assert made == [code for table in SAMPLE for code in table.codes()]
    assert len(set(made)) == CODES
    assert sum(row.count for table in printed.tables for row in table.rows) == CODES
    assert printed.contradictions == ()


def test_a_row_that_states_another_count_is_told_of_with_its_line():
    printed = tables_of(changed('codes="8"', 'codes="9"'))
    line = tables_xml()[: tables_xml().index('codes="8"')].count("\n") + 1
    assert printed.contradictions == (f"line {line} states 9 codes, its values make 8",)


def test_an_axis_that_states_another_count_is_told_of_with_its_line():
    printed = tables_of(changed('pos="5" values="2"', 'pos="5" values="3"'))
    assert "states 3 values, there are 2" in printed.contradictions[0]


def test_counts_need_not_be_stated():
    xml = changed(' values="2"', "").replace(' codes="8"', "")
    assert tables_of(xml).contradictions == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('code="7"', 'code="O"', "“O” is no character"),
        ('code="7"', 'code="77"', "“77” is no character"),
        ('code="7"', "", "“” is no character"),
        ('code="7"', 'code="Z"', "the value Z was there already"),
        (">Sample tissue<", "><", "the value 7 has no label"),
        ("<title>Sample device</title>", "", "character 6 has no title"),
        ('<label code="J">Sample plastic</label>', "", "character 6 has no values"),
        ('<label code="1">Sample bypass</label>', "", "character 3 has no values"),
        ('pos="7"', 'pos="8"', "other characters than 4 to 7"),
        ('pos="2"', 'pos="3"', "other characters than 1 to 3"),
        ('pos="3"', 'pos="three"', "“three” is no number"),
        ('codes="8"', 'codes="-8"', "“-8” is no number"),
        (
            '<label code="1">Sample bypass</label>',
            '<label code="1">Sample bypass</label><label code="4">Another</label>',
            "character 3 of a table has 2 values and not one",
        ),
        ('<label code="2">Sample removal', '<label code="1">Sample', "001 was there already, at"),
        ("<pcsTable>\n", "<pcsTable>\n<label>stray</label>", "a <label> stands where none belongs"),
        ("<version>2099", "<version>209", "the year of the edition is not a year: “209”"),
        ("ICD10PCS.tabular>", "ICD10CM.tabular>", "the root is <ICD10CM.tabular>"),
    ],
)
def test_what_no_edition_holds_is_refused_with_its_line(old, new, words):
    xml = changed(old, new)
    if "ICD10CM" in new:
        xml = xml.replace("</ICD10PCS", "</ICD10CM")
    said = refusal(lambda: tables_of(xml))
    assert said.startswith("tables.xml, line ")
    assert words in said


def test_a_table_without_rows_is_refused():
    xml = tables_xml()
    start, end = xml.index("<pcsRow"), xml.index("</pcsTable>")
    said = refusal(lambda: tables_of(xml[:start] + xml[end:]))
    assert "table 001 has no rows" in said


def test_a_file_without_tables_is_refused():
    assert "holds no tables" in refusal(lambda: tables_of(tables_xml(())))


def test_a_definition_in_a_row_is_refused():
    xml = changed(
        "<title>Sample device</title>", "<title>Sample device</title><definition>x</definition>"
    )
    assert "a <definition> stands where none belongs" in refusal(lambda: tables_of(xml))


def test_an_element_that_no_edition_had_so_far_is_passed_over_and_counted():
    printed = tables_of(changed("<pcsRow", "<remark><label>x</label></remark>\n<pcsRow"))
    assert printed.unknown == {"remark": 1}
    assert len(printed.tables) == len(SAMPLE)


def test_a_file_cut_off_is_refused():
    xml = tables_xml()
    assert "ends in the middle" in refusal(lambda: tables_of(xml[: len(xml) // 2]))
