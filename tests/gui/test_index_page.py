"""The plain index page: its rows, what they say, and where keys and links lead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.invented_index import TERMS, index_page, letters_of
from support.invented_window import CODES, RELEASE

from codebook_app.domain.index_page import IndexPath
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.domain.release import ReleaseChoice
from codebook_app.gui.book_reader import Contents, Shelf
from codebook_app.gui.models.contents_rows import contents_rows, contents_title
from codebook_app.gui.models.index_rows import (
    LinksRow,
    TermRow,
    found_rows,
    index_rows,
    path_words,
)
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.panels.book import BookPanel
from codebook_app.services.term_finding import TermFinder

CHOICE = ReleaseChoice(RELEASE, True, RELEASE.dates_word)


def term_row(*targets: IndexTarget, code_set: str = "icd10cm", title: str = "Blot") -> TermRow:
    term = IndexTerm(9, IndexBook.INDEX, title, 1, 1, 9, targets)
    return TermRow(term, 1, code_set)


# The rows -------------------------------------------------------------------------------------


def test_a_page_lists_the_main_term_and_every_subterm_by_its_depth():
    rows = index_rows(index_page(4))

    assert [(row.term.title, row.depth) for row in rows] == [
        ("Inkblot (acute) (dry)", 0),
        ("thumb", 1),
        ("left", 2),
        ("right", 2),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "printed"),
    [
        (TargetKind.CODE, "Q01.1-", "Q01.1-"),
        (TargetKind.MANIFESTATION, "Q02.0", "[Q02.0]"),
        (TargetKind.SEE, "Paper cut", "see Paper cut"),
        (TargetKind.SEE_ALSO, "Paper cut", "see also Paper cut"),
        (TargetKind.SEE_CATEGORY, "Q02", "see category Q02"),
        (TargetKind.SUBCATEGORY, "Q02.-", "subcategory Q02.-"),
        (TargetKind.TABLE, "0DB", "table 0DB"),
    ],
)
def test_a_term_says_in_words_how_it_leads_on(kind, text, printed):
    code = "" if kind in {TargetKind.SEE, TargetKind.SEE_ALSO} else text.strip("-.")
    row = term_row(IndexTarget(kind, text, code))

    assert row.text == f"Blot  {printed}"


def test_enter_on_a_term_leads_to_its_code_rather_than_to_another_term():
    see = IndexTarget(TargetKind.SEE_ALSO, "Paper cut")
    code = IndexTarget(TargetKind.CODE, "Q01.1-", "Q011")

    assert term_row(see, code).target == "icd10cm:Q01.1"
    assert term_row(see).target == "@see:9:0"
    assert term_row().target == ""
    assert term_row(IndexTarget(TargetKind.USE, "Radioactive Element")).target == ""


def test_a_procedure_that_is_not_printed_whole_opens_its_table_with_what_is_printed():
    codes = IndexTarget(TargetKind.CODES, "0DB6", "0DB6")
    whole = IndexTarget(TargetKind.CODE, "0DTJ4ZZ", "0DTJ4ZZ", complete=True)

    assert term_row(codes, code_set="icd10pcs").target == "icd10pcs:0DB6"
    assert term_row(whole, code_set="icd10pcs").target == "icd10pcs:0DTJ4ZZ"


def test_a_screen_reader_hears_the_level_and_that_more_characters_are_needed():
    row = term_row(IndexTarget(TargetKind.CODE, "Q01.1-", "Q011"))

    assert row.spoken == "level 1, Blot, Q01.1-, more characters needed"


def test_a_path_ends_in_the_column_of_its_table():
    path = IndexPath(IndexBook.DRUGS, 8, ("Ink", "black"), "Q01.12", "Accidental")

    assert path_words(path) == "Ink, black, Accidental"


def test_the_model_keeps_qts_rules_while_something_is_found_in_an_index(qapp):
    model = PageModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page = index_page(2)
    model.show(index_rows(page))
    model.show(found_rows(index_rows(page), TermFinder(page.terms).find("thu")))
    model.show(index_rows(index_page(6)))
    assert tester.model() is model


# What there is to open ------------------------------------------------------------------------


def test_the_welcome_offers_every_book_and_says_what_is_off():
    from support.invented_services import LICENSED

    shelf = Shelf(CHOICE, (IndexBook.INDEX, IndexBook.DRUGS))
    rows = contents_rows(Contents("icd10cm", (CODES["1"],), (shelf,), (LICENSED,)), "")

    links = next(row for row in rows if isinstance(row, LinksRow))
    assert links.links == (
        ("ICD-10-CM", "icd10cm:"),
        ("Alphabetic index", "@index:icd10cm:FY2099:0:"),
        ("Table of drugs and chemicals", "@drugs:icd10cm:FY2099:0:"),
    )
    assert any("CPT 2098 (invented) is off until its licence" in row.text for row in rows)


def test_a_book_without_a_term_lists_its_letters_with_how_many_main_terms_each_has():
    contents = Contents(
        "icd10cm", (), (), (), IndexBook.INDEX, (), CHOICE, letters_of(IndexBook.INDEX)
    )
    rows = contents_rows(contents, "")

    assert contents_title(contents) == "Alphabetic index"
    assert [(row.text, row.target) for row in rows if row.target] == [
        ("B  1 main term", "@index:icd10cm:FY2099:0:B"),
        ("I  1 main term", "@index:icd10cm:FY2099:0:I"),
        ("P  1 main term", "@index:icd10cm:FY2099:0:P"),
    ]


def test_the_main_terms_that_begin_so_are_listed_to_be_opened():
    contents = Contents(
        "icd10cm", (), (), (), IndexBook.INDEX, TERMS[1:2], CHOICE, (), beginning="ink"
    )
    rows = contents_rows(contents, "")

    assert [row.target for row in rows if row.target] == ["@index:icd10cm:FY2099:2:"]


def test_a_beginning_that_no_main_term_has_is_told():
    contents = Contents("icd10cm", (), (), (), IndexBook.INDEX, (), CHOICE, (), beginning="zz")

    assert any("No main term begins with “zz”" in row.text for row in contents_rows(contents, ""))


# The page in the book -------------------------------------------------------------------------


@pytest.fixture
def book(qtbot, light_theme):
    made = BookPanel(light_theme)
    qtbot.addWidget(made)
    made.resize(620, 640)
    made.show()
    made.show_index(index_page(4))
    made.activateWindow()
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def term_in_focus(book: BookPanel) -> str:
    term = book.current_term()
    return term.term.title if term else ""


def test_the_term_asked_for_is_in_focus_and_its_path_stands_above(book):
    assert term_in_focus(book) == "left"
    assert book.header.crumbs.texts == ["Inkblot", "thumb", "left"]
    assert "Alphabetic index" in book.header.release.accessibleName()
    assert book.header.following.accessibleName() == "Next main term: Paper cut"


def test_enter_goes_to_the_tabular(qtbot, book):
    with qtbot.waitSignal(book.open_requested) as opened:
        qtbot.keyClick(book.view, Qt.Key.Key_Return)

    assert opened.args == ["icd10cm:Q01.12"]


def test_nothing_is_added_from_the_index_alone(qtbot, book):
    added: list[str] = []
    told: list[str] = []
    book.add_requested.connect(added.append)
    book.check_first.connect(told.append)
    with qtbot.waitSignal(book.open_requested) as opened:
        qtbot.keyClick(book.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert opened.args == ["icd10cm:Q01.12"]
    assert added == []
    assert told == [
        "Never code from the index alone: check Q01.12 here, with its notes; Ctrl+Enter then adds "
        "it."
    ]


def test_a_see_is_followed_within_its_index(qtbot, book):
    book.show_index(index_page(1))

    with qtbot.waitSignal(book.see_requested) as wanted:
        qtbot.keyClick(book.view, Qt.Key.Key_Return)

    page, target = wanted.args
    assert page.heading.title == "Blot"
    assert target.text == "Inkblot"


def test_copy_takes_the_code_as_the_index_prints_it(qtbot, book):
    from PySide6.QtWidgets import QApplication

    book.show_index(index_page(3))

    qtbot.keyClick(book.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QApplication.clipboard().text() == "Q01.1-"


def test_the_menu_of_a_term_opens_its_code(qtbot, book):
    actions = {action.text(): action for action in book.menu().actions()}

    with qtbot.waitSignal(book.open_requested) as opened:
        actions["Open Q01.12 in the tabular\tEnter"].trigger()

    assert opened.args == ["icd10cm:Q01.12"]
