"""The order file, and comparing a tabular list with it."""

from __future__ import annotations

from support.tabular_xml import LINES, sample

from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.order import (
    OrderLine,
    compare_with_order,
    is_order_file,
    read_order,
)
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.domain.tabular import TabularList


def order_line(number: int, code: str, billable: bool, title: str) -> str:
    return f"{number:05} {code:7} {int(billable)} {title[:60]:60} {title}\r\n"


def book() -> TabularList:
    return assemble(read_tabular([sample().encode()], "tabular.xml"), "icd10cm", "FY2099")


def order_of(content: TabularList) -> list[str]:
    below = [line for line in content.codes if line.level not in ("chapter", "section")]
    return [
        order_line(number, line.code.replace(".", ""), line.billable, line.title)
        for number, line in enumerate(below, start=1)
    ]


def test_columns_are_read_by_their_place():
    text = order_line(1, "A000", True, "Sample fever, " + "long " * 15 + "title")
    assert list(read_order([text.encode()])) == [
        OrderLine("A000", True, "Sample fever, " + "long " * 15 + "title")
    ]


def test_lines_may_be_cut_anywhere_between_pieces():
    text = "".join(order_of(book())).encode()
    whole = list(read_order([text]))
    pieces = [text[start : start + 37] for start in range(0, len(text), 37)]
    assert list(read_order(pieces)) == whole
    assert len(whole) == LINES


def test_the_last_line_needs_no_line_end():
    text = order_line(1, "A00", False, "Sample").rstrip()
    assert [line.code for line in read_order([text.encode()])] == ["A00"]


def test_its_shape_tells_an_order_file():
    assert is_order_file(order_line(1, "A00", False, "Sample").encode())
    for other in (b"", b"A000    Sample fever", b"<xml/>", b"00001 A00 2 x", b"%PDF-1.4"):
        assert not is_order_file(other)


def test_agreement_is_said_in_a_sentence():
    content = book()
    said = compare_with_order(content, ["".join(order_of(content)).encode()], "order.txt")
    assert said == f"compared with order.txt: {LINES} codes agree, code for code"


def test_each_kind_of_difference_is_told():
    content = book()
    lines = order_of(content)
    lines = [line for line in lines if " E1121 " not in line]
    lines = [line.replace("E1122   1", "E1122   0") for line in lines]
    lines.append(order_line(99, "Z999", True, "Sample"))
    said = compare_with_order(content, ["".join(lines).encode()], "order.txt")
    assert said == (
        "compared with order.txt: 1 not in it (E1121); 1 in it alone (Z999);"
        " 1 otherwise billable in it (E1122)"
    )
