"""One or two columns of open books, side by side."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from codebook_app.gui.open_book import OpenBook
from codebook_app.gui.panels.book_column import BookColumn
from codebook_app.gui.panes import PaneFrame
from codebook_app.gui.theme import Theme

FIRST, SECOND = "Book", "Second book"
"""What the columns are called, for F6 and for screen readers."""


class BookColumns(QSplitter):
    """Knows the columns, and which of them is the active one: the focus was there last."""

    activated = Signal()
    """Another column, or another book of the active one, is the one that is heard."""
    changed = Signal()
    """There is another number of columns."""
    close_asked = Signal(object)
    """The :class:`OpenBook` whose tab is to be closed."""
    menu_asked = Signal(object, QPoint)
    """The menu of an :class:`OpenBook`'s tab was asked for, at a point of the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._widths: tuple[int, ...] = ()
        self.columns: list[BookColumn] = []
        self.frames: list[PaneFrame] = []
        """The columns as panes of the window, from the left."""
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self._active = BookColumn(theme)
        self._take_in(self._active)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def active(self) -> BookColumn:
        """The column that had the focus last."""
        return self._active

    @property
    def other(self) -> BookColumn:
        """The column beside the active one; there must be two."""
        return next(column for column in self.columns if column is not self._active)

    @property
    def several(self) -> bool:
        """Whether there are two."""
        return len(self.columns) > 1

    @property
    def widths(self) -> tuple[int, ...]:
        """How wide the two columns are in pixels, or were when there were two; else empty."""
        return tuple(self.sizes()) if self.several else self._widths

    def column_of(self, book: OpenBook) -> BookColumn:
        """Return the column that holds *book*."""
        return next(column for column in self.columns if book in column.books)

    def activate(self, column: BookColumn) -> None:
        """Make *column* the one that hits and links open in."""
        self._active = column
        self._mark()
        self.activated.emit()

    def add(self) -> BookColumn:
        """Return a new, empty column at the right; a book must be put into it at once."""
        column = BookColumn(self._theme)
        self._take_in(column)
        return column

    def _take_in(self, column: BookColumn) -> None:
        column.switched.connect(lambda: self._on_switched(column))
        column.close_asked.connect(self.close_asked)
        column.menu_asked.connect(self.menu_asked)
        frame = PaneFrame(SECOND if self.columns else FIRST, column, self._theme)
        self.columns.append(column)
        self.frames.append(frame)
        self.addWidget(frame)
        self._on_changed()

    def remove(self, column: BookColumn) -> None:
        """Let *column* go; the other one takes the focus if it had it, and is active."""
        at = self.columns.index(column)
        frame, focus = self.frames[at], QApplication.focusWidget()
        had_focus = focus is not None and frame.isAncestorOf(focus)
        self._widths = tuple(self.sizes())
        del self.columns[at], self.frames[at]
        frame.hide()
        frame.setParent(None)
        frame.deleteLater()
        self.frames[0].rename(FIRST)
        self._on_changed()
        self.activate(self.columns[0])
        if had_focus:
            self._active.current.panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def merge(self) -> None:
        """Put the second column's books behind the first one's; the active one stays in front."""
        if not self.several:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        front, (first, second) = self._active.current, self.columns
        for book in list(second.books):
            second.take(book)
            first.put(book, front=False)
        self.remove(second)
        first.bring_to_front(front)
        if had_focus:
            front.panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_over(self, book: OpenBook) -> None:
        """Move *book*, not the only one of its column, into the other one, made where none is."""
        column = self.column_of(book)
        column.take(book)
        if self.several:
            other = next(one for one in self.columns if one is not column)
            other.put(book)
        else:
            other = self.add()
            other.put(book)
            self.share()
        self.activate(other)

    def share(self, widths: tuple[int, ...] = ()) -> None:
        """Give two columns *widths*, by default those they had; at first the same."""
        widths = widths or self._widths
        if len(widths) != len(self.columns) or any(width <= 0 for width in widths):
            widths = (1000,) * len(self.columns)
        self._widths = widths
        self.setSizes(list(widths))

    def set_active_frame(self, name: str) -> None:
        """Mark the pane of this name as the one with the focus."""
        for frame in self.frames:
            frame.set_active(frame.name == name)

    def _on_changed(self) -> None:
        for column in self.columns:
            column.keep_tabs(self.several)
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        for column in self.columns:
            column.tabs.set_foremost(column is self._active)

    def _on_switched(self, column: BookColumn) -> None:
        if column is self._active:
            self.activated.emit()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        for column in self.columns:
            if now is not None and column is not self._active and column.isAncestorOf(now):
                self.activate(column)
                return
