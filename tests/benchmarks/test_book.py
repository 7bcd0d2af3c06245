"""How long the book takes to open a page, to scroll it and to paint a frame of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.pages import long_page

from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.theme import Theme

SIZE = (640, 800)


@pytest.fixture
def book(qtbot):
    made = BookPanel(Theme("light"))
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    return made


@pytest.fixture(scope="module")
def page():
    return long_page(2000, "Q10.1250")


def opened(book: BookPanel, page) -> None:
    """Show *page* and paint it whole, as the first frame the reader sees of it."""
    book.show_message("")
    book.show_page(page)
    painted(book)


def painted(book: BookPanel) -> None:
    """Paint the whole pane once."""
    assert not book.grab().isNull()


def test_opening_a_page_of_2000_lines_in_its_middle(benchmark, book, page):
    benchmark.pedantic(opened, args=(book, page), rounds=20, warmup_rounds=2)

    assert book.current_code() == "Q10.1250"


def test_painting_a_frame(benchmark, book, page):
    book.show_page(page)

    benchmark(painted, book)


def test_scrolling_a_page_of_2000_lines_by_the_wheel(benchmark, book, page):
    """A step of the wheel and its frame, over rows that nothing has laid out before."""
    book.show_page(page)
    bar = book.view.verticalScrollBar()

    def step() -> None:
        bar.setValue(bar.value() + 120 if bar.value() < bar.maximum() else 0)
        painted(book)

    benchmark.pedantic(step, rounds=200, warmup_rounds=2)


def test_walking_down_the_lines(benchmark, book, page):
    """↓, what governs the line, and the frame."""
    book.show_page(page)

    def step() -> None:
        QTest.keyClick(book.view, Qt.Key.Key_Down)
        painted(book)

    benchmark.pedantic(step, rounds=100, warmup_rounds=2)
