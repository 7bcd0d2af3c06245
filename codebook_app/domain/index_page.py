"""What is shown of an alphabetic index or of a table that is read by a term."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.index_term import IndexBook, IndexTerm
from codebook_app.domain.release import ReleaseChoice


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A main term with all its subterms, or a subterm with those below it.

    *terms* begin with the heading itself and follow in printed order. *path* are the titles from
    the main term down to the heading, itself included. *focus* is the id of the term that was
    asked for. *columns* are a table's headings, empty for an index. *previous* and *following* are
    the neighbouring main terms of the book, *letters* what its main terms begin with and how many.
    """

    book: IndexBook
    terms: tuple[IndexTerm, ...]
    path: tuple[str, ...]
    focus: int
    columns: tuple[str, ...]
    previous: IndexTerm | None
    following: IndexTerm | None
    choice: ReleaseChoice
    letters: tuple[tuple[str, int], ...] = ()

    @property
    def heading(self) -> IndexTerm:
        """The term at the head of the page."""
        return self.terms[0]


@dataclass(frozen=True, slots=True)
class TablePage:
    """A whole table that is read by a term: the neoplasm table, the table of drugs.

    *rows* are all its terms in printed order, each with its cells. *columns* are the headings, the
    term's own first. *focus* is the id of the row that was asked for.
    """

    book: IndexBook
    rows: tuple[IndexTerm, ...]
    columns: tuple[str, ...]
    focus: int
    choice: ReleaseChoice

    @property
    def path(self) -> tuple[str, ...]:
        """The titles from the main term down to the row that was asked for."""
        titles: list[str] = []
        at: int | None = self.focus
        while at is not None and 0 <= at - self.rows[0].id < len(self.rows):
            term = self.rows[at - self.rows[0].id]
            titles.append(term.essential)
            at = term.parent_id
        return tuple(reversed(titles))


@dataclass(frozen=True, slots=True)
class IndexPath:
    """A way from a main term to a code: ``("Diabetes", "type 2", "with", …)``.

    *code* is as the index prints it there; *column* is a table's heading, else empty. *term_id* is
    the id of the term that the path ends at.
    """

    book: IndexBook
    term_id: int
    titles: tuple[str, ...]
    code: str
    column: str = ""

    @property
    def text(self) -> str:
        """The path as a coder writes it: "Diabetes, type 2, with, chronic kidney disease"."""
        return ", ".join(title for title in self.titles if title)
