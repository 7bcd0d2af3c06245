"""The context menu of the book pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from codebook_app.gui.asked import Where
from codebook_app.gui.models.page_rows import LineRow

if TYPE_CHECKING:
    from codebook_app.gui.panels.book import BookPanel


def book_menu(book: BookPanel) -> QMenu:
    """Return what can be done with the line in focus of *book*, each with its key."""
    menu = QMenu(book)
    row, code, page = book.current_row(), book.current_code(), book.page
    if row is not None:
        menu.addAction(f"Open {row.code}\tEnter", lambda: book.open_requested.emit(row.code))
    if code:
        menu.addAction(f"Add {code} to the encounter\tCtrl+Enter", book.add_current)
    if row is not None:
        menu.addAction(f"Copy {row.code}\tCtrl+C", book.copy_code)
        menu.addAction("Copy code and title", book.copy_code_and_title)
    if book.shows_index:
        printed = book.printed_code()
        if book.shown_view.current_target():
            word = f"Open {printed} in the tabular" if printed else "Open"
            menu.addAction(f"{word}\tEnter", book.add_current)
        if printed:
            menu.addAction(f"Copy {printed}\tCtrl+C", book.copy_code)
    if isinstance(row, LineRow) and row.opens:
        at = book.view.focus_row
        assert at is not None  # noqa: S101
        word = "Close" if row.open else "Open"
        key = "←" if row.open else "→"
        menu.addAction(f"{word} seventh characters\t{key}", lambda: book.view.toggle(at))
    if book.shown_view.current_target():
        menu.addSeparator()
        menu.addAction("Open in a new tab\tCtrl+K", lambda: book.open_current(Where.APART))
        menu.addAction(
            "Show in the other column\tCtrl+Shift+K", lambda: book.open_current(Where.BESIDE)
        )
    if page is not None:
        menu.addSeparator()
        for word, neighbour, go in (
            ("Previous", page.previous, lambda: book.turn_page(0)),
            ("Next", page.following, lambda: book.turn_page(1)),
        ):
            if neighbour is not None:
                menu.addAction(f"{word} {neighbour.level}: {neighbour.code}", go)
    return menu
