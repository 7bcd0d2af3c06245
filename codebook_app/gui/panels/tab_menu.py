"""The menu of a tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from codebook_app.gui.open_book import OpenBook

if TYPE_CHECKING:
    from codebook_app.gui.panels.book_area import BookArea


def tab_menu(area: BookArea, book: OpenBook) -> QMenu:
    """Return what can be done with the tab of *book*, each with its key."""
    menu = QMenu(area)
    menu.addAction("Close tab\tCtrl+W", lambda: area.close_book(book))
    menu.addAction("Close the other tabs", lambda: area.close_others(book))
    menu.addSeparator()
    menu.addAction("Move to the other column", lambda: area.move_beside(book))
    menu.addAction("Reopen closed tab\tCtrl+Shift+T", area.reopen_tab)
    return menu
