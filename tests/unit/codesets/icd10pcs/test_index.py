"""The index file."""

from __future__ import annotations

from support.pcs_xml import (
    index_xml,
    letter,
    main_term,
    official,
    refusal,
    sample_index,
    sample_index_xml,
    term,
)

from codebook_app.codesets.icd10pcs.index import PrintedIndex, read_index
from codebook_app.domain.index_term import IndexBook, IndexTarget, TargetKind


def index_of(xml: str) -> PrintedIndex:
    return read_index(official(xml, "index.xml"))


def one_term(*inside: str) -> PrintedIndex:
    return index_of(index_xml(letter("S", main_term("Sample", *inside))))


def test_terms_stand_in_printed_order_with_what_is_under_them():
    terms = read_index(sample_index()).terms
    assert [
        (term.id, term.title, term.depth, term.parent_id, term.last_descendant_id) for term in terms
    ] == [
        (1, "Sample bypass (sampled)", 0, None, 4),
        (2, "Joint", 1, 1, 3),
        (3, "Open", 2, 2, 3),
        (4, "", 1, 1, 4),
        (5, "Sample drain(tm)", 0, None, 5),
        (6, "Sampling", 0, None, 6),
        (7, "Talk", 0, None, 7),
        (8, "Tube", 0, None, 8),
    ]
    assert {term.book for term in terms} == {IndexBook.PCS}


def test_a_term_leads_to_codes_a_beginning_of_codes_or_a_table():
    terms = {term.title: term.targets for term in read_index(sample_index()).terms}
    assert terms["Joint"] == (IndexTarget(TargetKind.CODES, "0011", "0011"),)
    assert terms["Open"] == (IndexTarget(TargetKind.CODE, "00110ZZ", "00110ZZ", complete=True),)
    assert terms["Talk"] == (IndexTarget(TargetKind.TABLE, "GZ1", "GZ1"),)


def test_see_and_use_keep_their_words_and_what_stands_behind_them():
    terms = read_index(sample_index()).terms
    assert terms[3].targets == (IndexTarget(TargetKind.SEE, "Sample removal, Joint", "002"),)
    assert terms[4].targets == (IndexTarget(TargetKind.USE, "Sample plastic in", "001"),)
    assert terms[5].targets == (IndexTarget(TargetKind.SEE, "Sample bypass"),)


def test_words_behind_a_table_are_kept_and_so_is_a_second_table():
    (only,) = one_term("<see>First<tab>001</tab>of two<tab>002</tab></see>").terms
    assert only.targets == (
        IndexTarget(TargetKind.SEE, "First of two", "001"),
        IndexTarget(TargetKind.TABLE, "002", "002"),
    )


def test_a_code_that_is_none_is_kept_as_printed_leads_nowhere_and_is_told_of():
    index = one_term("<see>Elsewhere<codes>0UO9</codes></see>")
    assert index.terms[0].targets == (
        IndexTarget(TargetKind.SEE, "Elsewhere"),
        IndexTarget(TargetKind.CODES, "0UO9"),
    )
    assert index.oddities == ("1 code is not written as codes are (the first at line 9)",)


def test_a_level_that_contradicts_the_nesting_is_told_of():
    index = one_term(term(2, "<code>00110ZZ</code>", title="Open"))
    assert index.terms[1].depth == 1
    assert "stands at another level than it states" in index.oddities[0]


def test_a_term_without_words_is_left_out_and_counted():
    index = one_term("<code>00110ZZ</code>", term(1), term(1, "<use>Sample</use>"))
    assert [term.last_descendant_id for term in index.terms] == [2, 2]
    assert (index.empty, index.unknown) == (1, {})


def test_a_main_term_without_title_is_refused():
    xml = sample_index_xml().replace("<title>Sampling</title>", "")
    said = refusal(lambda: index_of(xml))
    assert said.startswith("index.xml, line ")
    assert "a main term has no title" in said


def test_a_main_term_outside_a_letter_is_refused():
    said = refusal(lambda: index_of(index_xml(main_term("Sample"))))
    assert "a <mainTerm> stands where none belongs" in said


def test_an_index_without_terms_is_refused():
    assert "holds no terms" in refusal(lambda: index_of(index_xml(letter("S"))))


def test_terms_nested_without_end_are_refused():
    deep = "".join(f'<term level="{level}"><title>x</title>' for level in range(1, 100))
    said = refusal(lambda: one_term(deep + "</term>" * 99))
    assert "nested deeper" in said
