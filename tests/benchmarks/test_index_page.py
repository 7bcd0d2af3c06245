"""The longest pages of an index and the longest table: opened, scrolled through, searched."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from support.invented_index import CHOICE, index_page

from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.term_table import TermTable
from codebook_app.gui.theme import Theme

TERMS = 2800
"""About as many as the longest main term has, of the external causes."""
ROWS = 7400
"""As many as the table of drugs and chemicals has."""
COLUMNS = ("Substance", "Accidental", "Self-harm", "Assault", "Undetermined", "Effect", "Under")
WORDS = ("mixture", "neck", "head", "fracture", "upper", "lower", "specified", "open", "left")


@pytest.fixture
def book(qtbot):
    made = BookPanel(Theme("light"))
    qtbot.addWidget(made)
    made.resize(700, 800)
    made.show()
    yield made
    QGuiApplication.styleHints().unsetColorScheme()


def title(at: int) -> str:
    return f"{WORDS[at % len(WORDS)]} {WORDS[at * 7 % len(WORDS)]} {at} (dry)"


@pytest.fixture(scope="module")
def page() -> IndexPage:
    main = IndexTerm(1, IndexBook.INDEX, "Inkblot", 0, None, TERMS)
    above = [1]
    below: list[IndexTerm] = []
    for at in range(2, TERMS + 1):
        depth = 1 + at % 9
        del above[depth:]
        target = IndexTarget(TargetKind.CODE, f"Q{at % 100:02}.{at % 10}-", f"Q{at % 100:02}")
        below.append(
            IndexTerm(at, IndexBook.INDEX, title(at), depth, above[-1], at, (target,), (), ())
        )
        above.append(at)
    return replace(index_page(2), terms=(main, *below), path=("Inkblot",), focus=1200)


@pytest.fixture(scope="module")
def table() -> TablePage:
    cells = ("Q01.1-", "Q01.2", "Q01.3", "", "Q01.4", "Q01.5")
    rows = (
        IndexTerm(
            at, IndexBook.DRUGS, title(at), at % 4, at - at % 4 or None, at, (), cells, ((0, 0),)
        )
        for at in range(4, ROWS + 4)
    )
    rows = (replace(row, parent_id=None if row.depth == 0 else row.id - 1) for row in rows)
    return TablePage(IndexBook.DRUGS, tuple(rows), COLUMNS, 5, CHOICE)


def test_opening_a_main_term_of_2800_terms_in_its_middle(benchmark, book, page):
    def open_it() -> None:
        book.show_message("")
        book.show_index(page)
        book.repaint()

    benchmark.pedantic(open_it, rounds=20, warmup_rounds=2)


def test_a_frame_of_scrolling_through_a_main_term_of_2800_terms(benchmark, book, page):
    book.show_index(page)
    book.view.page_height()
    bar = book.view.verticalScrollBar()
    at = iter(range(0, bar.maximum(), 90))

    def scroll() -> None:
        bar.setValue(next(at))
        book.repaint()

    benchmark.pedantic(scroll, rounds=200, warmup_rounds=5)


def test_a_letter_typed_to_find_in_a_main_term_of_2800_terms(benchmark, book, page):
    book.show_index(page)
    book.begin_find()
    texts = iter(("f", "fr", "fra", "fra n", "fra ne", "fra nec", "fra nec 1", "u", "up") * 8)

    def type_it() -> None:
        book.index.line.put(next(texts))
        book.repaint()

    benchmark.pedantic(type_it, rounds=45, warmup_rounds=9)


def test_opening_a_table_of_7400_rows(benchmark, book, table):
    def open_it() -> None:
        book.show_message("")
        view = book.findChild(TermTable)
        if view is not None:
            view.table.show(None)
        book.show_found(table)
        book.repaint()

    benchmark.pedantic(open_it, rounds=15, warmup_rounds=2)


def test_a_frame_of_scrolling_through_a_table_of_7400_rows(benchmark, book, table):
    book.show_found(table)
    bar = book.findChild(TermTable).verticalScrollBar()
    at = iter(range(0, bar.maximum(), 300))

    def scroll() -> None:
        bar.setValue(next(at))
        book.repaint()

    benchmark.pedantic(scroll, rounds=200, warmup_rounds=5)


def test_a_letter_typed_to_find_in_a_table_of_7400_rows(benchmark, book, table):
    book.show_found(table)
    book.begin_find()
    texts = iter(("m", "mi", "mix", "mix n", "h", "he", "hea", "head", "head f") * 8)

    def type_it() -> None:
        book.index.line.put(next(texts))
        book.repaint()

    benchmark.pedantic(type_it, rounds=45, warmup_rounds=9)
