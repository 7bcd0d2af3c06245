"""The middle of the window: the books that are open, in tabs and in one or two columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from codebook_app.domain.page import Entry
from codebook_app.gui.asked import Where
from codebook_app.gui.book_reader import BookReader
from codebook_app.gui.jobs import Worker
from codebook_app.gui.keeping_books import kept_books, kept_tab, restore_books
from codebook_app.gui.kept_books import KeptBooks, KeptTab
from codebook_app.gui.navigation import Navigator
from codebook_app.gui.open_book import OpenBook
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.book_columns import BookColumns
from codebook_app.gui.panels.tab_menu import tab_menu
from codebook_app.gui.places import CONTENTS, Place
from codebook_app.gui.theme import Theme

_REOPENED_AT_MOST = 20


class BookArea(QWidget):
    """Holds the open books. What a hit, a link or a key acts on is :attr:`current`.

    Only the books in front are built and read; the others wait until their tab is chosen.
    """

    shown = Signal(object, object)
    """What a book shows now: the :class:`OpenBook`, and the
    :data:`~codebook_app.gui.book_reader.Found`."""
    visited = Signal(object, object)
    """A :class:`Place` the person opened, and what stands there."""
    switched = Signal()
    """Another book is the current one."""
    note_requested = Signal(str, str)
    """The person's own note on a code is to be written on: its code set and the code."""
    code_focused = Signal(str, str)
    """Another code is in focus in the current book: its code set and the code, or both ""."""
    add_requested = Signal(str, str)
    """A code, as printed, that is to go to the encounter, and its code set."""
    history_changed = Signal(bool, bool)
    """Whether the current book has a way back, and a way forward."""
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
        self._closed: list[KeptTab] = []
        self.columns = BookColumns(theme, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)
        self.columns.active.put(self._new_book())
        self.columns.activated.connect(self._follow_current)
        self.columns.close_asked.connect(self.close_book)
        self.columns.menu_asked.connect(self._show_menu)

    # What is open -------------------------------------------------------------------------

    @property
    def current(self) -> BookPanel:
        """The pane of the book that had the focus last."""
        return self.book.panel

    @property
    def book(self) -> OpenBook:
        """The book that had the focus last."""
        return self.columns.active.current

    @property
    def navigator(self) -> Navigator:
        """What brings pages into the current book."""
        return self.book.navigator

    @property
    def books(self) -> Iterator[OpenBook]:
        """All open books, column by column in the order of their tabs."""
        return (book for column in self.columns.columns for book in column.books)

    @property
    def is_split(self) -> bool:
        """Whether there are two columns."""
        return self.columns.several

    def take_focus(self) -> None:
        """Give the focus to the current book."""
        self.current.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What is shown in it ------------------------------------------------------------------

    def open(self, place: Place) -> None:
        """Open *place* in the current book and put the focus there."""
        self.navigator.open(place)

    def open_apart(self, place: Place) -> None:
        """Open *place* in a tab of its own, next to the current one, and put the focus there."""
        self._open_tab().navigator.open(place)

    def open_beside(self, place: Place) -> None:
        """Show *place* in the other column, which is made where there is none.

        The focus stays where it is, so that one can walk an index and see its codes beside it.
        """
        self._beside().open(place, focus=False)

    def back(self) -> None:
        """Return to the place before, in the current book."""
        self.navigator.back()

    def forward(self) -> None:
        """Go where the person came back from, in the current book."""
        self.navigator.forward()

    def turn_page(self, which: int) -> None:
        """Open the previous (0) or the following (1) page, if there is one."""
        self.current.turn_page(which)

    def find_on_page(self) -> None:
        """Find words on the page of the current pane."""
        self.current.find_on_page()

    def copy_code(self) -> None:
        """Put the code in focus on the clipboard."""
        self.current.copy_code()

    def show_entry(self, entry: Entry) -> None:
        """Show what else is known of the code in focus."""
        self.current.show_entry(entry)

    # Tabs -----------------------------------------------------------------------------------

    def new_tab(self) -> None:
        """Open a tab on what there is to read."""
        self.open_apart(CONTENTS)

    def close_tab(self) -> None:
        """Close the current tab; the last of all stays."""
        self.close_book(self.book)

    def close_book(self, book: OpenBook) -> None:
        """Close the tab of *book*, and its column with the last one; the last of all stays."""
        column = self.columns.column_of(book)
        if len(column.books) == 1 and not self.is_split:
            self.said.emit("This is the only book that is open; it stays.")
            return
        self._closed.append(kept_tab(book))
        del self._closed[:-_REOPENED_AT_MOST]
        if len(column.books) == 1:
            self.columns.remove(column)
        else:
            column.take(book)
        book.close()
        book.deleteLater()

    def close_others(self, book: OpenBook) -> None:
        """Close the tabs beside *book* in its column."""
        for other in [one for one in self.columns.column_of(book).books if one is not book]:
            self.close_book(other)

    def reopen_tab(self) -> None:
        """Open the tab closed last, where it was."""
        if not self._closed:
            self.said.emit("No tab was closed.")
            return
        tab = self._closed.pop()
        self._open_tab().navigator.open(Place.parse(tab.place))

    def step_tab(self, by: int) -> None:
        """Show the book *by* tabs further in the current column, round the ends."""
        self.columns.active.step(by)

    # Columns --------------------------------------------------------------------------------

    def split(self) -> None:
        """Show two columns, the second at the place of the current book; else do nothing."""
        if self.is_split:
            return
        book = self._new_book()
        book.restore(self.book.place, self.book.title)
        self.columns.add().put(book)
        self.columns.share()

    def unsplit(self) -> None:
        """Show one column; the second one's tabs stand behind the first one's."""
        self.columns.merge()

    def toggle_split(self) -> None:
        """Show two columns, or one again."""
        if self.is_split:
            self.unsplit()
        else:
            self.split()

    def move_beside(self, book: OpenBook | None = None) -> None:
        """Move the tab of *book*, by default the current one, into the other column."""
        book = book or self.book
        if len(self.columns.column_of(book).books) == 1:  # which would leave its column empty
            self.toggle_split()
            return
        self.columns.move_over(book)
        self.take_focus()

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

    # Between starts -------------------------------------------------------------------------

    def kept(self) -> KeptBooks:
        """Return what is open, for the next start."""
        return kept_books(self.columns)

    def restore(self, kept: KeptBooks) -> None:
        """Open what was open; only what stands in front is read now."""
        restore_books(self.columns, kept, self._new_book)

    # Within ---------------------------------------------------------------------------------

    def _new_book(self) -> OpenBook:
        book = OpenBook(self._theme, self._reader, self._worker, self._word)
        book.setParent(self)
        book.set_date(self._on)
        book.visited.connect(self.visited)
        book.said.connect(self.said)
        book.went_wrong.connect(self.went_wrong)
        book.add_requested.connect(self.add_requested)
        book.note_requested.connect(self.note_requested)
        book.elsewhere_wanted.connect(self._go_elsewhere)
        book.shown.connect(lambda found: self.shown.emit(book, found))
        book.code_focused.connect(lambda *code: self._on_code_focused(book, *code))
        book.focus_wanted.connect(lambda: self._on_focus_wanted(book))
        book.navigator.history_changed.connect(lambda *ways: self._on_history(book, *ways))
        return book

    def _open_tab(self) -> OpenBook:
        # What was only glanced at before it is opened apart goes back to what it covered.
        self.navigator.leave_glance()
        book = self._new_book()
        column = self.columns.active
        column.put(book, at=column.tabs.currentIndex() + 1)
        return book

    def _go_elsewhere(self, where: Where, go: Callable[[Navigator, bool], None]) -> None:
        apart = where is Where.APART
        go(self._open_tab().navigator if apart else self._beside(), apart)

    def _beside(self) -> Navigator:
        """Return what brings pages into the other column, which is made where there is none."""
        self.navigator.leave_glance()
        self.split()
        self.said.emit("Shown in the other column; F6 goes there.")
        return self.columns.other.current.navigator

    def _show_menu(self, book: OpenBook, point: QPoint) -> None:
        menu = tab_menu(self, book)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def _follow_current(self) -> None:
        """Tell what the current book shows: another one may be."""
        panel, navigator = self.current, self.navigator
        self.setFocusProxy(panel)
        self.history_changed.emit(navigator.can_back, navigator.can_forward)
        panel.tell_focus()
        self.switched.emit()

    def _on_code_focused(self, book: OpenBook, code_set: str, code: str) -> None:
        if book is self.book:
            self.code_focused.emit(code_set, code)

    def _on_history(self, book: OpenBook, can_back: bool, can_forward: bool) -> None:
        if book is self.book:
            self.history_changed.emit(can_back, can_forward)

    def _on_focus_wanted(self, book: OpenBook) -> None:
        if book is self.book:
            self.take_focus()
