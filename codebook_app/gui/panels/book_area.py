"""The middle of the window: the books that are open, in tabs and in one or two columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from codebook_app.domain.index_page import IndexPage
from codebook_app.domain.index_term import IndexTarget
from codebook_app.domain.page import Entry
from codebook_app.gui.book_reader import BookReader, Found
from codebook_app.gui.jobs import Worker
from codebook_app.gui.navigation import Navigator
from codebook_app.gui.open_book import OpenBook
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.book_column import BookColumn
from codebook_app.gui.places import Place
from codebook_app.gui.theme import Theme


class BookArea(QWidget):
    """Holds the open books. What a hit, a link or a key acts on is :attr:`current`.

    Only the books in front are built and read; the others wait until their tab is chosen.
    """

    shown = Signal(object)
    """What the current book shows now, a :data:`~codebook_app.gui.book_reader.Found`."""
    switched = Signal()
    """Another book is the current one."""
    code_focused = Signal(str, str)
    """Another code is in focus in the current book: its code set and the code, or both ""."""
    add_requested = Signal(str, str)
    """A code, as printed, that is to go to the encounter, and its code set."""
    history_changed = Signal(bool, bool)
    """Whether the current book has a way back, and a way forward."""
    focus_wanted = Signal()
    """The focus belongs into the current book now."""
    said = Signal(str)
    """One line for the status bar."""
    went_wrong = Signal(object, str)
    """A fault that needs a dialog, and what was being done."""

    def __init__(
        self, theme: Theme, reader: BookReader, worker: Worker, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reader = reader
        self._worker = worker
        self._word = ""
        self._on: date | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._columns = [self._new_column()]
        self._active = self._columns[0]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
        self._active.put(self._new_book(), front=True)
        self._follow_current()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    # What is open -------------------------------------------------------------------------

    @property
    def current(self) -> BookPanel:
        """The pane of the book that had the focus last."""
        return self._active.current.panel

    @property
    def book(self) -> OpenBook:
        """The book that had the focus last."""
        return self._active.current

    @property
    def navigator(self) -> Navigator:
        """What brings pages into the current book."""
        return self.book.navigator

    @property
    def books(self) -> Iterator[OpenBook]:
        """All open books, column by column in the order of their tabs."""
        return (book for column in self._columns for book in column.books)

    def open(self, place: Place) -> None:
        """Open *place* in the current book and put the focus there."""
        self.navigator.open(place)

    def open_apart(self, place: Place) -> None:
        """Open *place* in a tab of its own, behind the current one's right edge, and show it."""
        self._open_tab().navigator.open(place)

    def back(self) -> None:
        """Return to the place before, in the current book."""
        self.navigator.back()

    def forward(self) -> None:
        """Go where the person came back from, in the current book."""
        self.navigator.forward()

    def turn_page(self, which: int) -> None:
        """Open the previous (0) or the following (1) page, if there is one."""
        self.current.header.open_neighbour(which)

    def copy_code(self) -> None:
        """Put the code in focus on the clipboard."""
        self.current.copy_code()

    def show_entry(self, entry: Entry) -> None:
        """Show what else is known of the code in focus."""
        self.current.show_entry(entry)

    def close_tab(self) -> None:
        """Close the current tab; the last one stays."""
        self._close(self.book)

    def step_tab(self, by: int) -> None:
        """Show the book *by* tabs further in the current column, round the ends."""
        self._active.step(by)

    # What all books are told --------------------------------------------------------------

    def set_date(self, on: date | None) -> None:
        """Read the release in force on another date of service."""
        self._on = on
        for book in self.books:
            book.set_date(on)

    def release_came(self, word: str, first: Place) -> None:
        """Show what a new release holds; where nothing is shown yet, *first*."""
        self._word = word
        for book in self.books:
            book.release_came(word, first)

    def no_release(self, word: str) -> None:
        """Say that there is nothing to read yet."""
        self._word = word
        for book in self.books:
            book.no_release(word)

    def close_books(self) -> None:
        """Drop every page under way."""
        for book in self.books:
            book.navigator.close()

    # Within ---------------------------------------------------------------------------------

    def _new_column(self) -> BookColumn:
        column = BookColumn(self._theme, self)
        column.switched.connect(lambda: self._on_switched(column))
        column.close_asked.connect(self._close)
        self._splitter.addWidget(column)
        return column

    def _new_book(self) -> OpenBook:
        book = OpenBook(self._theme, self._reader, self._worker, self._word)
        book.setParent(self)
        book.set_date(self._on)
        book.said.connect(self.said)
        book.went_wrong.connect(self.went_wrong)
        book.add_requested.connect(self.add_requested)
        book.code_focused.connect(lambda *code: self._on_code_focused(book, *code))
        book.apart_wanted.connect(self.open_apart)
        book.term_apart_wanted.connect(self._open_term_apart)
        book.shown.connect(lambda found: self._on_shown(book, found))
        book.focus_wanted.connect(lambda: self._on_focus_wanted(book))
        book.navigator.history_changed.connect(lambda *ways: self._on_history(book, *ways))
        return book

    def _open_tab(self) -> OpenBook:
        book = self._new_book()
        column = self._active
        column.put(book, front=True, at=column.tabs.currentIndex() + 1)
        return book

    def _open_term_apart(self, page: IndexPage, target: IndexTarget) -> None:
        self._open_tab().navigator.follow(page, target)

    def _close(self, book: OpenBook) -> None:
        column = next(column for column in self._columns if book in column.books)
        if len(column.books) == 1:
            return
        had_focus = column is self._active
        column.take(book)
        book.close()
        book.deleteLater()
        if had_focus:
            self.focus_wanted.emit()

    def _on_switched(self, column: BookColumn) -> None:
        if column is self._active:
            self._follow_current()

    def _follow_current(self) -> None:
        """Hear the panel in front, and tell what it shows."""
        panel = self.current
        self.setFocusProxy(panel)
        navigator = self.navigator
        self.history_changed.emit(navigator.can_back, navigator.can_forward)
        panel.tell_focus()
        self.switched.emit()

    def _on_shown(self, book: OpenBook, found: Found) -> None:
        if book is self.book:
            self.shown.emit(found)

    def _on_code_focused(self, book: OpenBook, code_set: str, code: str) -> None:
        if book is self.book:
            self.code_focused.emit(code_set, code)

    def _on_history(self, book: OpenBook, can_back: bool, can_forward: bool) -> None:
        if book is self.book:
            self.history_changed.emit(can_back, can_forward)

    def _on_focus_wanted(self, book: OpenBook) -> None:
        if book is self.book:
            self.focus_wanted.emit()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        for column in self._columns:
            if now is not None and column is not self._active and column.isAncestorOf(now):
                self._active = column
                self._follow_current()
