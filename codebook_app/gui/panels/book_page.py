"""The pages that are read as rows: the tabular, the index, and the list of what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from codebook_app.domain.index_page import IndexPage
from codebook_app.gui.models.contents_rows import contents_rows, contents_title
from codebook_app.gui.models.index_rows import (
    SEE,
    LinksRow,
    TermRow,
    index_rows,
    row_of_term,
    see_target,
    steps_to,
)
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import page_rows
from codebook_app.gui.models.page_rows import GroupRow, LineRow, Row, SeventhRow, TextRow
from codebook_app.gui.models.page_words import State, named
from codebook_app.gui.panels.find_line import FindAnswer
from codebook_app.gui.panels.found_terms import FoundInTerm
from codebook_app.gui.panels.page_crumbs import Crumb, code_crumbs
from codebook_app.gui.panels.page_text import LinkAct
from codebook_app.gui.panels.page_view import PageView
from codebook_app.gui.panels.pair_strip import CodePair
from codebook_app.gui.places import place_of_term

if TYPE_CHECKING:
    from codebook_app.domain.code import Code
    from codebook_app.domain.index_term import IndexTarget
    from codebook_app.domain.page import Page
    from codebook_app.gui.book_reader import Contents
    from codebook_app.gui.theme import Theme

_NOT_ADDED = (State.NONE, State.MODIFIER)
_INHERITED_AT_ONCE = 8
"""So many inherited notes are open from the start; more would push the codes off the page."""


class BookPage(PageView):
    """Shows pages as rows and knows what the row in focus stands for."""

    scrolled = Signal()
    """Another part of the page is seen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.page_model = PageModel()
        super().__init__(self.page_model, theme, parent)
        self.page_model.setParent(self)
        self._tabular: Page | None = None
        self._index: IndexPage | None = None
        self._inherited_open: bool | None = None
        self._found: FoundInTerm | None = None
        self.title = ""
        self.verticalScrollBar().valueChanged.connect(self.scrolled)

    @property
    def tabular(self) -> Page | None:
        """The page of the tabular that is shown."""
        return self._tabular

    @property
    def index_page(self) -> IndexPage | None:
        """The page of an index that is shown."""
        return self._index

    def show_page(self, page: Page | IndexPage) -> bool:
        """Show *page* with what was asked for in focus; return whether it came in place of another.

        The page that is shown already stays as it is and only the focus moves. Where a
        seventh-character code was asked for, or a line that needs one, its table is open.
        """
        if isinstance(page, IndexPage):
            return self._show_index(page)
        before, self._tabular, self._index = self._tabular, page, None
        if before is not None and _same_lines(before, page):
            self.go_to_row(self._row_asked_for(page))  # the reader stays where they read
            return False
        open_inherited = self._inherited_open
        if open_inherited is None:
            open_inherited = len(page.inherited) <= _INHERITED_AT_ONCE
        # Open from the first: what comes in later would have been laid out around in vain.
        rows = page_rows(page, inherited_open=open_inherited)
        self.page_model.show(_with_open(rows, page.focus))
        self.setAccessibleName(f"Page {page.heading.code}, {page.heading.title}")
        self.show_row(self._row_asked_for(page))
        return True

    def show_contents(self, contents: Contents | None, word: str) -> None:
        """Show what there is to browse, and *word* on the release."""
        self._show_rows(list(contents_rows(contents, word)), contents_title(contents))

    def show_message(self, text: str) -> None:
        """Show a few words of *text* in place of a page."""
        self._show_rows([TextRow(text)] if text else [], "")

    # What is in focus ---------------------------------------------------------------------

    def current_row(self) -> LineRow | SeventhRow | None:
        """Return the line or seventh character in focus, None for none."""
        at = self.focus_row
        if at is None:
            return None
        row = self.page_model.rows[at]
        if isinstance(row, GroupRow):  # what governs the page is the heading's
            row = self.page_model.rows[self.page_model.after_members(at)]
        return row if isinstance(row, LineRow | SeventhRow) else None

    def current_term(self) -> TermRow | None:
        """Return the term of an index in focus, None for none."""
        at = self.focus_row
        row = self.page_model.rows[at] if at is not None else None
        return row if isinstance(row, TermRow) else None

    def current_code(self) -> str:
        """Return the code in focus as printed, "" for none and on a chapter or section."""
        row = self.current_row()
        if row is None or (isinstance(row, LineRow) and row.state in _NOT_ADDED):
            return ""
        return row.code

    def current_codes(self) -> tuple[str, ...]:
        """Return the code in focus, nothing for none."""
        code = self.current_code()
        return (code,) if code else ()

    def current_target(self) -> str:
        """Return what the link or the row in focus opens, "" for nothing."""
        if (link := self.focus_link) is not None and link.act is LinkAct.OPEN_PAGE:
            return link.target
        at = self.focus_row
        if at is None:
            return ""
        return self.page_model.rows[at].target

    def modifier_in_focus(self) -> str:
        """Return the modifier in focus, which is no line of an encounter by itself."""
        row = self.current_row()
        is_modifier = isinstance(row, LineRow) and row.state is State.MODIFIER
        return row.code if row is not None and is_modifier else ""

    def pair_in_focus(self, target: str) -> CodePair | None:
        """Return the two codes of the term in focus, where *target* is one of them; else None."""
        row = self.current_term()
        if row is None or row.pair is None or target not in {lead.target for lead in row.leads}:
            return None
        return CodePair(row.term.essential, row.code_set, *row.pair)

    def step(self, by: int) -> None:
        """Put the row after (1) or before (-1) the one in focus in focus, as the arrow keys do."""
        self._step(by)

    def see_target(self, link: str) -> IndexTarget | None:
        """Return the term that *link* of an index refers to, None where it is no *see*."""
        if self._index is None or not link.startswith(SEE):
            return None
        return see_target(self._index, link)

    def path(self) -> tuple[tuple[Crumb, ...], str] | None:
        """Return what stands above what is read, and its own name; None for nothing.

        In an index that is the term in focus, where it is out of sight the one at the top.
        """
        if self._index is not None:
            return self._path_in_index(self._index)
        row, page = self.current_row(), self._tabular
        if page is None or row is None:
            return None
        lines = {line.code.id: line.code for line in page.lines}
        path: list[Code] = [row.line.code] if isinstance(row, SeventhRow) else []
        above = row.line.code.parent_id
        while row.line.code != page.heading and above is not None and above in lines:
            path.append(lines[above])
            above = lines[above].parent_id
        here = row.code if isinstance(row, SeventhRow) else named(row.line.code)
        return code_crumbs((*page.ancestors, *reversed(path)), here), here.replace("-", "–")

    def _path_in_index(self, page: IndexPage) -> tuple[tuple[Crumb, ...], str] | None:
        row = self._row_read()
        if row is None:
            return None
        steps = steps_to(page, row.term)
        above = [Crumb.of_term(step.essential, place_of_term(page, step.id)) for step in steps]
        return tuple(above[:-1]), steps[-1].essential

    def _row_read(self) -> TermRow | None:
        rows, focus = self.page_model.rows, self.focus_row
        if not rows:
            return None
        at = focus if focus is not None and self.is_in_sight(focus) else self.first_in_sight()
        row = rows[min(at, len(rows) - 1)]
        return row if isinstance(row, TermRow) else None

    # Finding in the main term that is open --------------------------------------------------

    @property
    def find_prompt(self) -> str:
        """What can be typed to find a subterm, "" on a page that is no main term's."""
        if self._index is None:
            return ""
        return f"Find in {self._index.path[0]}: words cut short, in any order"

    def find_words(self, text: str) -> FindAnswer:
        """Show only what *text* finds in the main term, with what stands above and below it."""
        if self._index is None:
            return FindAnswer(0)
        if self._found is None:
            self._found = FoundInTerm(self._index)
        narrowed = self._found.narrows
        answer = self._found.find(text)
        if answer.count or (narrowed and not self._found.narrows):
            self._show_found(self._found)
        return answer

    def find_next(self, by: int) -> FindAnswer:
        """Put the next (1) or the previous (-1) subterm that was found in focus."""
        if self._found is None:
            return FindAnswer(0)
        answer = self._found.step(by)
        if self._found.term_id:
            self._focus_on(row_of_term(self.page_model.rows, self._found.term_id))
        return answer

    def end_find(self) -> None:
        """Show the whole main term again, what was found in focus."""
        found, self._found = self._found, None
        if found is not None and found.narrows and self._index is not None:
            self._show_terms(self._index)

    def _show_found(self, found: FoundInTerm) -> None:
        here = self.current_term()
        self.page_model.show(found.rows())
        term_id = found.term_id or (here.term.id if here is not None else 0)
        self.show_row(row_of_term(self.page_model.rows, term_id))

    def _show_terms(self, page: IndexPage) -> None:
        here = self.current_term()
        self.page_model.show(index_rows(page))
        if here is not None:
            self.show_row(row_of_term(self.page_model.rows, here.term.id))

    def menu_place(self, point: QPoint) -> QPoint:
        """Return where the menu that was asked for at *point* opens in the viewport.

        Asked for by key it opens at the line in focus, not where the pointer happens to rest.
        """
        focus = self.focus_row
        if focus is None or self.page_model.stop_at(self.indexAt(point).row()) == focus:
            return point
        return self.visualRect(self.page_model.index(focus)).bottomLeft() + QPoint(80, 0)

    # The notes above the page ---------------------------------------------------------------

    @property
    def inherited_stand_open(self) -> bool:
        """Whether all that governs the heading can be read around it."""
        group = self._group()
        return group is None or group.open

    def note_inherited(self) -> bool:
        """Remember whether the reader keeps inherited notes open; return whether there are any."""
        group, page = self._group(), self._tabular
        if group is None or page is None:
            return False
        by_itself = len(page.inherited) <= _INHERITED_AT_ONCE
        if group.open != by_itself or self._inherited_open is not None:
            self._inherited_open = group.open
        return True

    def _group(self) -> GroupRow | None:
        first = self.page_model.rows[0] if self.page_model.rows else None
        return first if isinstance(first, GroupRow) else None

    # Within ---------------------------------------------------------------------------------

    def _show_index(self, page: IndexPage) -> bool:
        before, self._tabular, self._index = self._index, None, page
        self.setAccessibleName(f"{page.book.label}, {', '.join(page.path)}")
        if before is not None and before.terms == page.terms:
            self.end_find()
            self.go_to_row(row_of_term(self.page_model.rows, page.focus))
            return False
        self._found = None
        self.page_model.show(index_rows(page))
        self.show_row(row_of_term(self.page_model.rows, page.focus))
        return True

    def _show_rows(self, rows: list[Row], title: str) -> None:
        self._tabular = self._index = None
        self.title = title
        self.page_model.show(rows)
        self.setAccessibleName(title or "Book")
        first = next(
            (at for at, row in enumerate(rows) if row.stops and not isinstance(row, LinksRow)),
            None,
        )
        self.show_row(first, from_top=True)

    def _row_asked_for(self, page: Page) -> int:
        line = self.page_model.row_of_line(page.focus)
        if line is None:
            return self.page_model.row_of_line(page.heading.id) or 0
        self.page_model.set_open(line, True)
        completed = self.page_model.row_of(page.focus_code)
        return line if completed is None else completed


def _with_open(rows: Sequence[Row], line_id: int) -> list[Row]:
    """Return *rows* with the table of seventh characters open under the line *line_id*."""
    return [
        replace(row, open=True)
        if isinstance(row, LineRow) and row.line.code.id == line_id and row.opens
        else row
        for row in rows
    ]


def _same_lines(one: Page, other: Page) -> bool:
    same = one.lines == other.lines and one.inherited == other.inherited
    return same and one.flagged == other.flagged
