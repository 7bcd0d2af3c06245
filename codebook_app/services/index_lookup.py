"""Looking a term up in the alphabetic indexes and tables, as in the book: main term, subterms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm
from codebook_app.domain.release import ReleaseChoice
from codebook_app.domain.search import HitKind
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases
from codebook_app.services.term_walking import essential, walked

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

_NEAREST = 5
_SEARCHED = 50
_ALL_WORDS = 10.0
"""The search scores above this what holds every word."""
_MOST_OF_A_LETTER = 1000
_KEPT_TABLES = 2
_NO_TERM = frozenset({"condition", "conditions"})
"""What an index says to look up in place of a name: not a term of its own."""
_DEFAULT = "icd10cm"
_CODE_SET_OF = {IndexBook.PCS: "icd10pcs"}
"""Which code set a book is published with, where it is not the default one."""
_THE_DRUGS = "table of drugs"
_CODE = re.compile(r"[A-Z]\d|categor(?:y|ies) ")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that was read, and from which file: a release that is built anew has another."""

    reader: ReferenceDb
    rows: tuple[IndexTerm, ...]
    columns: tuple[str, ...]


class IndexLookup:
    """Answers from the releases in force on a date, today's by default. Safe from any thread."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._tables: dict[tuple[str, str, IndexBook], _Table] = {}
        self._letters: dict[tuple[ReferenceDb, IndexBook], tuple[tuple[str, int], ...]] = {}

    def books(self, on: date | None = None) -> tuple[tuple[IndexBook, ReleaseChoice], ...]:
        """Return the books there are on a day, in the order of :class:`IndexBook`."""
        held: dict[IndexBook, ReleaseChoice] = {}
        for choice in self._choices(on):
            for book in self._reader(choice).index_terms.books():
                held.setdefault(book, choice)
        return tuple((book, held[book]) for book in IndexBook if book in held)

    def find(
        self, words: Sequence[str], *, book: IndexBook | None = None, on: date | None = None
    ) -> IndexPage:
        """Return the page of the term that *words* name, which is its focus.

        They are taken as main term and subterms where they are written so (``Diabetes, type 2``),
        else searched for, with abbreviations and near spellings: ``diabetes type 2 ckd``. Without
        *book* in all books, in their order.

        Raises:
            KnownError: there is no such term, the nearest main terms are named; or no such book.
        """
        parts = [part.strip() for word in words for part in word.split(",") if part.strip()]
        asked = [(one, choice) for one, choice in self.books(on) if book in {None, one}]
        if not asked:
            raise self._no_book(book, on)
        if not parts:
            raise KnownError("No term was given.", "Name a main term, as in: Diabetes, type 2.")
        for one, choice in asked:
            term = walked(self._reader(choice), one, parts)
            if term is not None:
                return self._page(choice, term)
        near: list[str] = []
        for choice in dict.fromkeys(choice for _, choice in asked):
            books = [one for one, of in asked if of == choice]
            term = self._searched(choice, books, " ".join(parts), near)
            if term is not None:
                return self._page(choice, term)
        raise self._no_term(" ".join(parts), asked, near, on)

    def page(self, code_set: str, release: str, term_id: int) -> IndexPage:
        """Return the page of the main term that the term *term_id* stands under; it is its focus.

        Raises:
            KnownError: the release is not installed or off, or has no such term.
        """
        choice = self._releases.choose(code_set, None, release)
        term = self._reader(choice).index_terms.terms([term_id]).get(term_id)
        if term is None:
            raise _no_such_term(choice, term_id)
        return self._page(choice, term)

    def table(
        self,
        book: IndexBook,
        on: date | None = None,
        *,
        code_set: str = "",
        release: str = "",
        term_id: int = 0,
    ) -> TablePage:
        """Return the whole table *book*, its focus the row *term_id*, by default the first.

        In *release* of *code_set* where it is given, else in the one in force on a day. A table
        that was read is kept while its release is open; the two read last are.

        Raises:
            KnownError: there is no such release, no such table in it, or no such row.
        """
        choice = self._releases.choose(code_set, on, release) if release else self._with(book, on)
        reader, asked = self._reader(choice), choice.release
        key = (asked.code_set, asked.release, book)
        kept = self._tables.get(key)
        if kept is None or kept.reader is not reader:
            terms = reader.index_terms
            kept = _Table(reader, terms.table(book), terms.columns(book))
            self._tables = {key: kept, **dict(list(self._tables.items())[: _KEPT_TABLES - 1])}
        if not kept.rows:
            raise self._no_book(book, on)
        first, last = kept.rows[0].id, kept.rows[-1].id
        if term_id and not first <= term_id <= last:
            raise _no_such_term(choice, term_id)
        return TablePage(book, kept.rows, kept.columns, term_id or first, choice)

    def letters(self, book: IndexBook, on: date | None = None) -> tuple[tuple[str, int], ...]:
        """Return what the main terms of *book* begin with, each with how many begin so.

        Raises:
            KnownError: no release used on the day has the book.
        """
        return self._letters_of(self._with(book, on), book)

    def resolve(self, page: IndexPage | TablePage, target: IndexTarget) -> IndexPage | None:
        """Return the page that a *see* or *see also* on *page* leads to; its focus is the term.

        It is looked for in the book of *page*, then in the others of the release. What a *see* says
        in general ("by site") is left out. None where it names no term ("condition").
        """
        plain = essential(target.text)
        parts = [part.strip() for part in re.split(r"[,;]", plain) if part.strip()]
        if not parts or parts[0].casefold() in _NO_TERM:
            return None
        reader = self._reader(page.choice)
        if parts[0].casefold().startswith(_THE_DRUGS):
            drugs = reader.index_terms.main_terms(IndexBook.DRUGS, limit=1)
            return self._page(page.choice, drugs[0]) if drugs else None
        books = sorted(reader.index_terms.books(), key=lambda book: book is not page.book)
        for book in books:
            term = walked(reader, book, parts, whole=False)
            if term is not None:
                return self._page(page.choice, term)
        if _CODE.match(parts[0]):
            return None
        # "Senility" stands under "Senile, senility".
        term = self._searched(page.choice, books, " ".join(parts), [], respelt=False)
        return self._page(page.choice, term) if term is not None else None

    def main_terms(
        self, book: IndexBook, beginning: str = "", on: date | None = None
    ) -> tuple[IndexTerm, ...]:
        """Return the main terms of *book* that begin with *beginning*, in printed order.

        Those of one letter are all there; without a beginning it is the first thousand.

        Raises:
            KnownError: no release used on the day has the book.
        """
        terms = self._reader(self._with(book, on)).index_terms
        return terms.main_terms(book, beginning, _MOST_OF_A_LETTER)

    def _letters_of(self, choice: ReleaseChoice, book: IndexBook) -> tuple[tuple[str, int], ...]:
        reader = self._reader(choice)
        kept = self._letters.get((reader, book))
        if kept is None:
            kept = reader.index_terms.letters(book)
            # Of the books of one release; of another they are counted again.
            same = {key: known for key, known in self._letters.items() if key[0] is reader}
            self._letters = {**same, (reader, book): kept}
        return kept

    def _with(self, book: IndexBook, on: date | None) -> ReleaseChoice:
        """Return the release used on a day that has *book*."""
        for one, choice in self.books(on):
            if one is book:
                return choice
        raise self._no_book(book, on)

    def _choices(self, on: date | None) -> Iterator[ReleaseChoice]:
        there = {release.code_set for release in self._releases.installed() if release.confirmed}
        for code_set in self._releases.code_sets:
            if code_set.name in there:
                yield self._releases.choose(code_set.name, on)

    def _reader(self, choice: ReleaseChoice) -> ReferenceDb:
        return self._releases.reader(choice.release.code_set, choice.release.release)

    def _page(self, choice: ReleaseChoice, term: IndexTerm) -> IndexPage:
        terms = self._reader(choice).index_terms
        main = term
        while main.parent_id is not None:
            main = terms.terms([main.parent_id])[main.parent_id]
        previous, following = terms.neighbours(main)
        return IndexPage(
            book=main.book,
            terms=terms.subtree(main),
            path=terms.path([main.id])[main.id],
            focus=term.id,
            columns=terms.columns(main.book),
            previous=previous,
            following=following,
            choice=choice,
            letters=self._letters_of(choice, main.book),
        )

    def _searched(
        self,
        choice: ReleaseChoice,
        books: Sequence[IndexBook],
        text: str,
        near: list[str],
        *,
        respelt: bool = True,
    ) -> IndexTerm | None:
        """Return the best term of *books* that has all words; else add to *near* what has some."""
        release = choice.release
        if not release.searchable:
            return None
        found = self._releases.index(release.code_set, release.release).search(
            text, limit=_SEARCHED
        )
        matches = [match for match in found.matches if match.kind is not HitKind.CODE]
        terms = self._reader(choice).index_terms
        by_id = terms.terms([match.entry_id for match in matches])
        whole = not found.unknown and (respelt or not found.read_as)
        for match in matches:
            term = by_id[match.entry_id]
            if whole and term.book in books and match.score > _ALL_WORDS:
                return term
        ids = [match.entry_id for match in matches if by_id[match.entry_id].book in books]
        near += [path[0] for path in terms.path(ids).values()]
        return None

    def _no_term(
        self,
        text: str,
        asked: Sequence[tuple[IndexBook, ReleaseChoice]],
        near: list[str],
        on: date | None,
    ) -> KnownError:
        for length in range(len(text), 1, -1):
            if len(set(near)) >= _NEAREST:
                break
            for book, choice in asked:
                begun = self._reader(choice).index_terms.main_terms(book, text[:length], _NEAREST)
                near += [term.essential for term in begun]
        named = "; ".join(list(dict.fromkeys(near))[:_NEAREST])
        books = " or the ".join(dict.fromkeys(book.label for book, _ in asked))
        hint = f"Near are: {named}." if named else "Try another word for it."
        if IndexBook.INDEX not in {book for book, _ in self.books(on)}:
            hint = str(self._no_book(IndexBook.INDEX, on))
        return KnownError(f"“{text[:60]}” is no term of the {books}.", hint)

    def _no_book(self, book: IndexBook | None, on: date | None) -> KnownError:
        """Say that no release used on the day has *book*, and which installed one has."""
        what = f"the {book.label}" if book is not None else "an index"
        choices = list(self._choices(on))
        if not choices:
            return KnownError("No code set is installed.", "Run: codebook setup")
        with_books = {"icd10cm", "icd10pcs"} if book is None else {_CODE_SET_OF.get(book, _DEFAULT)}
        used = " and ".join(
            choice.release.title for choice in choices if choice.release.code_set in with_books
        )
        if not used:
            return KnownError(
                f"No code set that has {what} is installed.", "Import its official files."
            )
        for release in reversed(self._releases.installed()):
            if not release.confirmed:
                continue
            books = self._releases.reader(release.code_set, release.release).index_terms.books()
            if books and book in {None, *books}:
                return KnownError(
                    f"{used} came without {what}.",
                    f"Import its file, or look in {release.title} with the date of service"
                    f" {release.effective_from.isoformat()}.",
                )
        return KnownError(f"{used} came without {what}.", "Import its official file.")


def _no_such_term(choice: ReleaseChoice, term_id: int) -> KnownError:
    return KnownError(
        f"{choice.release.title} has no term {term_id}.", "Search for it by its words."
    )
