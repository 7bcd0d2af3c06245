"""The HCPCS text and spreadsheet, line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.hcpcs_files import SAMPLES, hcpcs_sheet, hcpcs_text, sample, text_lines_of
from support.official_texts import a_file, refusal
from support.spreadsheet_files import a_workbook

from codebook_app.codesets.hcpcs.columns import HcpcsLine
from codebook_app.codesets.hcpcs.sheet import is_sheet_file, read_sheet
from codebook_app.codesets.hcpcs.text import is_text_file, read_text

LONG = SAMPLES[2].long


def text_of(content: str) -> tuple[HcpcsLine, ...]:
    return read_text(a_file(content)).lines


def sheet_of(content: bytes) -> tuple[HcpcsLine, ...]:
    return read_sheet(a_file(content, "any.xlsx")).lines


def said_of(content: str) -> str:
    return refusal(lambda: text_of(content))


def test_a_description_over_several_lines_is_put_together():
    (line,) = (one for one in text_of(hcpcs_text()) if one.code == "J0001")

    assert line.title == LONG
    assert len(text_lines_of(SAMPLES[2])) == 2


def test_the_columns_of_the_record_layout_are_read():
    line = next(one for one in text_of(hcpcs_text()) if one.code == "J0001")

    assert line.short == "Inj sample drug"
    assert line.values == {
        "pricing": ("51",),
        "multiple pricing": ("A",),
        "cross reference": ("J0002",),
        "coverage": ("D",),
        "processing note": ("0001",),
        "BETOS": ("O1E",),
        "type of service": ("1", "P"),
    }
    assert (line.added, line.effective, line.terminated, line.action) == (
        date(2025, 10, 1),
        date(2025, 10, 1),
        None,
        "A",
    )


def test_the_spreadsheet_says_what_the_text_says():
    text, sheet = ([replace(one, line=0) for one in found] for found in
                   (text_of(hcpcs_text()), sheet_of(hcpcs_sheet())))  # fmt: skip

    assert text == sheet


def test_numbers_that_a_spreadsheet_made_of_digits_get_their_zeros_back():
    header = ["HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "PRICE1",
              "LABCERT1", "PROCNOTE", "ADD DT", "ACT EFF DT", "TERM DT"]  # fmt: skip
    row = ["J0001", 10, 3, "Sample drug", "Sample", 0, 10, 88, 20200101, 20251001, None]

    (line,) = sheet_of(a_workbook([header, row]))

    assert line.values["pricing"] == ("00",)
    assert line.values["lab certification"] == ("010",)
    assert line.values["processing note"] == ("0088",)
    assert line.effective == date(2025, 10, 1)


def test_headings_are_found_below_the_notes_by_their_names():
    assert [one.code for one in sheet_of(hcpcs_sheet(notes=7))] == [one.code for one in SAMPLES]


def test_lines_may_lack_everything_behind_the_description_or_the_blanks_at_the_end():
    short = sample("J0001", "Sample drug")
    line = text_lines_of(short)[0]
    for length in (91, 293, 320):
        (read,) = text_of(line[:length] + "\n")
        assert read.title == "Sample drug"
        assert (read.added is None) == (length == 91)


def test_texts_before_and_behind_the_codes_are_left_out_and_told():
    found = read_text(a_file(hcpcs_text() + "\r\n*A disclaimer trails.\r\n\x1a"))

    assert found.left_out == ("any.txt: 3 lines that hold no code, “***Disclaimers” first",)
    assert len(found.lines) == len(SAMPLES)


def test_a_line_with_shifted_columns_is_refused_with_its_number():
    lines = hcpcs_text(before="").splitlines(keepends=True)
    lines[1] = " " + lines[1]

    assert said_of("".join(lines)).startswith("any.txt, line 2: “ZZ00100")


def test_a_line_cut_off_is_refused_with_its_number():
    content = hcpcs_text(before="")
    said = said_of(content[:-200])

    assert (
        f"any.txt, line {len(content.splitlines())}: the line of E1100 has 122 characters" in said
    )


@pytest.mark.parametrize(
    ("column", "shown"), [("ACT EFF DT", "effective"), ("TERM DT", "termination")]
)
def test_a_date_that_is_none_is_refused(column, shown):
    bad = sample("J0001", "Sample drug", **{column.replace(" ", "_"): "20251345"})

    assert f"any.txt, line 1: the {shown} date “20251345” is no day" in said_of(
        hcpcs_text([bad], before="")
    )


def test_a_description_that_goes_on_without_its_first_line_is_refused():
    first, second = text_lines_of(SAMPLES[2])

    assert "line 1: the description of J0001 goes on" in said_of(second + "\n" + first + "\n")
    assert "line 2: the description of J0009 goes on" in said_of(
        f"{first}\n{second.replace('J0001', 'J0009')}\n"
    )


def test_the_lines_of_a_description_out_of_order_are_refused():
    first, second = text_lines_of(SAMPLES[2])
    third = second.replace("J000100200", "J000100300")

    assert "any.txt, line 3: the lines of J0001 are out of order (number 200 follows 300)" in (
        said_of(f"{first}\n{third}\n{second}\n")
    )


def test_a_line_missing_in_a_description_is_told():
    first, second = text_lines_of(SAMPLES[2])
    found = read_text(a_file(f"{first}\n{second.replace('J000100200', 'J000100300')}\n"))

    assert found.doubts == (
        "any.txt, line 2: a line of J0001 seems to be missing (number 300 follows 100)",
    )


def test_a_code_twice_is_left_out_where_it_is_the_same_and_refused_where_it_differs():
    twice = read_text(a_file(hcpcs_text([SAMPLES[3], SAMPLES[3]], before="")))

    assert twice.left_out == ("any.txt, line 2: J0002, which line 1 has already",)
    assert "line 2: J0002 stands twice, and otherwise in line 1" in said_of(
        hcpcs_text([SAMPLES[3], sample("J0002", "Something else")], before="")
    )


def test_a_code_marked_as_modifier_is_refused():
    line = text_lines_of(SAMPLES[3])[0]

    assert "J0002 is marked as a modifier" in said_of(line[:10] + "7" + line[11:])
    assert "record type “7”" in refusal(
        lambda: sheet_of(hcpcs_sheet([_Mistyped("J0002", "Sample")]))
    )


class _Mistyped(type(SAMPLES[0])):
    kind = "7"


def test_only_its_own_shapes_are_recognised():
    assert is_text_file(hcpcs_text().encode())
    assert not is_text_file(b"00001 A00     0 Cholera\r\n")
    assert is_sheet_file(a_file(hcpcs_sheet(), "any.xlsx"))
    assert not is_sheet_file(a_file(a_workbook([["HCPC", "Something"]]), "any.xlsx"))
    assert not is_sheet_file(a_file("HCPC,SEQNUM", "any.csv"))


def test_a_file_without_codes_is_refused():
    assert said_of("nothing here\n") == (
        "any.txt holds no HCPCS codes. Download the file again from CMS, or unpack it again, and"
        " import that."
    )
