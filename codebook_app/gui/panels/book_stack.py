"""The views of the book pane, one in front: rows for most pages, and one for each other kind."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from codebook_app.gui.asked import Asked
from codebook_app.gui.panels.book_page import BookPage
from codebook_app.gui.panels.book_view import BookView, MovingView, TermView
from codebook_app.gui.panels.book_views import view_makers
from codebook_app.gui.places import Place, place_of_term
from codebook_app.gui.theme import Theme


class BookStack(QStackedWidget):
    """Shows :attr:`rows`, or the view of another kind of page, made when one first comes.

    Whatever view is in front is heard through the stack's own signals, named as those of a
    :class:`~codebook_app.gui.panels.book_view.BookView`.
    """

    opened = Signal(str)
    opened_apart = Signal(str)
    add_pressed = Signal()
    copy_pressed = Signal()
    neighbour_pressed = Signal(int)
    focused = Signal()
    moved = Signal(str)
    """The place that would show what is shown now, where the person went on within a page."""
    typed = Signal(str)
    """A letter that is to find a row of a table."""
    menu_asked = Signal(QPoint)
    """A menu for what is in focus in a table is wanted at this point of the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._makers = view_makers()
        self._views: dict[str, BookView] = {}
        self.rows = BookPage(theme, self)
        self.addWidget(self.rows)
        self._front = cast("BookView", self.rows)
        self.hear(self._front)
        self.rows.focused.connect(self.focused)

    @property
    def front(self) -> BookView:
        """The view that is shown."""
        return self._front

    @property
    def shows_rows(self) -> bool:
        """Whether :attr:`rows` is what is shown."""
        return self.currentWidget() is self.rows

    @property
    def table(self) -> TermView | None:
        """The view in front where it is a table read by a term."""
        return self._front if isinstance(self._front, TermView) else None

    @property
    def shows_index(self) -> bool:
        """Whether an index or a table is shown, from which nothing is coded alone."""
        return self.table is not None or (self.shows_rows and self.rows.index_page is not None)

    def has_view_for(self, found: object) -> bool:
        """Whether *found* is of a kind that has a view of its own."""
        return type(found).__name__ in self._makers

    def show_rows(self) -> None:
        """Bring the rows to the front."""
        self._bring(cast("BookView", self.rows))

    def bring_view_of(self, found: object) -> BookView:
        """Bring the view for a page of another kind to the front and return it."""
        kind = type(found).__name__
        if kind not in self._views:
            made = self._makers[kind](self._theme, self)
            view = cast("BookView", made)
            self.hear(view)
            view.focused.connect(self.focused)
            if isinstance(view, MovingView):
                view.moved.connect(self.moved)
            if isinstance(view, TermView):
                view.typed.connect(self.typed)
                view.menu_asked.connect(self.menu_asked)
            self.addWidget(made)
            self._views[kind] = view
        view = self._views[kind]
        self._bring(view)
        return view

    def asked(self, target: str) -> Asked:
        """Return what the link *target* of the view in front asks for."""
        table = self.table
        referred = table.see_target(target) if table is not None else self.rows.see_target(target)
        if referred is None:
            return Asked(target)
        page = table.term_page() if table is not None else self.rows.index_page
        return Asked("", page, referred)

    def stands_at(self) -> Place | None:
        """Return the place of the term or the row in focus in an index, None on other pages."""
        if (table := self.table) is not None:
            return table.place()
        page, term = self.rows.index_page, self.rows.current_term()
        if not self.shows_rows or page is None or term is None:
            return None
        return place_of_term(page, term.term.id)

    def take_focus(self) -> None:
        """Give the focus to the view in front."""
        cast("QWidget", self._front).setFocus(Qt.FocusReason.OtherFocusReason)

    def hear(self, view: BookView) -> None:
        """Pass on what is pressed in *view*, which may stand outside the stack."""
        view.opened.connect(self.opened)
        view.opened_apart.connect(self.opened_apart)
        view.add_pressed.connect(self.add_pressed)
        view.copy_pressed.connect(self.copy_pressed)
        view.neighbour_pressed.connect(self.neighbour_pressed)

    def _bring(self, view: BookView) -> None:
        if view is self._front:
            return
        widget, focus = cast("QWidget", view), QApplication.focusWidget()
        # The focus goes over to the new view, which else would lose it with the old one.
        had_focus = focus is not None and self.isAncestorOf(focus)
        self._front = view
        self.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        if had_focus:
            self.take_focus()
