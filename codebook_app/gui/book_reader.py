"""Reads what a place of the book holds, on the lookup worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from codebook_app.domain.code import Code
from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm
from codebook_app.domain.page import Page
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.gui.code_set_names import FIRST, in_shown_order
from codebook_app.gui.places import Place

if TYPE_CHECKING:  # the window names these before its first paint, and reads none of them
    from codebook_app.domain.procedure_page import ProcedurePage
    from codebook_app.services.index_lookup import IndexLookup
    from codebook_app.services.lookup import Lookup
    from codebook_app.services.procedures import ProcedureTables
    from codebook_app.services.releases import Releases


GROUPS = "msdrg"
"""The code set whose pages are tables of groups."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A code set to read: the release used on the date, and its index books."""

    choice: ReleaseChoice
    books: tuple[IndexBook, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What there is to open: the *chapters* of a code set, all *shelves*, what is switched *off*.

    Where *book* is set, its main terms stand in place of the chapters: *letters* are what they
    begin with, each with how many; *terms* those that begin with *beginning*, where there is one.
    *off* are licensed releases whose licence was not confirmed.
    """

    code_set: str
    chapters: tuple[Code, ...]
    shelves: tuple[Shelf, ...]
    off: tuple[Release, ...] = ()
    book: IndexBook | None = None
    terms: tuple[IndexTerm, ...] = ()
    choice: ReleaseChoice | None = None
    letters: tuple[tuple[str, int], ...] = ()
    beginning: str = ""


Found: TypeAlias = "Page | IndexPage | TablePage | ProcedurePage | Contents"
"""What a place turns out to be. A new kind of page is registered in ``panels.book_views``."""


class BookReader:
    """Finds the page of a place; every call reads files and is for a worker."""

    def __init__(
        self,
        lookup: Lookup,
        index: IndexLookup,
        releases: Releases,
        procedures: ProcedureTables,
    ) -> None:
        self._lookup = lookup
        self._index = index
        self._releases = releases
        self._procedures = procedures

    def read(self, place: Place, on: date | None) -> Found:
        """Return what stands at *place* in the release in force *on* a day.

        Raises:
            KnownError: there is no such place, or no release to read it in.
        """
        if place.book is not None and place.term_id:
            if place.book.is_table:
                return self._table(place.book, place.code_set, place.release, place.term_id, on)
            page = self._index.page(place.code_set, place.release, place.term_id)
            return self._on_day(page, on)
        if place.book is not None and place.book.is_table:
            return self._index.table(place.book, on)
        if place.is_contents or place.book is not None:
            return self.contents(place, on)
        if place.is_built:
            return self._procedures.page(place.code, on=on)
        from codebook_app.domain.group_page import GroupPage

        found = self._lookup.page(place.code, code_set=place.code_set or None, on=on)
        return GroupPage.of(found) if found.heading.code_set == GROUPS else found

    def read_again(self, place: Place, on: date | None, titles: Sequence[str]) -> Found:
        """Return what stands at *place* now that another release is in force.

        A procedure code is built on from as much of it as there is in that one. A term is found
        again by its *titles*, its number means nothing in another release.
        """
        if place.book is not None and place.term_id and titles:
            try:
                return self._whole(self._index.find(titles, book=place.book, on=on), on)
            except KnownError:
                return self.read(place, on)
        if place.is_built:
            return self._built_again(place.code, on)
        return self.read(place, on)

    def _built_again(self, code: str, on: date | None) -> ProcedurePage:
        for end in range(len(code), 0, -1):
            try:
                return self._procedures.page(code[:end], on=on)
            except KnownError:
                continue
        return self._procedures.page(on=on)

    def followed(
        self, page: IndexPage | TablePage, target: IndexTarget, on: date | None
    ) -> IndexPage | TablePage | IndexTarget:
        """Return the page that a *see* names, the target itself where it names none."""
        found = self._index.resolve(page, target)
        return self._whole(found, on) if found is not None else target

    def _whole(self, page: IndexPage, on: date | None) -> IndexPage | TablePage:
        """Return *page* as it is read: of a table all of it."""
        if page.book.is_table:
            release = page.choice.release
            return self._table(page.book, release.code_set, release.release, page.focus, on)
        return self._on_day(page, on)

    def _table(
        self, book: IndexBook, code_set: str, release: str, term_id: int, on: date | None
    ) -> TablePage:
        return self._index.table(book, on, code_set=code_set, release=release, term_id=term_id)

    def _on_day(self, page: IndexPage, on: date | None) -> IndexPage:
        """Return *page* saying whether its release is in force on the day that is coded for."""
        release = page.choice.release
        choice = self._releases.choose(release.code_set, on, release.release)
        return replace(page, choice=choice)

    def contents(self, place: Place, on: date | None) -> Contents:
        """Return what there is to open: of the place's code set, else of the first there is.

        Raises:
            KnownError: nothing is installed.
        """
        installed = self._releases.installed()
        usable = {release.code_set for release in installed if release.confirmed}
        off = tuple(release for release in installed if not release.confirmed)
        first = next(iter(in_shown_order(usable)), FIRST)
        code_set = place.code_set or (FIRST if FIRST in usable else first)
        choice = self._releases.choose(code_set, on)  # with nothing installed it says so
        books: dict[str, list[IndexBook]] = {}
        for book, of in self._index.books(on):
            books.setdefault(of.release.code_set, []).append(book)
        shelves = tuple(
            Shelf(self._releases.choose(name, on), tuple(books.get(name, ())))
            for name in in_shown_order(usable)
        )
        if place.book is not None:
            terms = self._index.main_terms(place.book, place.code, on) if place.code else ()
            letters = self._index.letters(place.book, on)
            return Contents(
                code_set, (), shelves, off, place.book, terms, choice, letters, place.code
            )
        chapters = self._lookup.chapters(code_set=code_set, on=on)
        return Contents(code_set, chapters, shelves, off, choice=choice)
