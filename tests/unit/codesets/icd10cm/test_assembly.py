"""From printed lines to the lines of a release."""

from __future__ import annotations

import pytest
from support.tabular_xml import BILLABLE, LINES, chapter, diag, note, sample, section, tabular

from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.domain.code import Code
from codebook_app.domain.note import NoteKind
from codebook_app.domain.tabular import TabularList
from codebook_app.progress import Cancelled, CancelToken, Progress


def assembled(xml: str) -> TabularList:
    return assemble(read_tabular([xml.encode()], "tabular.xml"), "icd10cm", "FY2099")


@pytest.fixture(scope="module")
def book() -> TabularList:
    return assembled(sample())


def find(book: TabularList, code: str) -> Code:
    return next(line for line in reversed(book.codes) if line.code == code)


def test_ids_count_the_lines_in_printed_order_without_gaps(book):
    assert [line.id for line in book.codes] == list(range(1, len(book.codes) + 1))


def test_a_line_and_all_below_it_are_one_run_of_ids(book):
    by_id = {line.id: line for line in book.codes}
    for line in book.codes:
        below = [other for other in book.codes if line.id < other.id <= line.last_descendant_id]
        for other in below:
            above = other
            while above.parent_id is not None and above.id != line.id:
                above = by_id[above.parent_id]
            assert above.id == line.id
        following = by_id.get(line.last_descendant_id + 1)
        assert following is None or following.depth <= line.depth


def test_depth_counts_the_lines_above(book):
    by_id = {line.id: line for line in book.codes}
    for line in book.codes:
        expected = 0 if line.parent_id is None else by_id[line.parent_id].depth + 1
        assert line.depth == expected


@pytest.mark.parametrize(
    ("code", "level", "billable"),
    [
        ("4", "chapter", False),
        ("E08-E13", "section", False),
        ("E11", "category", False),
        ("A00", "category", True),
        ("E11.2", "subcategory", False),
        ("E11.22", "code", True),
        ("E11.321", "code", False),
        ("E11.3211", "code", True),
        ("S06.0X", "subcategory", False),
        ("S52.02", "code", False),
        ("S52.02XB", "code", True),
        ("W20", "category", False),
        ("W20.XXXA", "code", True),
    ],
)
def test_levels_and_billable_state_follow_the_guidelines(book, code, level, billable):
    line = find(book, code)
    assert (line.level, line.billable) == (level, billable)


def test_chapters_and_sections_head_and_categories_open_a_page(book):
    for line in book.codes:
        assert line.heading == (line.level in ("chapter", "section"))
        assert line.opens_page == (line.level == "category")


def test_the_sample_counts_as_it_says(book):
    below = [line for line in book.codes if line.level not in ("chapter", "section")]
    assert len(below) == LINES
    assert book.billable == sum(line.billable for line in below) == BILLABLE


def test_completed_codes_follow_the_line_they_complete(book):
    stem = find(book, "S52.02")
    completed = [line for line in book.codes if line.parent_id == stem.id]
    assert [line.code for line in completed] == ["S52.02XA", "S52.02XB", "S52.02XD", "S52.02XS"]
    assert [line.id - stem.id for line in completed] == [1, 2, 3, 4]
    assert [line.seventh_character for line in completed] == ["A", "B", "D", "S"]
    assert completed[0].title == (
        "Sample fracture of the left elbow, initial encounter for closed fracture"
    )
    assert book.seventh_meanings[completed[3].id] == "sequela"


def test_a_sections_title_does_not_repeat_its_code(book):
    assert find(book, "E08-E13").title == "Sample diabetes"
    section_b20 = next(line for line in book.codes if line.code == "B20")
    assert (section_b20.level, section_b20.title) == ("section", "Sample virus disease")


def test_a_section_that_is_all_range_keeps_its_title():
    book = assembled(tabular(chapter("1", "C", section("A00-A09", "", diag("A00", "Fever")))))
    assert find(book, "A00-A09").title == "(A00-A09)"


def test_notes_are_numbered_through_and_by_line(book):
    assert [one.id for one in book.notes] == list(range(1, len(book.notes) + 1))
    e11 = find(book, "E11")
    own = [one for one in book.notes if one.code_id == e11.id]
    assert [one.position for one in own] == list(range(1, len(own) + 1))
    assert [one.kind for one in own[:4]] == [
        NoteKind.INCLUDES,
        NoteKind.INCLUDES,
        NoteKind.USE_ADDITIONAL_CODE,
        NoteKind.EXCLUDES1,
    ]


def test_notes_carry_the_codes_they_name(book):
    joint = next(one for one in book.notes if one.text.startswith("sample joint disease"))
    assert [joint.text[one.start : one.end] for one in joint.references] == ["M13.0", "M14.8-"]


def test_empty_notes_are_no_notes():
    book = assembled(
        tabular(
            chapter(
                "1", "C", section("A00-A09", "S", diag("A00", "F", note("includes", "", "one")))
            )
        )
    )
    assert [(one.id, one.position, one.text) for one in book.notes] == [(1, 1, "one")]


def test_unknown_elements_are_told():
    book = assembled(
        tabular(chapter("1", "C", section("A00-A09", "S", diag("A00", "F", "<novelty/>"))))
    )
    assert book.left_out == ("1 × <novelty>: an element that this version does not know",)


def test_completing_can_be_cancelled_and_tells_how_far_it_is():
    printed = read_tabular([sample().encode()], "tabular.xml")
    reports: list[Progress] = []
    assemble(printed, "icd10cm", "FY2099", reports.append)
    assert reports[-1].done == reports[-1].total == len(printed.lines)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        assemble(printed, "icd10cm", "FY2099", cancel=cancel)
