"""The order file and the code file, and comparing a tabular list with them."""

from __future__ import annotations

import io

import pytest
from support.cm_files import a_file, codes_lines, order_line, order_lines, sample_list
from support.tabular_xml import BILLABLE, LINES

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.icd10cm.checks import TabularCodes, compare_with_order, count_of
from codebook_app.codesets.icd10cm.order import (
    OrderFile,
    OrderLine,
    is_codes_file,
    is_order_file,
    read_codes,
    read_order,
)
from codebook_app.errors import KnownError
from codebook_app.progress import Cancelled, CancelToken


@pytest.fixture(scope="module")
def codes() -> TabularCodes:
    return TabularCodes(sample_list())


def order_of(lines: list[str]) -> OrderFile:
    return read_order(a_file("".join(lines), "order.txt"))


def test_columns_are_read_by_their_place():
    text = order_line(1, "A000", True, "Sample fever, " + "long " * 15 + "title")
    assert order_of([text]).lines == (
        OrderLine("A000", True, "Sample fever, " + "long " * 15 + "title"),
    )


def test_a_code_file_has_valid_codes_only():
    read = read_codes(a_file("A00     Sample fever\r\nW20XXXA Struck by a sample\r\n"))
    assert read.lines == (
        OrderLine("A00", True, "Sample fever"),
        OrderLine("W20XXXA", True, "Struck by a sample"),
    )
    assert read.file_lines == (1, 2)


def test_lines_may_be_cut_anywhere_between_pieces():
    data = "".join(order_lines(sample_list())).encode()

    class Dribble(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            return super().read(37)

    file = official_file("order.txt", "order.txt", len(data), lambda: Dribble(data))
    assert len(read_order(file).lines) == LINES
    assert read_order(file).lines == read_order(a_file(data)).lines


def test_the_last_line_needs_no_line_end():
    assert [line.code for line in order_of([order_line(1, "A00", False, "S").rstrip()]).lines] == [
        "A00"
    ]


def test_shapes_tell_an_order_file_and_a_code_file():
    order = order_line(1, "A00", False, "Sample").encode()
    listed = b"A000    Sample fever\r\n"
    assert is_order_file(order)
    assert is_codes_file(listed)
    assert not is_order_file(listed)
    assert not is_codes_file(order)
    for other in (
        b"",
        b"<xml/>",
        b"%PDF-1.4",
        b"00001 A00 2 x",
        b"00001 001     0 " + b"Sample".ljust(60) + b" A section of ICD-10-PCS",
        b"A000 Sample fever",
        b"A000     Sample fever, a column too far",
        b"0016070 Sample bypass",
        b"Add:         1 A000    Sample",
    ):
        assert not is_order_file(other)
        assert not is_codes_file(other)


def test_one_damaged_line_hides_no_file():
    lines = order_lines(sample_list())
    assert is_order_file("".join(["???\r\n", *lines]).encode())


def test_agreement_is_said_in_a_sentence(codes):
    said = compare_with_order(codes, order_of(order_lines(sample_list())))
    assert said == f"compared with order.txt: {LINES} codes agree, code for code"
    listed = read_codes(a_file("".join(codes_lines(sample_list())), "codes.txt"))
    said = compare_with_order(codes, listed, valid_only=True)
    assert said == f"compared with codes.txt: {BILLABLE} codes agree, code for code"


def test_accents_and_doubled_blanks_are_no_difference(codes):
    lines = [
        line[:77] + line[77:].replace("Sample virus disease", "Sâmple  vîrus disease")
        for line in order_lines(sample_list())
    ]
    assert compare_with_order(codes, order_of(lines)).endswith("agree, code for code")


def test_each_kind_of_difference_is_told(codes):
    lines = order_lines(sample_list())
    lines = [line for line in lines if " E1121 " not in line]
    lines = [line.replace("E1122   1", "E1122   0") for line in lines]
    lines = [line.replace("Sample river fever", "Sample brook fever") for line in lines]
    lines.append(order_line(99, "Z999", True, "Sample"))
    lines.append(lines[0])
    lines.append("a line that was shifted\r\n")
    assert compare_with_order(codes, order_of(lines)) == (
        "compared with order.txt: 1 not in it (E1121); 1 in it alone (Z999);"
        " 1 otherwise billable in it (E1122); 1 otherwise titled in it (A00);"
        " 1 code twice in it; 1 line of another shape passed over (line 81);"
        " its order numbers do not count its lines from 1"
    )


def test_a_file_with_more_other_lines_than_its_own_is_refused():
    columns_shifted = [line.replace(" ", "  ", 1) for line in order_lines(sample_list())]
    with pytest.raises(KnownError, match=r"order.txt, line 1: 79 lines are not as an order"):
        order_of(columns_shifted)
    with pytest.raises(KnownError, match="0 are"):
        read_codes(a_file("\r\n"))


@pytest.mark.parametrize(
    ("release", "said"),
    [
        ("FY2026-04", "x: 46 billable codes, where CDC counts 74,719 for FY2026"),
        (
            "FY2099",
            "x: 46 billable codes; no published count of FY2099 is known to compare it with",
        ),
    ],
)
def test_the_count_is_compared_with_the_published_one(release, said):
    assert count_of(sample_list(release), release, "x") == said


def test_reading_can_be_stopped():
    cancel = CancelToken()
    cancel.cancel()
    many = "".join(f"A{number:06} Sample\r\n" for number in range(5000))
    with pytest.raises(Cancelled):
        read_codes(a_file(many), cancel)


def test_what_cannot_be_read_is_told_with_its_line():
    file: OfficialFile = a_file(order_line(1, "A00", True, "S").encode() + b"\x81\r\n", "order.txt")
    with pytest.raises(KnownError, match="line 2"):
        read_order(file)
