"""The order file."""

from __future__ import annotations

import pytest
from support.pcs_xml import (
    CODES,
    TABLES,
    official,
    order_line,
    order_lines,
    order_text,
    refusal,
    sample_order,
)

from codebook_app.codesets.icd10pcs.order import count_valid, is_order_file, read_order
from codebook_app.progress import Cancelled, CancelToken


def said_of(lines: list[str]) -> str:
    return refusal(lambda: read_order(official(order_text(lines), "order.txt")))


def test_tables_and_codes_are_read_with_their_long_titles():
    order = read_order(sample_order())
    assert (len(order.tables), len(order.codes)) == (TABLES, CODES)
    assert order.tables["XW0"] == "Sample novelties, Sample regions, Sample introduction"
    assert order.codes["GZ13ZZZ"] == "Sample talk of sample GZ13ZZZ"
    assert order.gap == 0


def test_valid_codes_are_counted_without_reading():
    assert count_valid(sample_order()) == CODES


def test_it_is_told_from_the_order_file_of_icd_10_cm():
    assert is_order_file(order_text().encode())
    assert is_order_file(order_text(order_lines()[1:]).encode())
    of_diagnoses = order_line(1, "A00", "0", "Sample cholera")
    assert not is_order_file(of_diagnoses.encode())
    assert not is_order_file(b"00001 0016070 1 Too short")
    assert not is_order_file(b"")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("00002 0011 07Z 1 Sample", "has not the columns"),
        (order_line(2, "00I10ZZ", "1", "A letter I"), "has not the columns"),
        (order_line(2, "00110ZZ", "2", "A flag of 2"), "has not the columns"),
        (order_line(2, "00110ZZ", "1", ""), "has not the columns"),
        (order_line(2, "0011", "1", "Four characters"), "has not the columns"),
        (order_line(2, "00110ZZ", "0", "A code as header"), "00110ZZ is marked a header"),
        (order_line(2, "002", "1", "A table as code"), "002 is marked valid"),
        (order_line(2, "001", "0", "A table twice"), "001 was there already"),
        (" " + order_line(2, "00110ZZ", "1", "Shifted"), "has not the columns"),
    ],
)
def test_a_line_that_no_order_file_has_is_refused_with_its_number(line, words):
    said = said_of([order_lines()[0], line])
    assert said.startswith("order.txt, line 2: ")
    assert words in said


def test_a_code_listed_twice_is_refused():
    lines = order_lines()
    assert "line 19: 00110ZZ was there already" in said_of(
        [*lines, order_line(19, "00110ZZ", "1", "x")]
    )


def test_a_file_of_headers_alone_is_refused():
    assert "lists no codes" in said_of(order_lines()[:1])


def test_missing_lines_show_in_the_order_numbers():
    lines = order_lines()
    del lines[4]
    assert read_order(official(order_text(lines), "order.txt")).gap == 5


def test_blank_lines_are_nothing():
    lines = order_lines()
    order = read_order(official(order_text([*lines[:3], "", *lines[3:], "", ""]), "order.txt"))
    assert (len(order.codes), order.gap) == (CODES, 0)


def test_reading_stops_when_told():
    lines = [order_line(1, "001", "0", "Sample")]
    alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    codes = [f"001{a}{b}{c}Z" for a in "0123" for b in alphabet for c in alphabet]
    lines += [order_line(number, code, "1", "Sample") for number, code in enumerate(codes, 2)]
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        read_order(official(order_text(lines), "order.txt"), cancel=cancel)
