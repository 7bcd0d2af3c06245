"""The parts of the book pane, laid out, and what of them is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from codebook_app.gui.models.page_rows import LineRow, SeventhRow
from codebook_app.gui.panels.book_stack import BookStack
from codebook_app.gui.panels.index_bar import IndexBar
from codebook_app.gui.panels.page_find import FindBar
from codebook_app.gui.panels.page_governing import GoverningNotes
from codebook_app.gui.panels.page_header import PageHeader
from codebook_app.gui.panels.pair_offer import PairOffer
from codebook_app.gui.panels.qualifier_slot import QualifierSlot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codebook_app.domain.notebook import OwnNote
    from codebook_app.domain.page import Entry, Page
    from codebook_app.gui.models.index_rows import TermRow
    from codebook_app.gui.panels.book_view import BookView
    from codebook_app.gui.theme import Theme


class BookFrame(QWidget):
    """Head, bars, views and governing notes over each other; knows what is in focus there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._code_set = ""
        self.header = PageHeader(theme, self)
        self.stack = BookStack(theme, self)
        self.view = self.stack.rows
        self.model = self.view.page_model
        self.governing = GoverningNotes(theme, self)
        self.find_bar: FindBar | None = None
        self.index = IndexBar(theme, self)
        self.pair = PairOffer(theme, self)
        self.qualifiers = QualifierSlot(theme, self)
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.header, self.pair.strip, self.index):
            whole.addWidget(part)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.qualifiers)
        whole.addWidget(self.governing)
        self.setFocusProxy(self.stack)
        self.stack.setFocusProxy(self.view)
        self.setAccessibleName("Book")

    @property
    def code_set(self) -> str:
        """The code set that is shown, "" before the first page."""
        return self._code_set

    @property
    def page(self) -> Page | None:
        """The page of the tabular that is shown."""
        return self.view.tabular if self.shows_rows else None

    @property
    def shows_rows(self) -> bool:
        """Whether :attr:`view` is what is shown, and no other kind of view."""
        return self.stack.shows_rows

    @property
    def shows_index(self) -> bool:
        """Whether an index or a table is shown, from which nothing is coded alone."""
        return self.stack.shows_index

    @property
    def shown_view(self) -> BookView:
        """The view that shows what was found last."""
        return self.stack.front

    def show_notebook(
        self, notes: Mapping[str, tuple[OwnNote, ...]], favourites: frozenset[str]
    ) -> None:
        """Show at their codes what the person wrote and marked in the code set that is shown."""
        self.model.set_own_notes(notes)
        self.model.set_favourites(favourites)

    def show_entry(self, entry: Entry) -> None:
        """Show what else is known of the code in focus, unless the focus has gone on."""
        if self.shows_rows:
            self.governing.show_entry(entry)

    def set_history(self, can_back: bool, can_forward: bool) -> None:
        """Say whether there are pages to go back or forward to."""
        self.header.set_history(can_back=can_back, can_forward=can_forward)

    def current_code(self) -> str:
        """Return the code in focus as printed, "" for none and on a chapter or section."""
        return self.shown_view.current_code()

    def current_row(self) -> LineRow | SeventhRow | None:
        """Return the line or seventh character in focus, None for none."""
        return self.view.current_row() if self.shows_rows else None

    def current_term(self) -> TermRow | None:
        """Return the term of an index in focus, None for none."""
        return self.view.current_term() if self.shows_rows else None

    def printed_code(self) -> str:
        """Return the code in focus as an index or a table prints it, "" for none."""
        if (table := self.stack.table) is not None:
            return table.printed_code()
        term = self.current_term()
        return term.code if term is not None else ""

    def copy_code(self) -> None:
        """Put the code in focus on the clipboard, as printed."""
        row = self.current_row()
        code = row.code if row is not None else self.printed_code() or self.current_code()
        if code:
            QGuiApplication.clipboard().setText(code)

    def copy_code_and_title(self) -> None:
        """Put the code in focus and its title on the clipboard, with a tab between."""
        row = self.current_row()
        if row is not None:
            title = row.title if isinstance(row, SeventhRow) else row.line.code.title
            QGuiApplication.clipboard().setText(f"{row.code}\t{title}")

    def begin_find(self) -> bool:
        """Have words typed to find in what is open; return whether it can be searched so."""
        return self.index.begin_find()

    def find_on_page(self) -> None:
        """Have words typed to find on the page: inside a main term, in a table, or in its rows."""
        if self.begin_find() or not self.shows_rows:
            return
        if self.find_bar is None:
            self.find_bar = FindBar(self.view, self._theme, self)
            self._whole.insertWidget(1, self.find_bar)
        self.find_bar.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self.governing.refit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102, N802
        event.ignore()
