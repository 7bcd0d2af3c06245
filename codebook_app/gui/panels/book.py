"""The book pane: one page of a book with its head, and what governs the code in focus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from codebook_app.domain.group_page import GroupPage
from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.index_term import IndexTarget
from codebook_app.domain.notebook import OwnNote
from codebook_app.domain.page import Entry, Page
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.gui.book_reader import Contents, Found
from codebook_app.gui.found_titles import found_title
from codebook_app.gui.models.aside_rows import NOTE
from codebook_app.gui.models.index_rows import TermRow
from codebook_app.gui.models.page_rows import LineRow, SeventhRow
from codebook_app.gui.panels.book_menu import book_menu
from codebook_app.gui.panels.book_page import BookPage
from codebook_app.gui.panels.book_view import BookView, TermView
from codebook_app.gui.panels.book_views import view_makers
from codebook_app.gui.panels.index_bar import IndexBar
from codebook_app.gui.panels.page_crumbs import code_crumbs
from codebook_app.gui.panels.page_find import FindBar
from codebook_app.gui.panels.page_governing import GoverningNotes
from codebook_app.gui.panels.page_header import PageHeader
from codebook_app.gui.panels.pair_strip import CodePair, PairStrip
from codebook_app.gui.places import ICF, Place, other_way
from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from codebook_app.gui.panels.qualifier_bar import QualifierBar


class BookPanel(QWidget):
    """Shows one page of a book, or what there is to open.

    Knows nothing of where pages come from: it asks for a page by :attr:`open_requested` and is
    given it by :meth:`show_found`. The tabular, the index and the contents are rows in
    :attr:`view`; every other kind of page has a view of its own, made when it is first needed.
    """

    open_requested = Signal(str)
    """The text of a place to open, or a bare code of the code set that is shown."""
    open_apart_requested = Signal(str)
    """The same, to be opened in a tab of its own."""
    see_requested = Signal(object, object)
    """A term that another one refers to: the :class:`IndexPage`, and the :class:`IndexTarget`."""
    see_apart_requested = Signal(object, object)
    """The same, to be opened in a tab of its own."""
    open_beside_requested = Signal(str)
    """As :attr:`open_requested`, to be shown in the other column."""
    see_beside_requested = Signal(object, object)
    """As :attr:`see_requested`, to be shown in the other column."""
    add_requested = Signal(str)
    """The code, as printed, that is to go to the encounter."""
    check_first = Signal(str)
    """Why a code was opened in place of being added, in one line."""
    code_focused = Signal(str, str)
    """Another code is in focus: its code set and the code, both "" where none is."""
    note_requested = Signal(str, str)
    """The person's own note is to be written on: its code set and its code."""
    glance_requested = Signal(str)
    """The text of a place to show without taking the focus, and without a trace once left."""
    back_requested = Signal()
    forward_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._code_set = ""
        self._makers = view_makers()
        self._views: dict[type, BookView] = {}
        self._groups: GroupPage | None = None
        self.qualifiers: QualifierBar | None = None
        self.header = PageHeader(theme, self)
        self.view = BookPage(theme, self)
        self.model = self.view.page_model
        self.governing = GoverningNotes(theme, self)
        self.find_bar: FindBar | None = None
        self.index = IndexBar(theme, self)
        self.pair = PairStrip(theme, self)
        self._offered: CodePair | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._shown: BookView = cast("BookView", self.view)
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.pair)
        whole.addWidget(self.index)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.governing)
        self.setFocusProxy(self.view)
        self.setAccessibleName("Book")
        self.header.opened.connect(self._open)
        self.header.back_pressed.connect(self.back_requested)
        self.header.forward_pressed.connect(self.forward_requested)
        self.view.focused.connect(self._on_focused)
        for part in (self.view, self.governing.notes):
            self._hear(cast("BookView", part))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.governing.add_pressed.connect(self.add_current)
        self.view.scrolled.connect(self._on_scrolled)
        self._hear_index()
        self.model.dataChanged.connect(self._on_opened_or_closed)
        self.show_message("")

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
        return self._stack.currentWidget() is self.view

    @property
    def shows_index(self) -> bool:
        """Whether an index or a table is shown, from which nothing is coded alone."""
        if self.shows_rows:
            return self.view.index_page is not None
        return isinstance(self._shown, TermView)

    @property
    def shown_view(self) -> BookView:
        """The view that shows what was found last."""
        return self._shown

    # What is shown ------------------------------------------------------------------------

    def show_found(self, found: Found, word: str = "") -> None:
        """Show what a place turned out to be; *word* on the release stands over the contents."""
        if type(found) in self._makers:
            self._show_other(found)
        elif isinstance(found, Page):
            self.show_page(found)
        elif isinstance(found, IndexPage):
            self.show_index(found)
        elif isinstance(found, Contents):
            self.show_welcome(found, word)

    def show_page(self, page: Page) -> None:
        """Show *page* with the line that was asked for in focus."""
        self._show_rows()
        self.index.clear()
        self._code_set = page.choice.release.code_set
        self.header.show_page(page)
        if not self.view.show_page(page):
            self._on_focused()

    def show_index(self, page: IndexPage) -> None:
        """Show a main term with all its subterms, and the one that was asked for in focus."""
        self._show_rows()
        self._code_set = page.choice.release.code_set
        self.header.show_index(page)
        self._offer_qualifiers("")
        self.governing.hide()
        self._offer(None)
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

    # What is in focus ---------------------------------------------------------------------

    def current_code(self) -> str:
        """Return the code in focus as printed, "" for none and on a chapter or section."""
        return self._shown.current_code()

    def current_row(self) -> LineRow | SeventhRow | None:
        """Return the line or seventh character in focus, None for none."""
        return self.view.current_row() if self.shows_rows else None

    def current_term(self) -> TermRow | None:
        """Return the term of an index in focus, None for none."""
        return self.view.current_term() if self.shows_rows else None

    def tell_focus(self) -> None:
        """Tell again what is in focus: the pane has become the one that is heard."""
        self._on_focused()

    @property
    def has_something_to_add(self) -> bool:
        """Whether :meth:`add_current` has a use for what is in focus."""
        return self.shows_index or bool(self._shown.current_codes())

    def add_current(self) -> None:
        """Ask for the code in focus to be added; from an index it is opened to be checked first.

        Where the index gave a second code with it, both are added, the etiology first.
        """
        if self.shows_index:
            self._check_first()
        elif self._offered is not None and self._offered.stands_for(self.current_code()):
            self._add_pair(self._offered, self.current_code())
        elif codes := self._shown.current_codes():
            for code in codes:
                self.add_requested.emit(self._with_qualifiers(code))
        elif self.shows_rows and (modifier := self.view.modifier_in_focus()):
            self.check_first.emit(
                f"{modifier} is a modifier: it is appended to a procedure's code and cannot be a "
                "line of its own."
            )

    def copy_code(self) -> None:
        """Put the code in focus on the clipboard, as printed."""
        row = self.current_row() or self.current_term()
        code = row.code if row is not None else self._shown.current_code()
        if isinstance(self._shown, TermView):
            code = self._shown.printed_code()
        if code:
            QGuiApplication.clipboard().setText(code)

    def copy_code_and_title(self) -> None:
        """Put the code in focus and its title on the clipboard, with a tab between."""
        row = self.current_row()
        if row is not None:
            title = row.title if isinstance(row, SeventhRow) else row.line.code.title
            QGuiApplication.clipboard().setText(f"{row.code}\t{title}")

    def open_current_apart(self) -> None:
        """Open what Enter would open, in a tab of its own."""
        self._open_apart(self._shown.current_target())

    def open_current_beside(self) -> None:
        """Show what Enter would open in the other column."""
        self._ask(
            self._shown.current_target(), self.open_beside_requested, self.see_beside_requested
        )

    def go_previous(self) -> None:
        """Open the previous page of the same level, if there is one."""
        self._go_beside(0)

    def go_next(self) -> None:
        """Open the following page of the same level, if there is one."""
        self._go_beside(1)

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

    def toggle_governing(self) -> None:
        """Show the governing notes of the code in focus, or fold them away."""
        self.governing.set_open(not self.governing.is_open)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self.governing.refit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take letters that nothing else had a use for.

        Finding in a main term on F, the first letters in a list of main terms, the beginning of a
        qualifier of the ICF.
        """
        typed = event.text()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        bar = self.qualifiers
        if bar is not None and bar.isVisible() and typed in {".", "+"}:
            bar.begin(typed)
        elif not plain or not self.index.hears(typed):
            super().keyPressEvent(event)

    # Within ---------------------------------------------------------------------------------

    def _open(self, target: str) -> None:
        self._offered = self.view.pair_in_focus(target) or self._kept_pair(target)
        self._ask(target, self.open_requested, self.see_requested)

    def _open_apart(self, target: str) -> None:
        self._ask(target, self.open_apart_requested, self.see_apart_requested)

    def _ask(self, target: str, place: SignalInstance, term: SignalInstance) -> None:
        """Ask for the place that *target* names, or for the term of the index it refers to."""
        if target.startswith(NOTE):
            self.note_requested.emit(self._code_set, target.removeprefix(NOTE))
        elif (referred := self._referred(target)) is not None:
            term.emit(self._term_page(), referred)
        elif target:
            place.emit(target)

    def _referred(self, link: str) -> IndexTarget | None:
        """Return the term that *link* of an index or a table refers to, None where it is none."""
        if self.shows_rows:
            return self.view.see_target(link)
        return self._shown.see_target(link) if isinstance(self._shown, TermView) else None

    def _term_page(self) -> IndexPage | TablePage | None:
        if self.shows_rows:
            return self.view.index_page
        return self._shown.term_page() if isinstance(self._shown, TermView) else None

    def _check_first(self) -> None:
        """Open what the term or the cell in focus leads to, and say that it is to be checked."""
        term = self.current_term()
        code = term.code if term is not None else ""
        if isinstance(self._shown, TermView):
            code = self._shown.printed_code()
        self._open(self._shown.current_target() if term is None else term.target)
        if not code:
            return
        both = f" and {self._offered.second}, in this order" if self._offered is not None else ""
        adds = f"{self._offered.first}{both}" if self._offered is not None else "it"
        self.check_first.emit(
            f"Never code from the index alone: check {code} here, with its notes; "
            f"Ctrl+Enter then adds {adds}."
        )

    # Two codes of one term ------------------------------------------------------------------

    def _kept_pair(self, target: str) -> CodePair | None:
        """Return the pair that stays offered: the other code of it is opened."""
        pair = self._offered
        if pair is None or self.page is None:
            return None
        code = Place.parse(target, self._code_set).code
        return pair if pair.stands_for(code) else None

    def _offer(self, pair: CodePair | None) -> None:
        self._offered = pair
        self.pair.show_pair(pair, self.current_code())

    def _show_pair(self) -> None:
        pair, code = self._offered, self.current_code()
        self.pair.show_pair(pair if pair is not None and pair.stands_for(code) else None, code)

    def _add_pair(self, pair: CodePair, code: str) -> None:
        codes, other = pair.codes(code), pair.other(code)
        self._offer(pair if not codes else None)
        for one in codes:
            self.add_requested.emit(one)
        if len(codes) > 1:
            self.check_first.emit(f"{codes[0]} and {codes[1]} go to the encounter, etiology first.")
            return
        self.open_requested.emit(pair.place_of_other(code))
        self.check_first.emit(
            f"{code} goes to the encounter. Choose the code of {other} here; Ctrl+Enter adds it "
            "second."
            if codes
            else f"The etiology comes first: choose the code of {other} here."
        )

    def _hear(self, view: BookView) -> None:
        view.opened.connect(self._open)
        view.opened_apart.connect(self._open_apart)
        view.add_pressed.connect(self.add_current)
        view.copy_pressed.connect(self.copy_code)
        view.neighbour_pressed.connect(self._go_beside)

    def _go_beside(self, which: int) -> None:
        if isinstance(self._shown, TermView) and not self.shows_rows:
            self._shown.step_main(1 if which else -1)
        else:
            self.header.open_neighbour(which)

    def _hear_index(self) -> None:
        index = self.index
        index.opened.connect(self.open_requested)
        index.glanced.connect(self.glance_requested)
        index.entered.connect(lambda: self._open(self._shown.current_target()))
        index.stepped.connect(self.view.step)
        index.check_pressed.connect(self.add_current)
        index.left.connect(self._focus_view)
        self.pair.opened.connect(self._open)
        self.pair.refused.connect(lambda: self._offer(None))

    def _focus_view(self) -> None:
        cast("QWidget", self._shown).setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_rows(self) -> None:
        self._offer_qualifiers("")
        self._offer(None)
        self._show_rows()
        self.code_focused.emit("", "")
        self.governing.hide()

    def _show_rows(self) -> None:
        self._show_view(cast("BookView", self.view))

    def _show_other(self, found: Any) -> None:
        kind = type(found)
        if kind not in self._views:
            made = self._makers[kind](self._theme, self)
            view = cast("BookView", made)
            self._hear(view)
            view.focused.connect(self._on_focused)
            if isinstance(view, TermView):
                view.typed.connect(self.index.begin_find)
            self._stack.addWidget(made)
            self._views[kind] = view
        view = self._views[kind]
        self._show_view(view)  # first, so that what it tells of its focus is not the old view's
        self._code_set = found.choice.release.code_set
        self._groups = found if isinstance(found, GroupPage) else None
        self._offer_qualifiers("")
        if isinstance(found, GroupPage):
            self.header.show_page(found)
            self.header.show_link("")
        else:
            neighbours = found.neighbours if isinstance(found, ProcedurePage) else ("", "")
            book = found.book.label if isinstance(found, TablePage) else ""
            self.header.show_other(found.choice, found_title(found).text, neighbours, book)
        self.governing.hide()
        self._offer(None)
        self.index.forget()
        view.show_page(found)
        if isinstance(view, TermView):
            self.index.show_table(view)
        else:
            self.index.clear()
        self._on_focused()

    def _show_view(self, view: BookView) -> None:
        if view is self._shown:
            return
        widget = cast("QWidget", view)
        # The focus goes over to the new view, which else would lose it with the old one.
        had_focus = self._stack.isAncestorOf(QGuiApplication.focusObject())  # type: ignore[arg-type]
        self._shown = view
        self._stack.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        if had_focus:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_focused(self, *_: object) -> None:
        if not self.shows_rows:
            code = self._shown.current_code()
            if self._groups is not None:
                self.header.show_path(code_crumbs((self._groups.heading,), code), code)
            self.code_focused.emit(self._code_set if code else "", code)
            if isinstance(self._shown, TermView):
                self.header.show_path(*self._shown.path())
                self.index.follow()
            return
        path = self.view.path()
        if path is None:
            return
        self.header.show_path(*path)
        page, row = self.view.tabular, self.view.current_row()
        self._offer_qualifiers(self.current_code() if self._code_set == ICF else "")
        self.header.show_link(*other_way(self._code_set, row.code if row is not None else ""))
        if page is None or row is None:
            self.code_focused.emit("", "")
            return
        self._show_pair()
        on_page = row.code == page.heading.code and self.view.inherited_stand_open
        self.governing.show_code(page, row, on_page=on_page)
        self.code_focused.emit(self._code_set, row.code)

    def _offer_qualifiers(self, code: str) -> None:
        """Offer the qualifiers of the ICF code in focus, none of anything else."""
        if code and self.qualifiers is None:
            from codebook_app.gui.panels.qualifier_bar import QualifierBar

            self.qualifiers = QualifierBar(self._theme, self)
            self.qualifiers.add_pressed.connect(self.add_current)
            self.qualifiers.left.connect(self.view.setFocus)
            self._whole.insertWidget(self._whole.indexOf(self.governing), self.qualifiers)
        if self.qualifiers is not None:
            self.qualifiers.show_code(code)

    def _with_qualifiers(self, code: str) -> str:
        bar = self.qualifiers
        return bar.text if bar is not None and bar.code == code else code

    def _on_scrolled(self) -> None:
        if self.view.index_page is not None and (path := self.view.path()) is not None:
            self.header.show_path(*path)

    def _on_opened_or_closed(self) -> None:
        if self.view.note_inherited():
            self._on_focused()

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
