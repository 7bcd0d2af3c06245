"""The hits make room for two columns in a narrow window, and come back for the search."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from codebook_app.gui.giving_way import HitsGiveWay
from codebook_app.gui.panels.book_columns import BookColumns
from codebook_app.gui.panes import PaneRound


class Bench:
    """A search field over hits, columns of books and an encounter."""

    def __init__(self, theme) -> None:
        self.window = QWidget()
        self.field, self.hits, self.encounter = QLineEdit(), QLineEdit(), QLineEdit()
        self.columns = BookColumns(theme)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        for pane in (self.hits, self.columns, self.encounter):
            self.panes.addWidget(pane)
        stops = {"Search": self.field, "Hits": self.hits, "Encounter": self.encounter}
        self.round = PaneRound(stops, self.window)
        self.room = HitsGiveWay(self.panes, self.hits, self.columns, self.round, theme)
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        column.addWidget(self.panes, 1)

    def resize(self, width: int) -> None:
        self.window.resize(width, 400)

    def enter(self, name: str) -> None:
        self.round.entered.emit(name)


@pytest.fixture
def bench(qtbot, light_theme):
    made = Bench(light_theme)
    qtbot.addWidget(made.window)
    made.resize(1280)
    made.window.show()
    made.panes.setSizes([300, 600, 340])
    return made


def test_with_one_column_the_hits_always_stand(bench):
    bench.enter("Book")

    assert bench.hits.isVisible()


def test_two_columns_are_read_without_the_hits_which_come_back_narrow_for_the_search(bench):
    wide = bench.hits.width()
    bench.columns.add()
    bench.enter("Book")
    assert not bench.hits.isVisible()

    bench.enter("Second book")
    assert not bench.hits.isVisible()
    bench.enter("Search")
    assert bench.hits.isVisible()
    assert bench.hits.width() < wide
    bench.enter("Encounter")
    assert bench.hits.isVisible()


def test_once_there_is_room_the_hits_are_as_wide_as_they_were(qtbot, bench):
    wide = bench.hits.width()
    bench.columns.add()
    bench.enter("Book")

    bench.resize(1900)

    qtbot.waitUntil(bench.hits.isVisible)
    bench.room.come_back()
    assert bench.hits.width() >= wide
    bench.resize(1280)
    qtbot.waitUntil(lambda: not bench.hits.isVisible())


def test_what_is_kept_between_starts_is_the_width_from_before(bench):
    sizes = bench.panes.sizes()
    bench.columns.add()
    bench.enter("Book")

    bench.room.come_back()

    assert bench.hits.isVisible()
    assert bench.panes.sizes() == sizes
