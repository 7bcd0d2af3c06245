"""A column of the book area: the books that are open there, one in front, each with a tab."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from codebook_app.gui.open_book import OpenBook
from codebook_app.gui.panels.book_tabs import BookTabs
from codebook_app.gui.theme import Theme


class BookColumn(QWidget):
    """Shows one of its open books; the row of tabs stands over it while there are several.

    Holds at least one book once the first was put in, except while the area takes it apart.
    """

    switched = Signal()
    """Another book is in front."""
    close_asked = Signal(object)
    """The :class:`OpenBook` whose tab is to be closed."""
    menu_asked = Signal(object, QPoint)
    """The menu of an :class:`OpenBook`'s tab was asked for, at a point of the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.books: list[OpenBook] = []
        self.tabs = BookTabs(theme, self)
        self._stack = QStackedWidget(self)
        self._always_tabs = False
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.tabs)
        whole.addWidget(self._stack, 1)
        self.tabs.hide()
        self.tabs.currentChanged.connect(self._on_current_changed)
        self.tabs.tabMoved.connect(self._on_moved)
        self.tabs.tabCloseRequested.connect(lambda at: self.close_asked.emit(self.books[at]))
        self.tabs.menu_asked.connect(lambda at, point: self.menu_asked.emit(self.books[at], point))

    @property
    def current(self) -> OpenBook:
        """The book in front."""
        return self.books[self.tabs.currentIndex()]

    def put(self, book: OpenBook, *, front: bool = True, at: int | None = None) -> None:
        """Take *book* in, at a place in the row or at its end, and bring it to the *front*."""
        place = len(self.books) if at is None else at
        self.books.insert(place, book)
        book.titled.connect(self._show_titles)
        # What is put in behind must not be brought to the front, and so be read, by the tab bar.
        self.tabs.blockSignals(True)
        self.tabs.insertTab(place, "")
        self.tabs.blockSignals(False)
        self._show_titles()
        if front:
            self.bring_to_front(book)

    def take(self, book: OpenBook) -> None:
        """Let *book* go; the one beside it comes to the front."""
        at = self.books.index(book)
        book.titled.disconnect(self._show_titles)
        has_focus = self._has_focus()
        if book.awake:
            self._stack.removeWidget(book.panel)
        del self.books[at]
        self.tabs.removeTab(at)
        self._show_titles()
        if has_focus and self.books:
            self.current.panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring_to_front(self, book: OpenBook) -> None:
        """Show *book*."""
        at = self.books.index(book)
        if at != self.tabs.currentIndex():
            self.tabs.setCurrentIndex(at)
        else:
            self._on_current_changed(at)

    def step(self, by: int) -> None:
        """Show the book *by* tabs further, round the ends."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self.books))

    def keep_tabs(self, always: bool) -> None:
        """Show the row of tabs *always*, even over a single book."""
        if always and not self._always_tabs:
            self._always_tabs = True
            self._show_titles()
        self._always_tabs = always
        self.tabs.setVisible(always or len(self.books) > 1)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self._stack.isAncestorOf(focus)

    def _on_current_changed(self, at: int) -> None:
        if not 0 <= at < len(self.books):
            return
        has_focus = self._has_focus()
        panel = self.books[at].panel
        if self._stack.indexOf(panel) < 0:
            self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        self.setFocusProxy(panel)
        if has_focus:
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self.switched.emit()

    def _on_moved(self, before: int, now: int) -> None:
        self.books.insert(now, self.books.pop(before))
        self._show_titles()

    def _show_titles(self) -> None:
        # A single book has no row of tabs to draw titles for.
        self.keep_tabs(self._always_tabs)
        if self._always_tabs or len(self.books) > 1:
            self.tabs.show_titles([book.title for book in self.books])
