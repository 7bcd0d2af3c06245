"""Reading the alphabetic indexes and the tables that are read by a term."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.whole_release import build_release, index_terms, line, tabular, target, term

from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.index_term import IndexBook, IndexTerm, TargetKind
from codebook_app.domain.search import HitKind
from codebook_app.store.reference_db import ReferenceDb

COLUMNS = ("Substance", "Accident", "Self-harm", "Assault", "Unknown", "Effect", "Underdosing")

DISEASES = index_terms(
    IndexBook.INDEX,
    term("Ache, aching", [target("Pain", TargetKind.SEE, "")]),
    term(
        "Lake fever, feverish (acute) (chronic)",
        "A01.9",
        term(
            "with",
            "",
            term("lake kidney (mild)", [target("A01.22"), target("N18", TargetKind.MANIFESTATION)]),
            term("ulcer", "A01.2-"),
        ),
        term("shore", "S52.0-"),
    ),
    term("Ménage sickness", "B20"),
    term("Pain", "R52"),
)
EXTERNAL = index_terms(
    IndexBook.EXTERNAL, term("Fall", "", term("from boat", "W21.8")), after=DISEASES
)
DRUGS = index_terms(
    IndexBook.DRUGS,
    term(
        "Lake salt",
        "",
        term("pure", cells=("T36.0X1", "T36.0X2", "T36.0X3", "T36.0X4", "", "--")),
        cells=("T36.0X1", "T36.0X2", "T36.0X3", "T36.0X4", "T36.0X5", "T36.0X-"),
    ),
    term("Unused salt", [target("Lake salt", TargetKind.SEE, "")]),
    after=EXTERNAL,
)
PROCEDURES = index_terms(
    IndexBook.PCS,
    term(
        "Taking out the lake",
        "",
        term("", [target("Resection, Lake", TargetKind.SEE, "0UT9")]),
        term("", [target("0UT", TargetKind.TABLE, "0UT"), target("0UT90ZZ")]),
    ),
    after=DRUGS,
)
LINES = tabular(
    line(
        "1",
        "Sample chapter",
        line("A01", "Lake fever", line("A01.22", "With lake kidney"), opens_page=True),
        line(
            "W21",
            "Falls",
            line("W21.8", "From boat", line("W21.8XXA", "From boat, first", seventh="A")),
            opens_page=True,
        ),
        heading=True,
    )
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceDb]:
    content = ReleaseContent(LINES, PROCEDURES, {IndexBook.DRUGS: COLUMNS})
    opened = build_release(tmp_path_factory.mktemp("terms"), content)
    yield opened
    opened.close()


def called(title: str) -> IndexTerm:
    return next(one for one in PROCEDURES if one.title == title)


def titles(terms: tuple[IndexTerm, ...]) -> list[str]:
    return [one.title for one in terms]


def test_every_term_comes_back_as_it_was(book):
    found = book.index_terms.terms([one.id for one in PROCEDURES])
    assert list(found.values()) == list(PROCEDURES)


def test_ids_that_are_unknown_or_told_twice_do_no_harm(book):
    assert list(book.index_terms.terms([2, 2, 10**9])) == [2]
    assert book.index_terms.terms([]) == {}
    assert book.index_terms.path([10**9]) == {}


def test_books_and_columns_are_those_of_the_release(book):
    assert book.index_terms.books() == (
        IndexBook.INDEX,
        IndexBook.EXTERNAL,
        IndexBook.DRUGS,
        IndexBook.PCS,
    )
    assert book.index_terms.columns(IndexBook.DRUGS) == COLUMNS
    assert book.index_terms.columns(IndexBook.INDEX) == ()


@pytest.mark.parametrize("asked", [IndexBook.DRUGS, IndexBook.INDEX, IndexBook.PCS])
def test_a_whole_table_is_its_terms_as_they_are_read_one_by_one(book, asked):
    rows = book.index_terms.table(asked)

    assert rows == tuple(book.index_terms.terms([row.id for row in rows]).values())
    assert {row.book for row in rows} == {asked}


def test_a_table_that_is_not_there_has_no_rows(book):
    assert book.index_terms.table(IndexBook.NEOPLASM) == ()


def test_letters_are_counted_by_what_main_terms_begin_with(book):
    assert book.index_terms.letters(IndexBook.INDEX) == (("A", 1), ("L", 1), ("M", 1), ("P", 1))
    assert book.index_terms.letters(IndexBook.NEOPLASM) == ()


def test_a_subtree_is_the_term_and_all_below_it(book):
    fever = called("Lake fever, feverish (acute) (chronic)")
    assert titles(book.index_terms.subtree(fever)) == [
        "Lake fever, feverish (acute) (chronic)",
        "with",
        "lake kidney (mild)",
        "ulcer",
        "shore",
    ]
    assert titles(book.index_terms.children(fever.id)) == ["with", "shore"]
    assert book.index_terms.children(called("ulcer").id) == ()


def test_a_path_runs_from_the_main_term_to_itself_without_modifiers(book):
    ids = [called(title).id for title in ("lake kidney (mild)", "Pain", "shore")]
    assert list(book.index_terms.path(ids).values()) == [
        ("Lake fever, feverish", "with", "lake kidney"),
        ("Lake fever, feverish", "shore"),
        ("Pain",),
    ]


def test_main_terms_are_paged_through_in_printed_order(book):
    first = book.index_terms.main_terms(IndexBook.INDEX, limit=3)
    assert titles(first) == [
        "Ache, aching",
        "Lake fever, feverish (acute) (chronic)",
        "Ménage sickness",
    ]
    rest = book.index_terms.main_terms(IndexBook.INDEX, limit=3, after=first[-1].id)
    assert titles(rest) == ["Pain"]


@pytest.mark.parametrize(
    ("beginning", "found"),
    [
        ("LAKE F", ["Lake fever, feverish (acute) (chronic)"]),
        ("menage", ["Ménage sickness"]),
        ("Ménage", ["Ménage sickness"]),
        ("  pain ", ["Pain"]),
        ("with", []),
        ("lake salt", []),
        ("%", []),
    ],
)
def test_main_terms_are_found_by_their_beginning_in_their_book(book, beginning, found):
    assert titles(book.index_terms.main_terms(IndexBook.INDEX, beginning)) == found


def test_neighbours_are_the_main_terms_around(book):
    def around(title: str) -> list[str | None]:
        found = book.index_terms.neighbours(called(title))
        return [one.title if one else None for one in found]

    assert around("Ache, aching") == [None, "Lake fever, feverish (acute) (chronic)"]
    assert around("ulcer") == ["Ache, aching", "Ménage sickness"]
    assert around("Pain") == ["Ménage sickness", None]
    assert around("Fall") == [None, None]


def ways(book: ReferenceDb, *codes: str) -> list[tuple[str, str, str]]:
    return [(way.text, way.code, way.column) for way in book.index_terms.leading_to(codes)]


def test_terms_lead_to_the_code_they_name(book):
    assert ways(book, "A0122") == [
        ("Lake fever, feverish, with, lake kidney", "A01.22", ""),
        ("Lake fever, feverish, with, ulcer", "A01.2-", ""),
    ]
    assert ways(book, "a01.9") == [("Lake fever, feverish", "A01.9", "")]
    assert ways(book, "N18") == [("Lake fever, feverish, with, lake kidney", "N18", "")]


def test_a_whole_code_leads_to_none_below_it_and_an_incomplete_one_to_all(book):
    assert ways(book, "A0191") == []
    assert ways(book, "S52001A") == [("Lake fever, feverish, shore", "S52.0-", "")]
    assert ways(book, "S5") == []


def test_a_seventh_character_code_is_led_to_by_the_line_it_completes(book):
    assert ways(book, "W218XXA") == [("Fall, from boat", "W21.8", "")]


def test_cells_lead_on_under_the_heading_of_their_column(book):
    assert ways(book, "T360X2") == [
        ("Lake salt", "T36.0X2", "Self-harm"),
        ("Lake salt, pure", "T36.0X2", "Self-harm"),
        ("Lake salt", "T36.0X-", "Underdosing"),
    ]


def test_a_procedure_is_led_to_by_its_code_its_beginning_and_its_table(book):
    assert ways(book, "0UT90ZZ") == [
        ("Taking out the lake", "0UT90ZZ", ""),
        ("Taking out the lake", "0UT9", ""),
        ("Taking out the lake", "0UT", ""),
    ]


def test_no_more_ways_are_given_than_asked_for(book):
    assert len(book.index_terms.leading_to(["T360X1", "T360X2"], limit=3)) == 3
    assert book.index_terms.leading_to([]) == ()


def test_the_search_gets_every_term_that_leads_anywhere(book):
    found = {one.id: one for one in book.searchable_terms()}
    assert [one.title for one in found.values()] == [
        "Ache, aching",
        "Lake fever, feverish",
        "lake kidney",
        "ulcer",
        "shore",
        "Ménage sickness",
        "Pain",
        "from boat",
        "Lake salt",
        "pure",
        "Unused salt",
        "",
        "",
    ]
    kidney = found[called("lake kidney (mild)").id]
    assert kidney.path == ("Lake fever, feverish", "with")
    assert kidney.modifiers == ("acute", "chronic", "mild")
    assert (kidney.kind, kidney.codes, kidney.columns) == (HitKind.INDEX, ("A0122", "N18"), ())
    pure = found[called("pure").id]
    assert (pure.kind, pure.columns) == (HitKind.TABLE, COLUMNS[1:])
    assert pure.codes == ("T360X1", "T360X2", "T360X3", "T360X4")


def test_a_release_without_an_index_has_no_books(tmp_path):
    opened = build_release(tmp_path, ReleaseContent(LINES))
    assert opened.index_terms.books() == ()
    assert opened.index_terms.main_terms(IndexBook.INDEX) == ()
    assert opened.index_terms.leading_to(["A0122"]) == ()
    assert list(opened.searchable_terms()) == []
    opened.close()


def test_many_threads_read_at_once(book):
    start = threading.Barrier(6)

    def ask(_: int) -> list[object]:
        start.wait()
        return [
            (titles(book.index_terms.main_terms(IndexBook.INDEX)), ways(book, "T360X2"))
            for _ in range(10)
        ]

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(ask, range(6)))
    expected = (titles(book.index_terms.main_terms(IndexBook.INDEX)), ways(book, "T360X2"))
    assert answers == [[expected] * 10] * 6


def test_what_is_read_of_the_terms_half_way_stops_nobody(book):
    begun = book.searchable_terms()
    next(begun)
    assert len(list(book.searchable_terms())) == 13
    begun.close()
    assert book.index_terms.books()
