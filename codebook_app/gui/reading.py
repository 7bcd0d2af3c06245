"""From the search field to the book: the hits follow the typing, the book follows the hits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from codebook_app.domain.index_term import IndexBook
from codebook_app.domain.search import Hit, SearchAnswer
from codebook_app.errors import KnownError
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.jobs import Worker
from codebook_app.gui.navigation import Navigator
from codebook_app.gui.panels.book_area import BookArea
from codebook_app.gui.panels.hits import HitsPanel
from codebook_app.gui.panels.search_field import SearchField
from codebook_app.gui.places import (
    BUILT,
    PROCEDURES,
    Place,
    place_begun,
    place_of_book,
    place_of_hit,
    tabular_place,
)
from codebook_app.gui.query_filters import FilterInForce, filters_in_force, without_filter
from codebook_app.gui.searching import SearchController
from codebook_app.gui.window_state import Session

if TYPE_CHECKING:
    from codebook_app.services.lookup import Lookup


class Reading(QObject):
    """Ties the search field, the hits and the book together."""

    said = Signal(str)
    """One line for the status bar."""
    went_wrong = Signal(object, str)
    """A fault that needs a dialog, and what was being done."""
    all_books_wanted = Signal()
    """The person took the choice of one book back."""

    def __init__(
        self,
        lookup: Lookup,
        worker: Worker,
        *,
        field: SearchField,
        hits: HitsPanel,
        area: BookArea,
    ) -> None:
        super().__init__()
        self._lookup = lookup
        self._worker = worker
        self._field = field
        self._hits = hits
        self._area = area
        self._word = ""
        self._code_set = ""
        self._undone = ""
        self.search = SearchController(lookup, worker)

        field.textChanged.connect(self.search.ask)
        field.stepped.connect(self.step)
        field.paged.connect(lambda by: self.step(by * hits.page_length()))
        field.opened.connect(self.open_current)
        self.search.answered.connect(self._show_answer)
        self.search.cleared.connect(self._show_lesson)
        self.search.failed.connect(self._on_search_failed)
        hits.open_requested.connect(lambda hit: area.open(tabular_place(hit)))
        hits.apart_requested.connect(lambda hit: area.open_apart(tabular_place(hit)))
        hits.previewed.connect(lambda hit: self.navigator.glance(place_of_hit(hit)))
        hits.example_chosen.connect(self.search_for)
        hits.reading_toggled.connect(self.toggle_as_typed)
        hits.filter_removed.connect(self.remove_filter)
        hits.typed.connect(self._type_on)
        hits.search_wanted.connect(self.go_to_search)
        area.said.connect(self.said)
        area.went_wrong.connect(self.went_wrong)

    @property
    def navigator(self) -> Navigator:
        """What brings pages into the current book."""
        return self._area.navigator

    def restore(self, session: Session) -> None:
        """Show the page and the query of the last session."""
        self._area.restore(session.books)
        if session.query:
            self._field.setText(session.query)
            self._field.selectAll()
        else:
            self._show_lesson()

    def session(self) -> Session:
        """Return what is looked at, to be restored at the next start."""
        return Session(self._field.text().strip(), self._area.kept())

    def warm(self) -> None:
        """Open what the first keystroke needs, before it comes."""
        self._worker.submit(self._warm, lambda _: None, self._on_warm_failed)

    def _warm(self) -> None:
        self._lookup.warm()  # not bound before: the look-up is built by the worker that asks it

    def set_date(self, on: date | None) -> None:
        """Read the release in force on another date of service."""
        self.search.set_date(on)
        self._area.set_date(on)

    def set_code_set(self, code_set: str) -> None:
        """Search one code set only, "" for all; a list of what there is follows."""
        if code_set != self._code_set:
            self._code_set = code_set
            self._hits.set_book(code_set_title(code_set) if code_set else "")
            self.search.set_code_set(code_set)
            here = self.navigator.here
            if here is not None and here.is_contents:
                self.navigator.restore(Place(code_set))

    def contents(self) -> None:
        """Show the chapters of the code set that is searched, and every other book."""
        self.navigator.open(Place(self._code_set))

    def open_index(self, book: IndexBook) -> None:
        """Show the letters of an index, or a table from its first row."""
        self.navigator.open(place_of_book(book))

    def build_procedure(self) -> None:
        """Build the procedure code in focus on from its table, else one from the sections."""
        panel = self._area.book.panel
        code = panel.current_code() if panel.code_set == PROCEDURES else ""
        self.navigator.open(Place(PROCEDURES, code, shown_as=BUILT))

    def release_came(self, *, searchable: bool) -> None:
        """Show what a new release holds: its pages, and once *searchable* its hits."""
        self._word = (
            "" if searchable else "Words can be searched in a moment: the index is being built."
        )
        self._area.release_came(self._word, Place(self._code_set))
        if searchable:
            self.warm()
        self.search.ask_again()

    def no_release(self, word: str) -> None:
        """Say in the empty panes that there is nothing to read yet."""
        self._word = word
        self._area.no_release(word)
        if not self.search.text:
            self._show_lesson()

    def go_to_search(self) -> None:
        """Put the focus into the search field, its text ready to be overtyped."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def search_for(self, text: str) -> None:
        """Search for *text* as if it had been typed."""
        self._field.put(text)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_as_typed(self) -> None:
        """Search the words as typed, or read them again where that was asked for before."""
        if self.search.as_typed:
            self.search.set_as_typed(False)
        elif self._hits.read_as:
            self._undone = self._hits.read_as
            self.search.set_as_typed(True)
        else:
            self.said.emit("The words are searched as they were typed already.")

    def remove_filter(self, filter_: FilterInForce) -> None:
        """Search without *filter_*: take it out of the text, or search all books again."""
        if filter_.typed:
            self._field.put(without_filter(self._field.text(), filter_))
        else:
            self.all_books_wanted.emit()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Make the hit *by* hits further current, once the hits are those of what is typed."""
        self.search.when_answered(lambda: self._hits.step(by))

    def open_current(self) -> None:
        """Open the current hit, once the hits are those of what is typed."""

        def then() -> None:
            if not self._hits.open_more() and (hit := self._hits.current()) is not None:
                typed = self.search.text if self._hits.at_first else ""
                self.navigator.open(place_begun(typed, hit) or tabular_place(hit))

        self.search.when_answered(then)

    def open_link(self, text: str) -> None:
        """Open what a link of the book or a line of the encounter names, as a place's text.

        A bare code is one of the code set that the book shows.
        """
        self._area.book.open_link(text)

    def use_current_hit(self, use: Callable[[Hit], None]) -> None:
        """Call *use* with the current hit on what is typed now.

        Where the answer is still under way it will be its first hit, and typing the next term
        meanwhile changes nothing about that.
        """
        if self.search.pending:
            self.search.first_hit(use)
        elif (hit := self._hits.current()) is not None:
            use(hit)

    def close(self) -> None:
        """Stop what is under way."""
        self.search.close()
        self._area.close_books()

    def _show_lesson(self) -> None:
        self._hits.show_lesson(self._word)

    def _show_answer(self, answer: SearchAnswer) -> None:
        self._hits.show_answer(
            answer,
            undone=self._undone if self.search.as_typed else "",
            filters=filters_in_force(answer.query, self._code_set, answer.told),
        )

    def _type_on(self, text: str) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.end(False)
        if text == "\b":
            self._field.backspace()
        else:
            self._field.insert(text)

    def _on_search_failed(self, fault: Exception) -> None:
        if isinstance(fault, KnownError):
            self._hits.show_lesson(str(fault))
        else:
            self.went_wrong.emit(fault, f"searching for “{self.search.text}”")

    def _on_warm_failed(self, fault: Exception) -> None:
        if not isinstance(
            fault, KnownError
        ):  # a release that is not there yet is told of elsewhere
            self.went_wrong.emit(fault, "opening the search index")
