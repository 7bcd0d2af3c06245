"""An invented alphabetic index and a table behind a stand-in for the index's look-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from support.invented_window import RELEASE, InventedReleases

from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.domain.release import ReleaseChoice
from codebook_app.errors import KnownError


def to_code(text: str) -> IndexTarget:
    """Return a target that is a code as printed."""
    bare = text.replace(".", "")
    return IndexTarget(TargetKind.CODE, text, bare.rstrip("-"), not bare.endswith("-"))


TERMS = (
    IndexTerm(1, IndexBook.INDEX, "Blot", 0, None, 1, (IndexTarget(TargetKind.SEE, "Inkblot"),)),
    IndexTerm(
        2,
        IndexBook.INDEX,
        "Inkblot (acute) (dry)",
        0,
        None,
        5,
        (to_code("Q01.-"), IndexTarget(TargetKind.SEE_ALSO, "condition")),
        modifiers=((8, 15), (16, 21)),
    ),
    IndexTerm(3, IndexBook.INDEX, "thumb", 1, 2, 5, (to_code("Q01.1-"),)),
    IndexTerm(4, IndexBook.INDEX, "left", 2, 3, 4, (to_code("Q01.12"),)),
    IndexTerm(5, IndexBook.INDEX, "right", 2, 3, 5, (to_code("Q01.11"),)),
    IndexTerm(6, IndexBook.INDEX, "Paper cut", 0, None, 6, (to_code("Q02.0"),)),
    IndexTerm(7, IndexBook.DRUGS, "Ink", 0, None, 8, cells=("Q01.11", "Q01.1-", "--")),
    IndexTerm(8, IndexBook.DRUGS, "black", 1, 7, 8, cells=("Q01.12", "", "Q02.0")),
)
COLUMNS = ("Substance", "Accidental", "Assault", "Adverse effect")
CHOICE = ReleaseChoice(RELEASE, True, RELEASE.dates_word)


def index_page(term_id: int, choice: ReleaseChoice = CHOICE) -> IndexPage:
    """Return the page of the main term above the term with this id."""
    term = TERMS[term_id - 1]
    main = next(
        one for one in TERMS if one.depth == 0 and one.id <= term.id <= one.last_descendant_id
    )
    mains = [one for one in TERMS if one.depth == 0 and one.book is main.book]
    at = mains.index(main)
    return IndexPage(
        main.book,
        tuple(one for one in TERMS if main.id <= one.id <= main.last_descendant_id),
        (main.title,),
        term_id,
        COLUMNS if main.book.is_table else (),
        mains[at - 1] if at else None,
        mains[at + 1] if at + 1 < len(mains) else None,
        choice,
        letters_of(main.book),
    )


def table_page(term_id: int = 7, choice: ReleaseChoice = CHOICE) -> TablePage:
    """Return the whole invented table, with the row that has this id in focus."""
    rows = tuple(term for term in TERMS if term.book is IndexBook.DRUGS)
    return TablePage(IndexBook.DRUGS, rows, COLUMNS, term_id, choice)


def letters_of(book: IndexBook) -> tuple[tuple[str, int], ...]:
    """Return the first letters of the main terms of a book, with how many begin so."""
    return tuple(
        sorted(Counter(one.title[0] for one in TERMS if one.book is book and not one.depth).items())
    )


class InventedIndex:
    """Looks terms up in the invented books."""

    def __init__(self, releases: InventedReleases) -> None:
        self.releases = releases

    def books(self, on: date | None = None) -> tuple[tuple[IndexBook, ReleaseChoice], ...]:
        choice = self.releases.choose("icd10cm", on)
        return ((IndexBook.INDEX, choice), (IndexBook.DRUGS, choice))

    def find(
        self,
        words: Sequence[str],
        *,
        book: IndexBook | None = None,
        on: date | None = None,
    ) -> IndexPage:
        for term in TERMS:
            if term.title == words[-1] and book in {None, term.book}:
                return index_page(term.id, self.releases.choose("icd10cm", on))
        raise KnownError(f"No main term begins with “{words[0]}”.", "Near are: Inkblot.")

    def page(self, code_set: str, release: str, term_id: int) -> IndexPage:
        if (code_set, release) != (RELEASE.code_set, RELEASE.release):
            raise KnownError(f"{release} is not installed.", "Import it.")
        return index_page(term_id)

    def table(
        self,
        book: IndexBook,
        on: date | None = None,
        *,
        code_set: str = "",
        release: str = "",
        term_id: int = 0,
    ) -> TablePage:
        assert book is IndexBook.DRUGS
        return table_page(term_id or 7, self.releases.choose(code_set or "icd10cm", on, release))

    def letters(self, book: IndexBook, on: date | None = None) -> tuple[tuple[str, int], ...]:
        self.releases.choose("icd10cm", on)
        return letters_of(book)

    def resolve(self, _page: IndexPage | TablePage, target: IndexTarget) -> IndexPage | None:
        found = next((term for term in TERMS if term.essential == target.text), None)
        return index_page(found.id) if found else None

    def main_terms(
        self, book: IndexBook, beginning: str = "", on: date | None = None
    ) -> tuple[IndexTerm, ...]:
        self.releases.choose("icd10cm", on)
        return tuple(
            term
            for term in TERMS
            if term.book is book
            and term.depth == 0
            and term.title.casefold().startswith(beginning.casefold())
        )
