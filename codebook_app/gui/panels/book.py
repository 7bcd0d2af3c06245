"""The book pane: one page of a book with its head, and what governs the code in focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.page import Page
from codebook_app.gui.asked import Where
from codebook_app.gui.book_reader import Contents, Found
from codebook_app.gui.found_titles import found_title
from codebook_app.gui.models.aside_rows import NOTE
from codebook_app.gui.panels.book_frame import BookFrame
from codebook_app.gui.panels.book_menu import book_menu
from codebook_app.gui.panels.book_view import BookView
from codebook_app.gui.panels.page_crumbs import code_crumbs
from codebook_app.gui.places import ICF, Place, other_way
from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from codebook_app.domain.group_page import GroupPage


class BookPanel(BookFrame):
    """Shows one page of a book, or what there is to open.

    Knows nothing of where pages come from: it asks for a page by :attr:`open_requested` and is
    given it by :meth:`show_found`. The tabular, the index and the contents are rows in
    :attr:`view`; every other kind of page has a view of its own, made when it is first needed.
    """

    open_requested = Signal(str)
    """The text of a place to open, or a bare code of the code set that is shown."""
    see_requested = Signal(object, object)
    """A term that another one refers to: the page it stands on, and the :class:`IndexTarget`."""
    elsewhere_requested = Signal(object, object)
    """A :class:`Where` other than here, and what is :class:`Asked` for."""
    add_requested = Signal(str)
    """The code, as printed, that is to go to the encounter."""
    check_first = Signal(str)
    """Why a code was opened in place of being added, in one line."""
    code_focused = Signal(str, str)
    """Another code is in focus: its code set and the code, both "" where none is."""
    note_requested = Signal(str, str)
    """The person's own note is to be written on: its code set and its code."""
    stood_at = Signal(object)
    """The :class:`Place` in an index that is left, and to be come back to."""
    glance_requested = Signal(str)
    """The text of a place to show without taking the focus, and without a trace once left."""
    back_requested = Signal()
    forward_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._groups: GroupPage | None = None
        self._connect()
        self.show_message("")

    # What is shown ------------------------------------------------------------------------

    def show_found(self, found: Found, word: str = "") -> None:
        """Show what a place turned out to be; *word* on the release stands over the contents."""
        if self.stack.has_view_for(found):
            self._show_other(found)
        elif isinstance(found, Page):
            self.show_page(found)
        elif isinstance(found, IndexPage):
            self.show_index(found)
        elif isinstance(found, Contents):
            self.show_welcome(found, word)

    def show_page(self, page: Page) -> None:
        """Show *page* with the line that was asked for in focus."""
        self.stack.show_rows()
        self.index.clear()
        self._code_set = page.choice.release.code_set
        self.header.show_page(page)
        if not self.view.show_page(page):
            self._on_focused()

    def show_index(self, page: IndexPage) -> None:
        """Show a main term with all its subterms, and the one that was asked for in focus."""
        self.stack.show_rows()
        self._code_set = page.choice.release.code_set
        self.header.show_index(page)
        self._forget_codes()
        self.index.forget()
        if not self.view.show_page(page):
            self._on_focused()
        self.index.show_index(page, self.view)

    def show_welcome(self, contents: Contents | None, word: str) -> None:
        """Show how to begin, *word* on the release, and what there is to browse."""
        self._begin_rows()
        self.view.show_contents(contents, word)
        if contents is None:
            self.index.clear()
        else:
            self.index.show_contents(contents)
        self.header.clear(self.view.title)
        self._code_set = contents.code_set if contents is not None else ""

    def show_message(self, text: str) -> None:
        """Show a few words of *text* in place of a page."""
        self._begin_rows()
        self.index.clear()
        self.view.show_message(text)
        self.header.clear(self.view.title)

    # What is in focus ---------------------------------------------------------------------

    def tell_focus(self) -> None:
        """Tell again what is in focus: the pane has become the one that is heard."""
        self._on_focused()

    @property
    def has_something_to_add(self) -> bool:
        """Whether :meth:`add_current` has a use for what is in focus."""
        return self.shows_index or bool(self.shown_view.current_codes())

    def add_current(self) -> None:
        """Ask for the code in focus to be added; from an index it is opened to be checked first.

        Where the index gave a second code with it, both are added, the etiology first.
        """
        if self.shows_index:
            self._check_first()
        elif self.pair.stands_for(self.current_code()):
            self.pair.add(self.current_code())
        elif codes := self.shown_view.current_codes():
            for code in codes:
                self.add_requested.emit(self.qualifiers.qualified(code))
        elif self.shows_rows and (modifier := self.view.modifier_in_focus()):
            self.check_first.emit(
                f"{modifier} is a modifier: it is appended to a procedure's code and cannot be a "
                "line of its own."
            )

    def open_current(self, where: Where) -> None:
        """Open what Enter would open, in a tab of its own or in the other column."""
        self._ask(self.shown_view.current_target(), where)

    def turn_page(self, which: int) -> None:
        """Open the previous (0) or the following (1) page of the same level, if there is one."""
        if (table := self.stack.table) is not None:
            table.step_main(1 if which else -1)
        else:
            self.header.open_neighbour(which)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take letters that nothing else had a use for.

        Finding in a main term on F, the first letters in a list of main terms, the beginning of a
        qualifier of the ICF.
        """
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        begins = self.qualifiers.begin(event.text())
        if not begins and not (plain and self.index.hears(event.text())):
            super().keyPressEvent(event)

    # Within ---------------------------------------------------------------------------------

    def _open(self, target: str) -> None:
        found = self.view.pair_in_focus(target) if self.shows_rows else None
        if found is not None or not self._is_of_pair(target):
            self.pair.take(found)
        self._ask(target, Where.HERE)

    def _is_of_pair(self, target: str) -> bool:
        """Whether *target* is the other code of the pair that is offered over this page."""
        return self.page is not None and self.pair.stands_for(
            Place.parse(target, self._code_set).code
        )

    def _ask(self, target: str, where: Where) -> None:
        """Ask for what *target*, a link or a row, leads to."""
        if target.startswith(NOTE):
            self.note_requested.emit(self._code_set, target.removeprefix(NOTE))
        elif target:
            asked = self.stack.asked(target)
            if where is not Where.HERE:
                self.elsewhere_requested.emit(where, asked)
                return
            if (stands := self.stack.stands_at()) is not None:
                self.stood_at.emit(stands)
            if asked.term is not None:
                self.see_requested.emit(asked.page, asked.term)
            else:
                self.open_requested.emit(asked.place)

    def _check_first(self) -> None:
        """Open what the term or the cell in focus leads to, and say that it is to be checked."""
        term, code = self.current_term(), self.printed_code()
        self._open(self.shown_view.current_target() if term is None else term.target)
        if not code:
            return
        pair = self.pair.pair
        adds = f"{pair.first} and {pair.second}, in this order" if pair is not None else "it"
        self.check_first.emit(
            f"Never code from the index alone: check {code} here, with its notes; "
            f"Ctrl+Enter then adds {adds}."
        )

    def _connect(self) -> None:
        self.header.opened.connect(self._open)
        self.header.back_pressed.connect(self.back_requested)
        self.header.forward_pressed.connect(self.forward_requested)
        stack, index = self.stack, self.index
        stack.hear(cast("BookView", self.governing.notes))
        stack.opened.connect(self._open)
        stack.opened_apart.connect(lambda target: self._ask(target, Where.APART))
        stack.add_pressed.connect(self.add_current)
        stack.copy_pressed.connect(self.copy_code)
        stack.neighbour_pressed.connect(self.turn_page)
        stack.focused.connect(self._on_focused)
        stack.typed.connect(index.begin_find)
        stack.menu_asked.connect(self._pop_up_menu)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.scrolled.connect(self._on_scrolled)
        self.model.dataChanged.connect(self._on_opened_or_closed)
        self.governing.add_pressed.connect(self.add_current)
        index.opened.connect(self.open_requested)
        index.glanced.connect(self.glance_requested)
        index.entered.connect(lambda: self._open(self.shown_view.current_target()))
        index.stepped.connect(self.view.step)
        index.check_pressed.connect(self.add_current)
        index.left.connect(stack.take_focus)
        self.pair.strip.opened.connect(self._open)
        self.pair.open_requested.connect(self.open_requested)
        self.pair.add_requested.connect(self.add_requested)
        self.pair.said.connect(self.check_first)
        self.qualifiers.add_pressed.connect(self.add_current)
        self.qualifiers.left.connect(stack.take_focus)

    def _begin_rows(self) -> None:
        self.stack.show_rows()
        self._forget_codes()
        self.code_focused.emit("", "")

    def _forget_codes(self) -> None:
        """Take away what stands around a code of the tabular."""
        self.qualifiers.offer("")
        self.pair.forget()
        self.governing.hide()

    def _show_other(self, found: Any) -> None:
        from codebook_app.domain.group_page import GroupPage
        from codebook_app.domain.procedure_page import ProcedurePage

        # First, so that what it tells of its focus is not the old view's.
        view = self.stack.bring_view_of(found)
        self._code_set = found.choice.release.code_set
        self._groups = found if isinstance(found, GroupPage) else None
        if isinstance(found, GroupPage):
            self.header.show_page(found)
            self.header.show_link("")
        else:
            neighbours = found.neighbours if isinstance(found, ProcedurePage) else ("", "")
            book = found.book.label if isinstance(found, TablePage) else ""
            self.header.show_other(found.choice, found_title(found).text, neighbours, book)
        self._forget_codes()
        self.index.forget()
        view.show_page(found)
        if (table := self.stack.table) is not None:
            self.index.show_table(table)
        else:
            self.index.clear()
        self._on_focused()

    def _on_focused(self) -> None:
        if not self.shows_rows:
            self._on_other_focused(self.current_code())
            return
        path = self.view.path()
        if path is None:
            return
        self.header.show_path(*path)
        page, row = self.view.tabular, self.view.current_row()
        self.qualifiers.offer(self.current_code() if self._code_set == ICF else "")
        self.header.show_link(*other_way(self._code_set, row.code if row is not None else ""))
        if page is None or row is None:
            self.code_focused.emit("", "")
            return
        self.pair.follow(self.current_code())
        on_page = row.code == page.heading.code and self.view.inherited_stand_open
        self.governing.show_code(page, row, on_page=on_page)
        if self._code_set == ICF and not self.governing.has_rows:
            self.governing.hide()  # the qualifiers' strip names the code already, and adds it
        self.code_focused.emit(self._code_set, row.code)

    def _on_other_focused(self, code: str) -> None:
        if self._groups is not None:
            self.header.show_path(code_crumbs((self._groups.heading,), code), code)
        self.code_focused.emit(self._code_set if code else "", code)
        if (table := self.stack.table) is not None:
            self.header.show_path(*table.path())
            self.index.follow()

    def _on_scrolled(self) -> None:
        # A page behind another view settles too, long after it was left.
        if not self.shows_rows or self.view.index_page is None:
            return
        if (path := self.view.path()) is not None:
            self.header.show_path(*path)

    def _on_opened_or_closed(self) -> None:
        if self.view.note_inherited():
            self._on_focused()

    def _show_menu(self, point: QPoint) -> None:
        self._pop_up_menu(self.view.viewport().mapToGlobal(self.view.menu_place(point)))

    def _pop_up_menu(self, point: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def menu(self) -> QMenu:
        """Return the context menu for the line in focus."""
        return book_menu(self)
