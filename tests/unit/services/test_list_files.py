"""Workbooks read as lists: which sheet, what its cells become, and what is refused in a line."""

from __future__ import annotations

import pytest
from support.list_reading import asked, invented_import, taken
from support.spreadsheet_files import (
    a_workbook,
    a_workbook_of,
    an_old_workbook,
    an_open_cell,
    an_open_document,
)

from codebook_app.codesets.any_workbook import LARGEST_WORKBOOK
from codebook_app.domain.list_reading import ListReading, Part
from codebook_app.errors import KnownError

READER = invented_import()
TABLE = [["Code", "POA"], ["E11.22", "Y"], ["I10", "N"]]


def read(content: bytes, name: str = "june.xlsx", **part: str) -> ListReading:
    return READER.read_bytes(content, name, part=Part(**part))


def refusal(content: bytes, name: str = "june.xlsx", **part: str) -> str:
    with pytest.raises(KnownError) as caught:
        read(content, name, **part)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_workbook_is_the_table_of_its_sheet():
    reading = read(a_workbook(TABLE))

    assert taken(reading) == ["E11.22 Y", "I10 N"]
    assert reading.text == "Code\tPOA\nE11.22\tY\nI10\tN"
    assert reading.shape == "a table with the columns Code, POA"


def test_a_header_may_stand_below_a_title_and_empty_rows_and_columns():
    rows = [[None, "Sample hospital"], [], [None, None, "Dx Cd", "POA Ind"]]
    rows += [[None, None, "E1122", "Y"], [None, None, "I10", "N"]]

    assert taken(read(a_workbook(rows))) == ["E11.22 Y", "I10 N"]


def test_the_sheet_with_the_codes_is_read_and_the_others_are_told():
    notes, few = [["Read me first"], ["Written 2026-01-15"]], [["Code"], ["Z23"]]
    content = a_workbook(notes, few, TABLE, names=["Notes", "Old", "Codes"])
    reading = read(content)

    assert taken(reading) == ["E11.22 Y", "I10 N"]
    assert reading.parts.sheets == ("Notes", "Old", "Codes")
    assert reading.parts.sheet == "Codes"
    assert reading.told == ("Sheet “Codes” of 3 is read. There may be codes in Old too.",)
    assert taken(read(content, sheet="OLD")) == ["Z23"]
    assert refusal(content, sheet="None") == (
        "june.xlsx has no sheet “None”. It has Notes, Old, Codes."
    )


def test_numbers_that_were_codes_are_asked_about_and_dates_and_amounts_are_read():
    rows = [["PCS Code", "Date"], [16070.0, "1/15/2026"], ["02703DZ", 46037]]
    reading = read(a_workbook(rows))

    assert asked(reading) == ["mangled"]
    assert taken(reading) == ["0016070 2026-01-15", "02703DZ 2026-01-15"]


@pytest.mark.parametrize("value", [2e45, "2.00E+45", "2E+45"])
def test_a_code_that_became_a_scientific_number_is_asked_about(value):
    reading = read(a_workbook([["Code", "Units"], [value, None], ["I10", None]]))

    assert asked(reading) == ["mangled"]
    assert taken(reading) == ["0002E45", "I10"]


def test_the_value_of_a_formula_is_read_and_an_error_is_told():
    content = a_workbook_of(
        '<row r="1"><c r="A1" t="str"><v>Code</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>B1</f><v>E11.22</v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>B9</f><v>#REF!</v></c></row>'
    )
    reading = read(content)

    assert taken(reading) == ["E11.22"]
    assert [(one.written, one.reason) for one in reading.ignored] == [
        ("#REF!", "an error of the spreadsheet")
    ]


def test_several_codes_in_the_lines_of_a_cell_are_all_read():
    assert taken(read(a_workbook([["Dx"], ["E11.22\nI10"], ["Z23"]]))) == ["E11.22", "I10", "Z23"]


def test_true_and_quotation_marks_are_no_codes():
    assert taken(read(a_workbook([["Code", "Title"], ["I10", True], ["Z23", '"x']]))) == [
        "I10",
        "Z23",
    ]


def test_an_open_document_and_an_old_workbook_are_read_too():
    rows = "".join(
        f"<table:table-row>{''.join(map(an_open_cell, row))}</table:table-row>" for row in TABLE
    )
    assert taken(read(an_open_document(rows), "june.ods")) == ["E11.22 Y", "I10 N"]
    reading = read(an_old_workbook(), "june.xls")
    assert taken(reading)[0] == "E11.22 Y"
    assert reading.codes[1].written == "16070"
    assert asked(reading) == ["two_readings"]


def test_a_table_that_only_calls_itself_a_workbook_is_read_as_what_it_is():
    assert taken(read(b"Code\tPOA\nE11.22\tY\n", "export.xls")) == ["E11.22 Y"]
    page = b"<html><table><tr><th>Code</th></tr><tr><td>I10</td></tr></table></html>"
    assert taken(read(page, "export.xls")) == ["I10"]


def test_rows_of_several_accounts_are_several_visits():
    rows = [
        ["Acct #", "Admit Date", "Discharge Date", "Disch Status", "Dx Code", "POA"],
        [1001, "2026-01-14", "2026-01-18", 1, "E11.22", "Y"],
        [None, None, None, None, "I10", "Y"],
        [1002, "2026-01-15", "2026-01-16", 6, "I10", "N"],
    ]
    reading = read(a_workbook(rows))

    assert reading.parts.visits == ("1001", "1002")
    assert taken(reading) == ["E11.22 Y", "I10 Y"]
    assert taken(read(a_workbook(rows), visit="1002")) == ["I10 N"]
    assert reading.encounter is not None
    assert reading.encounter.label == "Account 1001"
    assert reading.encounter.discharge_status == "01"


class TestRefused:
    def test_what_is_protected_by_a_password(self):
        old = bytearray(an_old_workbook())
        at = old.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
        at += 4 + int.from_bytes(old[at + 2 : at + 4], "little")
        old[at : at + 2] = b"\x2f\x00"
        modern = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        manifest = "<manifest><encryption-data/></manifest>"
        for content, name in (
            (bytes(old), "june.xls"),
            (modern, "june.xlsx"),
            (an_open_document("", manifest=manifest), "june.ods"),
        ):
            assert refusal(content, name).startswith(f"{name} is protected by a password. Save it")

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (a_workbook(TABLE)[:400], "june.xlsx"),
            (an_old_workbook()[:3000], "june.xls"),
            (an_open_document(an_open_cell("x"))[:300], "june.ods"),
            (b"PK\x03\x04", "june.xlsx"),
        ],
    )
    def test_what_is_broken(self, content, name):
        assert refusal(content, name).startswith(f"{name} is no whole workbook. ")

    def test_what_would_unpack_to_a_mountain(self):
        rows = f'<row r="1"><c r="A1" t="str"><v>{" " * (40 * 2**20)}</v></c></row>'

        assert "would unpack to 40 MB" in refusal(a_workbook_of(rows))

    def test_what_reaches_too_far(self):
        far = '<row r="1"><c r="XFD1048576"><v>1</v></c></row>'
        assert "a sheet that reaches to row 1,048,576" in refusal(a_workbook_of(far))
        row = f"<table:table-row>{an_open_cell('I10', 16384)}</table:table-row>"
        rows = '<table:table-row table:number-rows-repeated="100000"/>' + row
        assert "a sheet that reaches to row 100,001" in refusal(an_open_document(rows), "x.ods")

    def test_an_old_workbook_that_names_more_rows_than_there_can_be(self):
        for byte in (4 + 3, 8 + 3):  # of the first row, of the last
            old = bytearray(an_old_workbook())
            old[old.find(b"\x00\x02\x0e\x00") + byte] = 0x7F

            assert refusal(bytes(old), "june.xls").startswith("june.xls is no whole workbook.")

    def test_a_workbook_without_sheets(self):
        assert refusal(a_workbook_of()).startswith("june.xlsx")

    def test_what_is_too_long_to_be_a_list(self):
        rows = [["x" * 60_000]] * 20
        assert "too long to be a list of codes" in refusal(a_workbook(rows))

    def test_a_file_too_large_is_not_read_at_all(self, tmp_path):
        file = tmp_path / "huge.xlsx"
        with file.open("wb") as opened:
            opened.truncate(LARGEST_WORKBOOK + 1)

        with pytest.raises(KnownError, match="too large to be a list of codes"):
            READER.read_file(file)

    def test_other_documents(self):
        assert "is a Word document" in refusal(b"PK\x03\x04 x [Content_Types] word/", "x.docx")
