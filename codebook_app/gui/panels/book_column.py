"""A column of the book pane: the books that are open there, one in front, each with a tab."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from codebook_app.gui.open_book import OpenBook
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.theme import Theme

_WIDEST_TAB = 220


class BookTabs(QTabBar):
    """The tabs, moved by dragging and closed by a middle click or their button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setMovable(True)
        self.setTabsClosable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName("Open books")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        """Give a tab the room of its title, up to a part of the row."""
        hint = super().tabSizeHint(index)
        return QSize(min(hint.width(), self._theme.length(_WIDEST_TAB)), hint.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Close the tab that the middle button was let go on."""
        if event.button() is Qt.MouseButton.MiddleButton:
            at = self.tabAt(event.position().toPoint())
            if at >= 0:
                self.tabCloseRequested.emit(at)
        else:
            super().mouseReleaseEvent(event)


class BookColumn(QWidget):
    """Shows one of its open books; the row of tabs stands over it while there are several.

    Always holds at least one book once the first was put in; closing the last is the caller's.
    """

    switched = Signal()
    """Another book is in front."""
    close_asked = Signal(object)
    """The :class:`OpenBook` whose tab is to be closed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.books: list[OpenBook] = []
        self.tabs = BookTabs(theme, self)
        self._stack = QStackedWidget(self)
        self._tabs_wanted = False
        self.setProperty("role", "pane")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.tabs)
        whole.addWidget(self._stack, 1)
        self.tabs.hide()
        self.tabs.currentChanged.connect(self._on_current_changed)
        self.tabs.tabMoved.connect(self._on_moved)
        self.tabs.tabCloseRequested.connect(lambda at: self.close_asked.emit(self.books[at]))

    @property
    def current(self) -> OpenBook:
        """The book in front."""
        return self.books[self.tabs.currentIndex()]

    @property
    def panel(self) -> BookPanel:
        """The pane of the book in front."""
        return self.current.panel

    def put(self, book: OpenBook, *, front: bool, at: int | None = None) -> None:
        """Take *book* in, at a place in the row or at its end, and bring it to the *front*."""
        place = len(self.books) if at is None else at
        self.books.insert(place, book)
        book.titled.connect(self._show_titles)
        self.tabs.insertTab(place, "")
        self._show_titles()
        if front:
            self.bring_to_front(book)

    def take(self, book: OpenBook) -> None:
        """Let *book* go; the one beside it comes to the front."""
        at = self.books.index(book)
        book.titled.disconnect(self._show_titles)
        if book.awake:
            self._stack.removeWidget(book.panel)
        del self.books[at]
        self.tabs.removeTab(at)
        self._show_titles()

    def bring_to_front(self, book: OpenBook) -> None:
        """Show *book*."""
        self.tabs.setCurrentIndex(self.books.index(book))
        self._on_current_changed(self.tabs.currentIndex())

    def step(self, by: int) -> None:
        """Show the book *by* tabs further, round the ends."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self.books))

    def want_tabs(self, wanted: bool) -> None:
        """Show the row of tabs even over a single book."""
        self._tabs_wanted = wanted
        self.tabs.setVisible(wanted or len(self.books) > 1)

    def _on_current_changed(self, at: int) -> None:
        if not 0 <= at < len(self.books):
            return
        panel = self.books[at].panel
        if self._stack.indexOf(panel) < 0:
            self._stack.addWidget(panel)
        if self._stack.currentWidget() is not panel:
            self._stack.setCurrentWidget(panel)
        self.setFocusProxy(panel)
        self.switched.emit()

    def _on_moved(self, before: int, now: int) -> None:
        self.books.insert(now, self.books.pop(before))

    def _show_titles(self) -> None:
        for at, book in enumerate(self.books):
            title = book.title
            self.tabs.setTabText(at, (title.text or "Book").replace("&", "&&"))
            self.tabs.setTabToolTip(at, f"{title.text}\n{title.book}".strip())
        self.want_tabs(self._tabs_wanted)
