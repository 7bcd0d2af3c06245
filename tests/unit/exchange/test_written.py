"""How codes and cells are written, and what no spreadsheet may make of them."""

from __future__ import annotations

import pytest
from defusedxml import ElementTree
from support.code_lists import a_line

from codebook_app.exchange.gnumeric import clipboard_range
from codebook_app.exchange.written import (
    cell,
    cells_of,
    code_as,
    csv_text,
    html_lines,
    html_table,
    html_text,
)

CELL = "{http://www.gnumeric.org/v10.dtd}Cell"


def test_dots_are_left_out_where_a_code_set_has_them():
    assert code_as(a_line("E11.22"), dots=True) == "E11.22"
    assert code_as(a_line("E11.22"), dots=False) == "E1122"
    assert code_as(a_line("I10"), dots=False) == "I10"


def test_the_dot_of_other_code_sets_is_part_of_the_code():
    assert code_as(a_line("b280.2", code_set="icf"), dots=False) == "b280.2"
    assert code_as(a_line("0016070", code_set="icd10pcs"), dots=False) == "0016070"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_a_spreadsheet_would_run_becomes_text(start):
    assert cell(f"{start}1+1") == f"'{start}1+1"
    assert cell(f"\t {start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    assert cell(f"a{start}1") == f"a{start}1"


def test_a_cell_is_one_line_without_tabs():
    assert cell(" Sample\tcondition,\r\n with\n\nmore ") == "Sample condition, with more"


def test_every_character_of_a_table_is_escaped():
    table = html_table([("E11.22", "<script>alert(\"x\")</script> & 'more'")], ("a<b",))

    assert "<script>" not in table
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#x27;more&#x27;" in table
    assert "a&lt;b" in table


def test_every_cell_of_a_table_is_text_to_a_spreadsheet():
    table = html_table([("0016070", "02E5")])

    assert table.count('mso-number-format:"\\@"') == 2
    assert table.count('sdnum="1033;1033;@"') == 2
    assert ">0016070<" in table


def test_lines_are_escaped_paragraphs():
    assert html_lines(["a<b", "c"]) == '<p style="margin:0">a&lt;b</p><p style="margin:0">c</p>'


@pytest.mark.parametrize("guard", [True, False])
def test_cells_are_read_back_from_the_csv_with_or_without_their_guards(guard):
    rows = [["code", "title"], ["0016070", 'a "quoted", title'], ["02E5", "'=1+1"], ["E11", ""]]

    assert cells_of(csv_text(rows, guard=guard)) == rows


def test_each_cell_of_a_range_for_gnumeric_is_text():
    rows = [["code", "title"], ["0016070", "a < b & c\x0b"], ["", "ü"]]
    found = ElementTree.fromstring(clipboard_range(rows).encode())

    assert (found.get("Cols"), found.get("Rows")) == ("2", "3")
    assert [
        (one.get("Row"), one.get("Col"), one.get("ValueType"), one.text) for one in found.iter(CELL)
    ] == [
        ("0", "0", "60", "code"),
        ("0", "1", "60", "title"),
        ("1", "0", "60", "0016070"),
        ("1", "1", "60", "a < b & c"),
        ("2", "1", "60", "ü"),
    ]


def test_lines_that_a_spreadsheet_would_count_are_a_table_and_others_are_not():
    assert html_text(["E11.22", "99213"]) == html_lines(["E11.22", "99213"])
    assert html_text(["E11.22", "0016070"]) == html_table([("E11.22",), ("0016070",)])
