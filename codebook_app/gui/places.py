"""The places the book can be opened at, and how they are written down between starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codebook_app.domain.index_term import IndexBook, IndexTarget, TargetKind
from codebook_app.domain.search import Hit, HitKind

if TYPE_CHECKING:
    from codebook_app.domain.index_page import IndexPage, TablePage

_TERM = "@"
_PARTS = 4
_PROCEDURE_LETTERS = 7
_TABLE = 3
_WITH_MODIFIERS = {"hcpcs", "cpt"}
DIAGNOSES, PROCEDURES, ICF = "icd10cm", "icd10pcs", "icf"
BUILT, PRINTED = "build", "printed"
"""How a place of ICD-10-PCS may be shown: as the code is built, or as its table is printed."""
_TO_A_TERM = {TargetKind.SEE, TargetKind.SEE_ALSO}  # a "use" names a value of a table


@dataclass(frozen=True, slots=True)
class Place:
    """Something to open: a code, a term of one of the index books, or a list of what there is.

    A place of no *code* and no *book* is the list of chapters of its *code_set*, of no code set the
    list of all books. An empty *code_set* beside a *code* is any that has it. A term is named by
    the *release* it stands in and its *term_id* there; without an id it is the list of the book's
    main terms, those that begin with *code* where there is one. *shown_as* is :data:`BUILT` or
    :data:`PRINTED` where a code set has several ways to show a code, "" for its own way.
    """

    code_set: str = ""
    code: str = ""
    book: IndexBook | None = None
    release: str = ""
    term_id: int = 0
    shown_as: str = ""

    @property
    def text(self) -> str:
        """The place in one word, for links and for the settings; :meth:`parse` reads it."""
        if self.book is not None:
            return f"{_TERM}{self.book}:{self.code_set}:{self.release}:{self.term_id}:{self.code}"
        if self.shown_as:
            return f"{self.code_set}/{self.shown_as}:{self.code}"
        return f"{self.code_set}:{self.code}" if self.code_set else self.code

    @classmethod
    def parse(cls, text: str, code_set: str = "") -> Place:
        """Return the place that *text* writes down; a bare code is one of *code_set*.

        What cannot be read is the list of all books: settings may be of another version.
        """
        if text.startswith(_TERM):
            book, *rest = text.removeprefix(_TERM).split(":")
            if book not in set(IndexBook) or len(rest) != _PARTS or not rest[2].isdecimal():
                return CONTENTS
            return cls(rest[0], rest[3], IndexBook(book), rest[1], int(rest[2]))
        named, colon, code = text.partition(":")
        if not colon:
            return cls(code_set if text else "", text)
        named, _, shown_as = named.partition("/")
        return cls(named, code, shown_as=shown_as)

    @property
    def is_contents(self) -> bool:
        """Whether this is a list of what there is to open."""
        return not self.code and self.book is None and self.shown_as != BUILT

    @property
    def is_built(self) -> bool:
        """Whether a procedure code is built here: so far not a whole one, or asked for so."""
        if self.shown_as or self.code_set != PROCEDURES or self.book is not None:
            return self.shown_as == BUILT
        return 0 < len(self.code) < _PROCEDURE_LETTERS


CONTENTS = Place()
"""The list of all books."""


def place_of_book(book: IndexBook) -> Place:
    """Return where a book that is read by a term begins, in the release in force."""
    return Place(PROCEDURES if book is IndexBook.PCS else DIAGNOSES, "", book)


def place_of_term(page: IndexPage | TablePage, term_id: int) -> Place:
    """Return the place of a term of the book that *page* shows."""
    release = page.choice.release
    return Place(release.code_set, "", page.book, release.release, term_id)


def place_of_code(code_set: str, printed: str) -> Place:
    """Return the place of a code as an index prints it: ``S72.00-`` is where ``S72.00`` stands.

    A procedure that is not printed whole is built on from there.
    """
    return Place(code_set, printed.strip().rstrip("-.").strip("[]"))


def leads_to_term(target: IndexTarget) -> bool:
    """Whether *target* names another term, to be looked up in the index."""
    return target.kind in _TO_A_TERM and not target.code


def place_begun(typed: str, hit: Hit) -> Place | None:
    """Return where the code that *typed* begins is built on, None where it begins none.

    The codes that begin so are the hits then; the first of them is no more meant than the others.
    """
    beginning = typed.strip().upper()
    begins = len(beginning) < len(hit.code) == _PROCEDURE_LETTERS and len(beginning) >= _TABLE
    if begins and hit.code_set == PROCEDURES and hit.code.startswith(beginning):
        return Place(PROCEDURES, beginning)
    return None


def other_way(code_set: str, code: str) -> tuple[str, str]:
    """Return the words and the text of the place where *code* is shown in another way, or ""s."""
    if code_set == PROCEDURES and code:
        return "Build from here", Place(code_set, code, shown_as=BUILT).text
    if code_set in _WITH_MODIFIERS and code:
        return "Modifiers", Place(code_set, "Modifiers").text
    return "", ""


def place_of_hit(hit: Hit) -> Place:
    """Return where a hit stands: in the tabular, or in the index or table it was found in."""
    if hit.kind in (HitKind.CODE, HitKind.NOTE):
        return Place(hit.code_set, hit.code)
    return Place(hit.code_set, "", _book_of(hit), hit.release, hit.entry_id)


def tabular_place(hit: Hit) -> Place:
    """Return where a hit is coded from: never the index, where that leads to one place.

    A row of a table has several codes to choose from, and a *see* has none: they stay where they
    stand.
    """
    if hit.kind is HitKind.INDEX and hit.code:
        return place_of_code(hit.code_set, hit.code)
    return place_of_hit(hit)


def _book_of(hit: Hit) -> IndexBook:
    if hit.level in set(IndexBook):
        return IndexBook(hit.level)
    return IndexBook.PCS if hit.code_set == PROCEDURES else IndexBook.INDEX
