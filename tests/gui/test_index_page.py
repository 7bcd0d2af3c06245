"""The plain index page: its rows, what they say, and where keys and links lead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.invented_index import COLUMNS, TERMS, index_page
from support.invented_window import CODES, RELEASE

from codebook_app.domain.index_page import IndexPath
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.domain.release import ReleaseChoice
from codebook_app.gui.book_reader import Contents, Shelf
from codebook_app.gui.models.contents_rows import contents_rows, contents_title
from codebook_app.gui.models.index_rows import (
    HeadingsRow,
    LinksRow,
    TermRow,
    index_rows,
    path_words,
)
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.panels.book import BookPanel

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


def test_a_procedure_that_is_not_printed_whole_opens_its_table():
    codes = IndexTarget(TargetKind.CODES, "0DB6", "0DB6")
    whole = IndexTarget(TargetKind.CODE, "0DTJ4ZZ", "0DTJ4ZZ", complete=True)

    assert term_row(codes, code_set="icd10pcs").target == "icd10pcs:0DB"
    assert term_row(whole, code_set="icd10pcs").target == "icd10pcs:0DTJ4ZZ"


def test_a_screen_reader_hears_the_level_and_that_more_characters_are_needed():
    row = term_row(IndexTarget(TargetKind.CODE, "Q01.1-", "Q011"))

    assert row.spoken == "level 1, Blot, Q01.1-, more characters needed"


def test_a_table_has_its_headings_and_a_cell_a_column():
    headings, ink, black = index_rows(index_page(7))

    assert isinstance(headings, HeadingsRow)
    assert headings.columns == COLUMNS
    assert [(cell.words, cell.text, bool(cell.target)) for cell in ink.cells] == [
        ("Accidental", "Q01.11", True),
        ("Assault", "Q01.1-", True),
        ("Adverse effect", "--", False),
    ]
    assert black.spoken == "level 1, black, Accidental: Q01.12, Adverse effect: Q02.0"


def test_a_path_ends_in_the_column_of_its_table():
    path = IndexPath(IndexBook.DRUGS, 8, ("Ink", "black"), "Q01.12", "Accidental")

    assert path_words(path) == "Ink, black, Accidental"


def test_the_model_keeps_qts_rules_with_an_index_and_with_a_table(qapp):
    model = PageModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for page in (index_page(2), index_page(7), index_page(6)):
        model.show(index_rows(page))
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


def test_a_book_without_a_term_lists_its_main_terms_under_the_letters():
    contents = Contents("icd10cm", (), (), (), IndexBook.INDEX, TERMS[:2], CHOICE)
    rows = contents_rows(contents, "")

    assert contents_title(contents) == "Alphabetic index"
    assert [row.target for row in rows if row.text in {"Blot", "Inkblot (acute) (dry)"}] == [
        "@index:icd10cm:FY2099:1:",
        "@index:icd10cm:FY2099:2:",
    ]
    letters = next(row for row in rows if isinstance(row, LinksRow))
    assert letters.links[1] == ("B", "@index:icd10cm:FY2099:0:B")


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
    assert book.header.crumbs.texts == ["Inkblot › thumb › left"]
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


def test_tab_walks_every_code_of_a_tables_row(qtbot, book):
    book.show_index(index_page(7))
    spoken = []
    for _ in range(2):
        qtbot.keyClick(book.view, Qt.Key.Key_Tab)
        spoken.append(book.view.focus_link.spoken)

    assert spoken == ["Accidental, Q01.11", "Assault, Q01.1-"]


def test_a_narrow_table_sets_its_codes_below_the_term_and_a_wide_one_beside(qtbot, book):
    book.show_index(index_page(7))
    book.resize(900, 640)
    wide = book.view.visualRect(book.model.index(1)).height()

    book.resize(300, 640)

    qtbot.waitUntil(lambda: book.view.visualRect(book.model.index(1)).height() > wide)


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
