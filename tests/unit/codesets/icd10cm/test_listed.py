"""Releases made of an order or code file alone."""

from __future__ import annotations

import pytest
from support.cm_files import a_file, codes_lines, order_line, order_lines, sample_list
from support.tabular_xml import BILLABLE, LINES

from codebook_app.codesets.icd10cm.chapters import chapter_of
from codebook_app.codesets.icd10cm.listed import list_of, missing_categories
from codebook_app.codesets.icd10cm.order import read_codes, read_order
from codebook_app.domain.code import Code
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError


def of_order(*lines: str) -> TabularList:
    return list_of(read_order(a_file("".join(lines), "order.txt")), "icd10cm", "FY2099")


def find(content: TabularList, code: str) -> Code:
    return next(line for line in content.codes if line.code == code)


@pytest.fixture(scope="module")
def listed() -> TabularList:
    return of_order(*order_lines(sample_list()))


def test_codes_titles_and_levels_are_those_of_the_tabular_list(listed):
    def told(content: TabularList) -> list[tuple[object, ...]]:
        return [
            (line.code, line.title, line.billable, line.opens_page, line.seventh_character)
            for line in content.codes
            if not line.heading
        ]

    assert told(listed) == told(sample_list())
    assert listed.billable == BILLABLE
    levels = {line.code: line.level for line in sample_list().codes if not line.heading}
    assert {line.code: line.level for line in listed.codes if not line.heading} == levels


def test_lines_stand_below_their_chapters_in_runs_of_ids(listed):
    by_id = {line.id: line for line in listed.codes}
    assert [line.id for line in listed.codes] == list(range(1, len(listed.codes) + 1))
    assert [line.code for line in listed.codes if line.heading] == [
        "1", "4", "13", "14", "19", "20", "21",
    ]  # fmt: skip
    for line in listed.codes:
        below = [other for other in listed.codes if line.id < other.id <= line.last_descendant_id]
        assert all(by_id[other.parent_id].depth == other.depth - 1 for other in below)
        assert all(other.depth > line.depth for other in below)
        if not line.heading and line.level != "category":
            assert line.code.startswith(by_id[line.parent_id].code)


def test_seventh_characters_are_told_by_titles_that_go_on(listed):
    line = find(listed, "W21.89XA")
    assert line.seventh_character == "A"
    assert listed.seventh_meanings[line.id] == "initial encounter"
    assert find(listed, "W21.89").level == "code"
    assert not find(listed, "W21.89").billable


def test_a_code_file_alone_makes_categories_of_their_codes():
    read = read_codes(a_file("".join(codes_lines(sample_list()))))
    content = list_of(read, "icd10cm", "FY2099")
    assert content.billable == BILLABLE
    assert find(content, "E11").title == "Codes that begin with E11"
    assert not find(content, "E11").billable
    assert find(content, "E11").opens_page
    assert find(content, "A00").title == "Sample river fever"
    own = {"A00", "B20", "Z21"}
    categories = {line.code for line in sample_list().codes if line.level == "category"}
    assert missing_categories(read.lines) == len(categories - own)


def test_categories_that_come_again_join_their_chapter():
    content = of_order(
        order_line(1, "A00", True, "S"),
        order_line(2, "C00", True, "S"),
        order_line(3, "B00", True, "S"),
    )
    assert [line.code for line in content.codes] == ["1", "A00", "B00", "2", "C00"]


@pytest.mark.parametrize(
    ("code", "number"),
    [("A00", "1"), ("B99", "1"), ("D49", "2"), ("D50", "3"), ("F01", "5"), ("H59", "7"),
     ("H60", "8"), ("QA0", "17"), ("T88", "19"), ("U07", "22"), ("V00", "20"), ("Z99", "21")],
)  # fmt: skip
def test_chapters_are_found_by_the_category(code, number):
    assert chapter_of(code).number == number


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["A00", "A000", "A00"], "order.txt, line 3: A00 was there already, at line 1"),
        (["A000", "A00"], "order.txt, line 2: A00 stands behind codes that belong under it"),
        (["A00", "A0001", "A000"], "line 3: A000 stands behind codes"),
    ],
)
def test_what_no_list_could_be_is_refused_with_file_and_line(lines, said):
    with pytest.raises(KnownError, match=said):
        of_order(*(order_line(at, code, True, "Sample") for at, code in enumerate(lines, 1)))


def test_a_missing_parent_leaves_its_codes_under_the_next_one_above():
    lines = [line for line in order_lines(sample_list()) if " E112 " not in line]
    content = of_order(*lines)
    by_id = {line.id: line for line in content.codes}
    assert by_id[find(content, "E11.22").parent_id].code == "E11"
    assert sum(not line.heading for line in content.codes) == LINES - 1
