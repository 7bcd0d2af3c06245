"""Spreadsheets as rows of text, and workbooks that mean harm."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from support.spreadsheet_files import a_workbook, a_workbook_of

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.spreadsheet import MOST_CELLS, is_spreadsheet, rows, sheet_names
from codebook_app.errors import KnownError


def a_file(content: bytes) -> OfficialFile:
    return official_file(
        "a.zip › codes.xlsx", "codes.xlsx", len(content), lambda: io.BytesIO(content)
    )


def read(content: bytes, sheet: int = 0) -> list[tuple[int, tuple[str, ...]]]:
    return list(rows(a_file(content), sheet))


def refusal(content: bytes, sheet: int = 0) -> str:
    with pytest.raises(KnownError) as caught:
        read(content, sheet)
    assert "\n" not in str(caught.value)
    return caught.value.message


def with_member(content: bytes, name: str, member: bytes) -> bytes:
    """Return the workbook *content* with *member* in place of what is called *name*."""
    room = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, member)
    return room.getvalue()


def test_rows_come_with_the_numbers_excel_shows():
    content = a_workbook([["Code", "Title"], [], ["X1", "Sample service 1"]])
    assert read(content) == [(1, ("Code", "Title")), (2, ("", "")), (3, ("X1", "Sample service 1"))]


def test_rows_and_columns_left_empty_before_the_first_cell_are_counted():
    content = a_workbook_of('<row r="3"><c r="C3"><v>7</v></c><c r="E3"><v>8</v></c></row>')
    assert read(content)[-1] == (3, ("", "", "7", "", "8"))


def test_every_cell_is_text_as_excel_shows_it():
    cells = ["001", 20250101, 1.25, 1.4137999999999999, 0.1 + 0.2, True, None, -3.0, 1e20, " x "]
    ((_, row),) = read(a_workbook([[*cells, "end"]]))
    assert row == (
        *("001", "20250101", "1.25", "1.4138", "0.3", "TRUE", "", "-3", "1e+20", " x "),
        "end",
    )


def test_days_are_iso():
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
        b'<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'
    )
    content = with_member(
        a_workbook_of(
            '<row r="1"><c r="A1" s="1"><v>45931</v></c><c r="B1" s="2"><v>45931.5</v></c></row>'
        ),
        "xl/styles.xml",
        styles,
    )
    assert read(content) == [(1, ("2025-10-01", "2025-10-01T12:00:00"))]


def test_a_sheet_is_asked_for_by_its_number():
    content = a_workbook([["a"]], [["b"]], names=["Codes", "Key & more"])
    assert read(content, 1) == [(1, ("b",))]
    assert sheet_names(a_file(content)) == ("Codes", "Key & more")
    assert refusal(content, 2) == "a.zip › codes.xlsx has no sheet 3."


def test_an_empty_sheet_has_no_rows():
    assert read(a_workbook([])) == []


def test_a_workbook_is_parsed_once_until_it_is_let_go():
    content = a_workbook([["a"]])
    opened = 0

    def opener() -> io.BytesIO:
        nonlocal opened
        opened += 1
        return io.BytesIO(content)

    file = official_file("codes.xlsx", "codes.xlsx", len(content), opener)
    assert list(rows(file)) == list(rows(file)) == [(1, ("a",))]
    assert opened == 2  # its beginning, and the whole
    file.let_go()
    assert not file.parsed
    assert list(rows(file)) == [(1, ("a",))]
    assert opened == 3


def test_a_workbook_is_known_by_its_first_bytes():
    assert is_spreadsheet(a_file(a_workbook([["a"]])))
    assert not is_spreadsheet(a_file(b"Code\tTitle"))


def test_no_workbook_is_a_clear_error():
    assert refusal(b"PK\x03\x04 and no more").startswith(
        "a.zip › codes.xlsx is no whole spreadsheet"
    )
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        archive.writestr("letter.xml", "<letter/>")
    assert refusal(room.getvalue()).startswith("a.zip › codes.xlsx is no whole spreadsheet")


def test_a_workbook_cut_off_anywhere_is_a_clear_error():
    content = a_workbook([["Code", "Title"]] * 50)
    for end in range(1, len(content), 97):
        assert "is no whole spreadsheet" in refusal(content[:end])


def test_a_workbook_with_flipped_bytes_is_read_or_refused_and_nothing_else():
    content = a_workbook([["Code", "Title", 5]] * 20)
    chance = random.Random(1)
    refused = 0
    for _ in range(300):
        mutated = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            mutated[chance.randrange(len(mutated))] ^= 1 << chance.randrange(8)
        try:
            read(bytes(mutated))
        except KnownError:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize(
    "place", ["XFD1048576", "A9999999999999999999999", "ZZZZZZZZZZZZ1", f"A{MOST_CELLS + 1}"]
)
def test_a_sheet_with_a_cell_far_out_is_refused_before_room_is_made_for_it(place):
    content = a_workbook_of(
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="{place}"><v>1</v></c></row>'
    )
    assert "a sheet that reaches to row" in refusal(content)


def test_a_far_cell_over_the_border_of_two_pieces_is_seen_too():
    for blanks in range(65_200, 65_540, 5):
        content = a_workbook_of(f'{" " * blanks}<row r="2"><c r="XFD1048576"><v>1</v></c></row>')
        assert "a sheet that reaches to row" in refusal(content)


def test_a_workbook_that_is_a_bomb_is_not_unpacked():
    bomb = with_member(a_workbook([["a"]]), "xl/sharedStrings.xml", b" " * (40 * 2**20))
    assert refusal(bomb) == (
        "a.zip › codes.xlsx would unpack to 40 MB, which no spreadsheet of codes does."
    )


def test_a_document_type_in_a_sheet_is_not_expanded():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    sheet = (
        f'<!DOCTYPE x [<!ENTITY e0 "boom">{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    )
    content = with_member(a_workbook([["a"]]), "xl/worksheets/sheet1.xml", sheet.encode())
    try:
        shown = "".join(cell for _, row in read(content) for cell in row)
    except KnownError:
        return
    assert "boom" not in shown
