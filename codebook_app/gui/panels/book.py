"""The book pane: the tabular list, read and walked like a printed codebook."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from codebook_app.domain.code import Code
from codebook_app.domain.index_page import IndexPage
from codebook_app.domain.page import Entry, Page
from codebook_app.gui.book_reader import Contents
from codebook_app.gui.models.contents_rows import contents_rows, contents_title
from codebook_app.gui.models.index_rows import (
    SEE,
    LinksRow,
    TermRow,
    index_rows,
    path_to,
    row_of_term,
    see_target,
)
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import page_rows
from codebook_app.gui.models.page_rows import GroupRow, LineRow, Row, SeventhRow, TextRow
from codebook_app.gui.models.page_words import State, named
from codebook_app.gui.panels.book_menu import book_menu
from codebook_app.gui.panels.page_governing import GoverningNotes
from codebook_app.gui.panels.page_header import PageHeader
from codebook_app.gui.panels.page_view import PageView
from codebook_app.gui.theme import Theme

_NOT_ADDED = (State.NONE, State.MODIFIER)
_INHERITED_AT_ONCE = 8
"""So many inherited notes are open from the start; more would push the codes off the page."""


class BookPanel(QWidget):
    """Shows one page of the tabular, or what there is to open.

    Knows nothing of where pages come from: it asks for a page by :attr:`open_requested` and is
    given it by :meth:`show_page`.
    """

    open_requested = Signal(str)
    """The text of a place to open, or a bare code of the code set that is shown."""
    see_requested = Signal(object, object)
    """A term that another one refers to: the :class:`IndexPage`, and the :class:`IndexTarget`."""
    add_requested = Signal(str)
    """The code, as printed, that is to go to the encounter."""
    check_first = Signal(str)
    """Why a code was opened in place of being added, in one line."""
    code_focused = Signal(str, str)
    """Another code is in focus: its code set and the code, both "" where none is."""
    back_requested = Signal()
    forward_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._index: IndexPage | None = None
        self._code_set = ""
        self._inherited_open: bool | None = None
        self.header = PageHeader(theme, self)
        self.model = PageModel(self)
        self.view = PageView(self.model, theme, self)
        self.governing = GoverningNotes(theme, self)
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.governing)
        self.setFocusProxy(self.view)
        self.setAccessibleName("Book")
        self.header.opened.connect(self._open)
        self.header.back_pressed.connect(self.back_requested)
        self.header.forward_pressed.connect(self.forward_requested)
        self.view.focused.connect(self._on_focused)
        for part in (self.view, self.governing.notes):
            part.opened.connect(self._open)
            part.add_pressed.connect(self.add_current)
            part.copy_pressed.connect(self.copy_code)
            part.neighbour_pressed.connect(self.header.open_neighbour)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.governing.add_pressed.connect(self.add_current)
        self.model.dataChanged.connect(self._on_opened_or_closed)
        self.show_message("")

    @property
    def code_set(self) -> str:
        """The code set that is shown, "" before the first page."""
        return self._code_set

    @property
    def page(self) -> Page | None:
        """The page of the tabular that is shown."""
        return self._page

    # What is shown ------------------------------------------------------------------------

    def show_page(self, page: Page) -> None:
        """Show *page* with the line that was asked for in focus.

        The page that is shown already stays as it is and only the focus moves. Where what was asked
        for is a seventh-character code, or a line that needs one, its table is open.
        """
        before, self._page, self._index = self._page, page, None
        self._code_set = page.choice.release.code_set
        self.header.show_page(page)
        if before is not None and _same_lines(before, page):
            # Opened from within: the reader stays where they read.
            asked_for = self._row_asked_for(page)
            self.view.go_to_row(asked_for)
            self._on_focused(asked_for)
            return
        open_inherited = self._inherited_open
        if open_inherited is None:
            open_inherited = len(page.inherited) <= _INHERITED_AT_ONCE
        self.model.show(page_rows(page, inherited_open=open_inherited))
        self.view.setAccessibleName(f"Page {page.heading.code}, {page.heading.title}")
        self.view.show_row(self._row_asked_for(page))

    def show_index(self, page: IndexPage) -> None:
        """Show a main term with all its subterms, and the one that was asked for in focus."""
        before, self._page, self._index = self._index, None, page
        self._code_set = page.choice.release.code_set
        self.header.show_index(page)
        self.governing.hide()
        self.view.setAccessibleName(f"{page.book.label}, {', '.join(page.path)}")
        if before is not None and before.terms == page.terms:
            self.view.go_to_row(row_of_term(self.model.rows, page.focus))
        else:
            self.model.show(index_rows(page))
            self.view.show_row(row_of_term(self.model.rows, page.focus))

    def show_welcome(self, contents: Contents | None, word: str) -> None:
        """Show how to begin, *word* on the release, and what there is to browse."""
        self._show_rows(list(contents_rows(contents, word)), contents_title(contents))
        self._code_set = contents.code_set if contents is not None else ""

    def show_entry(self, entry: Entry) -> None:
        """Show what else is known of the code in focus, unless the focus has gone on."""
        self.governing.show_entry(entry)

    def show_message(self, text: str) -> None:
        """Show a few words of *text* in place of a page."""
        self._show_rows([TextRow(text)] if text else [], "")

    def set_history(self, can_back: bool, can_forward: bool) -> None:
        """Say whether there are pages to go back or forward to."""
        self.header.set_history(can_back=can_back, can_forward=can_forward)

    # What is in focus ---------------------------------------------------------------------

    def current_code(self) -> str:
        """Return the code in focus as printed, "" for none and on a chapter or section."""
        row = self.current_row()
        if row is None or (isinstance(row, LineRow) and row.state in _NOT_ADDED):
            return ""
        return row.code

    @property
    def shows_index(self) -> bool:
        """Whether an index or a table is shown, from which nothing is coded alone."""
        return self._index is not None

    def add_current(self) -> None:
        """Ask for the code in focus to be added; from an index it is opened to be checked first."""
        term = self.current_term()
        if term is not None:
            self._open(term.target)
            if term.code:
                self.check_first.emit(
                    f"Never code from the index alone: check {term.code} here, with its notes; "
                    "Ctrl+Enter then adds it."
                )
        elif code := self.current_code():
            self.add_requested.emit(code)
        elif isinstance(row := self.current_row(), LineRow) and row.state is State.MODIFIER:
            self.check_first.emit(
                f"{row.code} is a modifier: it is appended to a procedure's code and cannot be a "
                "line of its own."
            )

    def copy_code(self) -> None:
        """Put the code in focus on the clipboard, as printed."""
        row = self.current_row() or self.current_term()
        if row is not None and row.code:
            QGuiApplication.clipboard().setText(row.code)

    def copy_code_and_title(self) -> None:
        """Put the code in focus and its title on the clipboard, with a tab between."""
        row = self.current_row()
        if row is not None:
            title = row.title if isinstance(row, SeventhRow) else row.line.code.title
            QGuiApplication.clipboard().setText(f"{row.code}\t{title}")

    def go_previous(self) -> None:
        """Open the previous page of the same level, if there is one."""
        self.header.open_neighbour(0)

    def go_next(self) -> None:
        """Open the following page of the same level, if there is one."""
        self.header.open_neighbour(1)

    def toggle_governing(self) -> None:
        """Show the governing notes of the code in focus, or fold them away."""
        self.governing.set_open(not self.governing.is_open)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self.governing.refit()

    # Within ---------------------------------------------------------------------------------

    def _open(self, target: str) -> None:
        if self._index is not None and target.startswith(SEE):
            if (named_term := see_target(self._index, target)) is not None:
                self.see_requested.emit(self._index, named_term)
        elif target:
            self.open_requested.emit(target)

    def current_term(self) -> TermRow | None:
        """Return the term of an index in focus, None for none."""
        at = self.view.focus_row
        row = self.model.rows[at] if at is not None else None
        return row if isinstance(row, TermRow) else None

    def _show_rows(self, rows: list[Row], title: str) -> None:
        self._page = self._index = None
        self.code_focused.emit("", "")
        self.header.clear(title)
        self.governing.hide()
        self.model.show(rows)
        self.view.setAccessibleName(title or "Book")
        first = next(
            (at for at, row in enumerate(rows) if row.stops and not isinstance(row, LinksRow)),
            None,
        )
        self.view.show_row(first, from_top=True)

    def _row_asked_for(self, page: Page) -> int:
        line = self.model.row_of_line(page.focus)
        if line is None:
            return self.model.row_of_line(page.heading.id) or 0
        self.model.set_open(line, True)
        completed = self.model.row_of(page.focus_code)
        return line if completed is None else completed

    def current_row(self) -> LineRow | SeventhRow | None:
        """Return the line or seventh character in focus, None for none."""
        at = self.view.focus_row
        if at is None:
            return None
        row = self.model.rows[at]
        if isinstance(row, GroupRow):  # what governs the page is the heading's
            row = self.model.rows[self.model.after_members(at)]
        return row if isinstance(row, LineRow | SeventhRow) else None

    def _on_focused(self, _position: int) -> None:
        if self._index is not None and (term := self.current_term()) is not None:
            self.header.show_path((), path_to(self._index, term.term))
            self.code_focused.emit("", "")
            return
        row = self.current_row()
        if self._page is None or row is None:
            return
        lines = {line.code.id: line.code for line in self._page.lines}
        path: list[Code] = [row.line.code] if isinstance(row, SeventhRow) else []
        above = row.line.code.parent_id
        while row.line.code != self._page.heading and above is not None and above in lines:
            path.append(lines[above])
            above = lines[above].parent_id
        here = row.code if isinstance(row, SeventhRow) else named(row.line.code)
        self.header.show_path((*self._page.ancestors, *reversed(path)), here)
        # All that governs the heading stands around it, once the group above it is open.
        group = self._group()
        on_page = row.code == self._page.heading.code and (group is None or group.open)
        self.governing.show_code(self._page, row, on_page=on_page)
        self.code_focused.emit(self._code_set, row.code)

    def _on_opened_or_closed(self) -> None:
        group = self._group()
        if group is not None and self._page is not None:
            by_itself = len(self._page.inherited) <= _INHERITED_AT_ONCE
            if group.open != by_itself or self._inherited_open is not None:
                self._inherited_open = group.open
            self._on_focused(0)

    def _group(self) -> GroupRow | None:
        first = self.model.rows[0] if self.model.rows else None
        return first if isinstance(first, GroupRow) else None

    def _show_menu(self, point: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(self.menu_place(point)))

    def menu_place(self, point: QPoint) -> QPoint:
        """Return where the menu that was asked for at *point* opens in the viewport.

        Asked for by key it opens at the line in focus, not where the pointer happens to rest.
        """
        focus = self.view.focus_row
        if focus is None or self.model.stop_at(self.view.indexAt(point).row()) == focus:
            return point
        return self.view.visualRect(self.model.index(focus)).bottomLeft() + QPoint(80, 0)

    def menu(self) -> QMenu:
        """Return the context menu for the line in focus."""
        return book_menu(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102, N802
        event.ignore()


def _same_lines(one: Page, other: Page) -> bool:
    return one.lines == other.lines and one.inherited == other.inherited
