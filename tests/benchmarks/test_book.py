"""How long the book takes to open a page, to scroll it and to paint a frame of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.embedded_pages import embedded_lookup
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
def lookup(tmp_path_factory):
    made, reader = embedded_lookup(tmp_path_factory)
    yield made
    reader.close()


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


@pytest.mark.slow
def test_opening_the_longest_category_of_the_embedded_release(benchmark, book, lookup):
    """S63 has 362 lines, most with seventh characters; fetching it is the worker's part."""
    longest = lookup.page("S63.501A")
    benchmark.pedantic(opened, args=(book, longest), rounds=40, warmup_rounds=2)

    assert len(longest.lines) > 350


@pytest.mark.slow
def test_opening_one_entry_after_another(benchmark, book, lookup):
    """Codes from all over the book, each on a page of its own."""
    codes = ("E11.22", "I10", "S72.002A", "Z79.4", "H54.8", "T36.0X1A", "O36.0110", "19", "C50.911")
    pages = [lookup.page(code) for code in codes]

    def all_of_them() -> None:
        for each in pages:
            opened(book, each)

    benchmark.pedantic(all_of_them, rounds=10, warmup_rounds=1)


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
