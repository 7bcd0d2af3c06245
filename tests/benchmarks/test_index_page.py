"""The longest page of an index, opened: as many terms as the neoplasm table has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from support.invented_index import index_page

from codebook_app.domain.index_page import IndexPage
from codebook_app.domain.index_term import IndexBook, IndexTerm
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.theme import Theme

TERMS = 1940
COLUMNS = ("Neoplasm", "Malignant", "Secondary", "Ca in situ", "Benign", "Uncertain", "Unspecified")


@pytest.fixture
def book(qtbot):
    made = BookPanel(Theme("light"))
    qtbot.addWidget(made)
    made.resize(700, 800)
    made.show()
    yield made
    QGuiApplication.styleHints().unsetColorScheme()


@pytest.fixture
def page() -> IndexPage:
    main = IndexTerm(1, IndexBook.NEOPLASM, "Inkblot", 0, None, TERMS)
    cells = ("Q01.1-", "Q01.2", "Q01.3", "", "Q01.4", "Q01.5")
    below = (
        IndexTerm(at, IndexBook.NEOPLASM, f"blot {at} (dry)", 1 + at % 4, 1, at, cells=cells)
        for at in range(2, TERMS + 1)
    )
    return replace(
        index_page(7), book=IndexBook.NEOPLASM, terms=(main, *below), columns=COLUMNS, focus=1200
    )


def test_opening_a_table_of_1940_terms_in_its_middle(benchmark, book, page):
    def open_it() -> None:
        book.show_message("")
        book.show_index(page)
        book.repaint()

    benchmark.pedantic(open_it, rounds=10, warmup_rounds=1)
