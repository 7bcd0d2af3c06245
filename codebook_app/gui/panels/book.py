"""The book pane: the tabular list, read and walked like a printed codebook."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from codebook_app.domain.code import Code
from codebook_app.domain.page import Page
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import chapter_rows, page_rows
from codebook_app.gui.models.page_rows import GroupRow, LineRow, Row, SeventhRow, TextRow
from codebook_app.gui.models.page_words import named
from codebook_app.gui.panels.page_governing import GoverningNotes
from codebook_app.gui.panels.page_header import PageHeader
from codebook_app.gui.panels.page_view import PageView
from codebook_app.gui.theme import Theme

_INHERITED_AT_ONCE = 8
"""So many inherited notes are open from the start; more would push the codes off the page."""


class BookPanel(QWidget):
    """Shows one page of the tabular, or what there is to open.

    Knows nothing of where pages come from: it asks for a page by :attr:`open_requested` and is
    given it by :meth:`show_page`.
    """

    open_requested = Signal(str)
    """A code, category, section or chapter to open; a range that a note names as "E08-E13"."""
    add_requested = Signal(str)
    """The code, as printed, that is to go to the encounter."""
    back_requested = Signal()
    forward_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
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
        self.header.opened.connect(self.open_requested)
        self.header.back_pressed.connect(self.back_requested)
        self.header.forward_pressed.connect(self.forward_requested)
        self.view.focused.connect(self._on_focused)
        for part in (self.view, self.governing.notes):
            part.opened.connect(self.open_requested)
            part.add_pressed.connect(self.add_current)
            part.copy_pressed.connect(self.copy_code)
            part.neighbour_pressed.connect(self.header.open_neighbour)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.governing.add_pressed.connect(self.add_current)
        self.model.dataChanged.connect(self._on_opened_or_closed)
        self.show_message("")

    # What is shown ------------------------------------------------------------------------

    def show_page(self, page: Page) -> None:
        """Show *page* with the line that was asked for in focus.

        The page that is shown already stays as it is and only the focus moves. Where what was asked
        for is a seventh-character code, or a line that needs one, its table is open.
        """
        before, self._page = self._page, page
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

    def show_welcome(self, chapters: tuple[Code, ...], word: str) -> None:
        """Show how to begin, *word* on the release, and the *chapters* to browse by."""
        rows: list[Row] = [
            TextRow("Look up a code", "title"),
            TextRow(
                "Type in the search field: words in any order, cut short if you like"
                " (“diab ckd”), or a code with or without its dot (“E1122”)."
            ),
            TextRow("Ctrl+L search · Enter open · Ctrl+Enter add to the encounter · F1 all keys"),
        ]
        if word:
            rows.append(TextRow(word, "small"))
        if chapters:
            rows.append(TextRow("Or browse by chapter", "heading"))
            rows.extend(chapter_rows(chapters))
        self._show_rows(rows, "Welcome")

    def show_message(self, text: str) -> None:
        """Show a few words of *text* in place of a page."""
        self._show_rows([TextRow(text)] if text else [], "")

    def set_history(self, can_back: bool, can_forward: bool) -> None:
        """Say whether there are pages to go back or forward to."""
        self.header.set_history(can_back=can_back, can_forward=can_forward)

    # What is in focus ---------------------------------------------------------------------

    def current_code(self) -> str:
        """Return the code in focus as printed, "" for none and on a chapter or section."""
        row = self._current_row()
        if row is None or (isinstance(row, LineRow) and not row.state):
            return ""
        return row.code

    def add_current(self) -> None:
        """Ask for the code in focus to be added to the encounter."""
        if code := self.current_code():
            self.add_requested.emit(code)

    def copy_code(self) -> None:
        """Put the code in focus on the clipboard, as printed."""
        row = self._current_row()
        if row is not None:
            QGuiApplication.clipboard().setText(row.code)

    def copy_code_and_title(self) -> None:
        """Put the code in focus and its title on the clipboard, with a tab between."""
        row = self._current_row()
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

    def _show_rows(self, rows: list[Row], title: str) -> None:
        self._page = None
        self.header.clear(title)
        self.governing.hide()
        self.model.show(rows)
        self.view.setAccessibleName(title or "Book")
        first = next((at for at, row in enumerate(rows) if row.stops), None)
        self.view.show_row(first, from_top=True)

    def _row_asked_for(self, page: Page) -> int:
        line = self.model.row_of_line(page.focus)
        if line is None:
            return self.model.row_of_line(page.heading.id) or 0
        self.model.set_open(line, True)
        completed = self.model.row_of(page.focus_code)
        return line if completed is None else completed

    def _current_row(self) -> LineRow | SeventhRow | None:
        at = self.view.focus_row
        if at is None:
            return None
        row = self.model.rows[at]
        if isinstance(row, GroupRow):  # what governs the page is the heading's
            row = self.model.rows[self.model.after_members(at)]
        return row if isinstance(row, LineRow | SeventhRow) else None

    def _on_focused(self, _position: int) -> None:
        row = self._current_row()
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
        menu = QMenu(self)
        row, code = self._current_row(), self.current_code()
        if row is not None:
            menu.addAction(f"Open {row.code}\tEnter", lambda: self.open_requested.emit(row.code))
        if code:
            menu.addAction(f"Add {code} to the encounter\tCtrl+Enter", self.add_current)
        if row is not None:
            menu.addAction(f"Copy {row.code}\tCtrl+C", self.copy_code)
            menu.addAction("Copy code and title", self.copy_code_and_title)
        if isinstance(row, LineRow) and row.opens:
            at = self.view.focus_row
            assert at is not None  # noqa: S101
            word = "Close" if row.open else "Open"
            key = "←" if row.open else "→"
            menu.addAction(f"{word} seventh characters\t{key}", lambda: self.view.toggle(at))
        if self._page is not None:
            menu.addSeparator()
            for word, neighbour, go in (
                ("Previous", self._page.previous, self.go_previous),
                ("Next", self._page.following, self.go_next),
            ):
                if neighbour is not None:
                    menu.addAction(f"{word} {neighbour.level}: {neighbour.code}", go)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102, N802
        event.ignore()


def _same_lines(one: Page, other: Page) -> bool:
    return one.lines == other.lines and one.inherited == other.inherited
