"""Asking the book of code sets that are built otherwise than ICD-10-CM."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.whole_release import build_release, line, tabular

from codebook_app.domain.code import Code
from codebook_app.domain.content import DocumentSection, Fact, ReleaseContent
from codebook_app.domain.note import NoteKind
from codebook_app.store.listed_lines import ListedLines
from codebook_app.store.reference_db import ReferenceDb

LINES = tabular(
    line(
        "b",
        "Sample functions",
        line(
            "b2",
            "Senses of lakes",
            line(
                "b280",
                "Pain of lakes",
                line("b2801", "Pain in part", notes=[(NoteKind.INCLUSION_TERM, "ache")]),
                line("b2802", "Deep pain", line("b28020", "Deepest pain"), opens_page=True),
                opens_page=True,
                billable=True,
            ),
            line("b289", "Other pain", opens_page=True),
            heading=True,
        ),
        heading=True,
        level="component",
    ),
    line(
        "Letter S",
        "Sample supplies",
        line(
            "S1",
            "S1000 to S1999",
            line("S1000", "Pump"),
            line("S1001", "Old pump", level="terminated code", billable=False),
            heading=True,
            opens_page=True,
            level="group",
        ),
        line(
            "S2",
            "S2000 to S2999",
            line("S2000", "Sieve"),
            heading=True,
            opens_page=True,
            level="group",
        ),
        heading=True,
        level="letter",
    ),
    line("Modifiers", "Modifiers", line("S1", "Sample modifier", billable=False), heading=True),
    code_set="sample",
    release="2099-10",
)
PUMP = next(one.id for one in LINES.codes if one.code == "S1000")
FACTS = (
    Fact(PUMP, "Short description", "Pmp lk", searched=True),
    Fact(1, "Note", "of the component"),
    Fact(PUMP, "Coverage", "C", "carrier judgment"),
)
SECTIONS = (
    DocumentSection("guide.pdf", "Section I. Conventions", 0, 7),
    DocumentSection("guide.pdf", "A. Format", 1, 7),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceDb]:
    content = ReleaseContent(LINES, facts=FACTS, document_sections=SECTIONS)
    opened = build_release(tmp_path_factory.mktemp("any"), content, "sample", "2099-10")
    yield opened
    opened.close()


def named(book: ReferenceDb, code: str) -> Code:
    found = book.code(code)
    assert found is not None
    return found


def codes(lines: tuple[Code, ...]) -> list[str]:
    return [one.code for one in lines]


@pytest.mark.parametrize("text", ["b2801", "B280.1", "B2801", "b280.1"])
def test_codes_printed_in_small_letters_are_found_in_any_spelling(book, text):
    assert named(book, "b2801").code == "b2801"
    assert book.code(text) == (None if "." in text else named(book, "b2801"))
    assert ListedLines(book).named([text])[text].code == "b2801"


def test_beginnings_are_of_any_case_of_print(book):
    assert codes(book.starting_with("B28", 9)) == ["b280", "b2801", "b2802", "b28020", "b289"]


def test_a_code_is_found_before_a_heading_of_its_name(book):
    assert named(book, "s1").level == "code"
    assert ListedLines(book).named(["S1", "S2", "b2"]).keys() == {"S1"}


def test_codes_above_are_whole_even_with_blanks_in_them(book):
    pump = named(book, "S1000")
    rows = book.hit_rows([pump.id, 1])
    assert (rows[pump.id][1], rows[1][1]) == (("Letter S", "S1"), ())


def test_a_hit_gets_its_line_and_the_codes_above_it(book):
    ids = [one.id for one in LINES.codes]
    rows = book.hit_rows([*ids, 10**9])
    assert {own: line for own, (line, _) in rows.items()} == book.codes(ids)
    assert {own: path for own, (_, path) in rows.items()} == {
        one.id: tuple(codes(book.ancestors(one))) for one in LINES.codes
    }
    assert book.hit_rows([]) == {}


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("b2801", "b280"),
        ("b280", "b280"),
        ("b28020", "b2802"),
        ("b2", "b2"),
        ("S1001", "S1"),
        ("S2", "S2"),
    ],
)
def test_a_line_is_printed_on_the_page_that_the_nearest_line_opens(book, code, page):
    assert book.place_of(named(book, code))[0].code == page


def test_a_line_that_no_line_opens_a_page_for_has_its_own(book):
    modifier = named(book, "S1")
    assert book.place_of(modifier) == (modifier, book.ancestors(modifier))


def test_pages_neighbour_pages_and_headings_those_of_their_level(book):
    def around(line: Code) -> list[str | None]:
        return [one.code if one else None for one in book.neighbours(line)]

    assert around(named(book, "b289")) == ["b2802", "S1"]
    assert around(named(book, "S2")) == ["S1", None]
    assert around(named(book, "Letter S")) == [None, None]
    assert around(named(book, "S1000")) == ["b28020", "S2000"]


def test_facts_come_in_their_order_for_many_lines_at_once(book):
    ids = [one.id for one in LINES.codes]
    assert book.facts(ids) == {1: (FACTS[1],), PUMP: (FACTS[0], FACTS[2])}
    assert book.facts([2]) == {}


def test_searched_facts_go_with_the_inclusion_terms(book):
    entries = {one.id: one for one in book.searchable()}
    assert entries[PUMP].inclusion_terms == ("Pmp lk",)
    assert entries[1].inclusion_terms == ()
    assert entries[named(book, "b2801").id].inclusion_terms == ("ache",)
    assert entries[named(book, "b2801").id].code == "B2801"


def test_headings_are_not_counted(book):
    assert book.counts() == (9, 6)


def test_document_sections_come_in_their_order(book):
    assert book.document_sections() == SECTIONS
