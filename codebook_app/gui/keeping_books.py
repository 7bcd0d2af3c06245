"""From the open books to what is kept of them between starts, and back."""

from __future__ import annotations

from collections.abc import Callable

from codebook_app.gui.kept_books import KeptBooks, KeptColumn, KeptTab
from codebook_app.gui.open_book import OpenBook
from codebook_app.gui.panels.book_columns import BookColumns
from codebook_app.gui.places import Place


def kept_tab(book: OpenBook) -> KeptTab:
    """Return what is kept of one tab."""
    return KeptTab(book.place.text, book.title)


def kept_books(columns: BookColumns) -> KeptBooks:
    """Return what is open in *columns*."""
    kept = tuple(
        KeptColumn(tuple(map(kept_tab, column.books)), column.tabs.currentIndex())
        for column in columns.columns
    )
    return KeptBooks(kept, columns.columns.index(columns.active), columns.widths)


def restore_books(columns: BookColumns, kept: KeptBooks, new_book: Callable[[], OpenBook]) -> None:
    """Open in *columns*, which hold one book, what was *kept*; what stands in front is read."""
    while len(columns.columns) < len(kept.columns):
        columns.add()
    for column, of in zip(columns.columns, kept.columns, strict=True):
        while column.books and len(column.books) <= of.front:
            column.put(new_book(), front=False, at=0)  # the one that is read stays in front
        while len(column.books) < len(of.tabs):
            column.put(new_book(), front=False)
        for book, tab in zip(column.books, of.tabs, strict=True):
            book.restore(Place.parse(tab.place), tab.title)
        column.bring_to_front(column.books[of.front])
    columns.share(kept.sizes)
    columns.activate(columns.columns[kept.active])
