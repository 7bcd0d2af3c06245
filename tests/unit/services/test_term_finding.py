"""Finding a subterm inside a main term by words cut short, in any order."""

from __future__ import annotations

import pytest

from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.services.term_finding import TermFinder, marks_of


def terms(*printed: tuple[int, str, str]) -> tuple[IndexTerm, ...]:
    """Return terms from their depth, title and code."""
    return tuple(
        IndexTerm(
            at,
            IndexBook.INDEX,
            title,
            depth,
            None,
            at,
            (IndexTarget(TargetKind.CODE, code, code.replace(".", "").rstrip("-")),),
        )
        for at, (depth, title, code) in enumerate(printed, 1)
    )


TERMS = terms(
    (0, "Sample break, broken", "Q10.9"),
    (1, "femur, femoral", "Q10.0-"),
    (2, "lower end", "Q10.1-"),
    (3, "specified NEC", "Q10.19"),
    (2, "neck (displaced)", "Q10.02"),
    (3, "base", "Q10.03"),
    (1, "Ménage's bone", "Q11.0"),
    (1, "x-ray bone", "Q12.0"),
)


def found(text: str) -> list[str]:
    return [TERMS[place].title for place in TermFinder(TERMS).find(text).matches]


def shown(text: str) -> list[str]:
    return [TERMS[place].title for place in TermFinder(TERMS).find(text).shown]


@pytest.mark.parametrize("text", ["fem nec", "nec fem", "FEM  NECK", "neck, femur", "nec dis"])
def test_words_cut_short_find_a_subterm_in_any_order_and_by_those_above_it(text):
    assert found(text) == ["neck (displaced)"]


def test_what_is_found_comes_with_the_terms_above_and_below_it():
    assert shown("nec") == ["Sample break, broken", "femur, femoral", "neck (displaced)", "base"]


def test_a_word_of_the_term_above_alone_finds_that_term_and_not_all_below_it():
    assert found("femur") == ["femur, femoral"]
    assert shown("femur") == [term.title for term in TERMS[:6]]


@pytest.mark.parametrize("text", ["menages bone", "ménage's", "Menage"])
def test_accents_and_apostrophes_do_not_count(text):
    assert found(text) == ["Ménage's bone"]


def test_nec_is_a_neck_where_there_is_one_and_else_what_the_book_adds():
    assert found("nec") == ["neck (displaced)"]
    assert found("spec nec") == ["specified NEC"]


def test_a_hyphen_parts_words():
    assert found("ray") == ["x-ray bone"]
    assert found("x-ray") == ["x-ray bone"]


def test_a_code_finds_what_leads_to_it_with_or_without_its_point():
    assert found("q10.0") == ["femur, femoral", "neck (displaced)", "base"]
    assert found("q1002") == ["neck (displaced)"]
    assert found("q") == []


@pytest.mark.parametrize("text", ["", "   ", "-", "'"])
def test_nothing_typed_finds_nothing(text):
    nothing = TermFinder(TERMS).find(text)
    assert (nothing.words, nothing.matches, nothing.shown) == ((), (), ())


def test_the_first_term_that_begins_so_is_found_at_its_level():
    finder = TermFinder(TERMS)
    assert finder.begins("samp") == 0
    assert finder.begins("sample br") == 0
    assert finder.begins("x-r", depth=1) == 7
    assert finder.begins("break") is None
    assert finder.begins("") is None


def test_the_beginnings_that_were_found_are_marked_in_the_title_as_printed():
    assert marks_of("neck (displaced)", ("nec", "dis")) == ((0, 3), (6, 9))
    assert marks_of("Ménage's bone", ("menages",)) == ((0, 8),)
    assert marks_of("neck", ()) == ()
