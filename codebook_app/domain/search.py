"""What was asked of the search, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SearchableEntry:
    """What the index of a release holds of one line, handed from the store to the search.

    *code* is without dot. *notes* are the texts of includes, excludes and the other notes, with
    their kind's label; inclusion terms stand apart since they weigh more. *completes* is the id of
    the line that a seventh-character code completes, else 0.
    """

    id: int
    code: str
    title: str
    inclusion_terms: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    level: str
    billable: bool
    completes: int = 0


@dataclass(frozen=True, slots=True)
class SearchableTerm:
    """What the index of a release holds of one term of its alphabetic indexes and tables.

    *id* is the :class:`~codebook_app.domain.index_term.IndexTerm`'s. *path* are the titles above it
    from the main term down, *title* its own, both without nonessential modifiers; *modifiers* are
    those of its own title and of the path's. Terms that lead nowhere are not handed over; *kind* is
    INDEX or TABLE. *codes* are those it leads to, in printed order, as
    :attr:`~codebook_app.domain.index_term.IndexTarget.code` or a row's cells without point and
    dash; *see* the other terms it leads to, as printed; *columns* the headings of a table's row,
    the term's own left out, and *cells* the codes below each of them, empty where there is none,
    of the tables that a *see* may name. *book* is the index or table, one name for each.
    """

    id: int
    kind: HitKind
    title: str
    path: tuple[str, ...]
    modifiers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    book: str = ""


class HitKind(StrEnum):
    """Which part of the book a hit lies in."""

    CODE = "code"
    INDEX = "index"
    TABLE = "table"
    NOTE = "note"
    """None of the book at all: what the person wrote on a code. Never stored in an index."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of an answer.

    *entry_id* is the id of the :class:`~codebook_app.domain.code.Code` in its release; where *kind*
    is INDEX or TABLE, of the :class:`~codebook_app.domain.index_term.IndexTerm` in it: *title* is
    then the whole path ("Diabetes, type 2, with, chronic kidney disease"), *code* what it leads to
    as printed (``E11.22``, ``S72.00-``, empty for a *see*), *level* the book ("index", "drugs", …).
    *path* holds the codes of its ancestors from the chapter down. *reason* names what matched where
    it was not the title ("Inclusion term", "Excludes1", …), with the matched text in *reason_text*.
    *marks* and *reason_marks* are half-open offsets, into *title* and *reason_text*, of the words
    that matched. *score* ranks the hits of one answer and means nothing beyond it.
    *folded* counts the seventh-character codes folded under this hit.
    """

    code_set: str
    release: str
    kind: HitKind
    entry_id: int
    code: str
    title: str
    level: str
    path: tuple[str, ...]
    billable: bool
    score: float
    reason: str = ""
    reason_text: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    reason_marks: tuple[tuple[int, int], ...] = ()
    folded: int = 0

    @property
    def billable_word(self) -> str:
        """The billable state in words, for the eye and for a screen reader."""
        return "billable" if self.billable else "not billable"


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The answer to one query: how it was *read_as* when not as typed, and the ranked hits.

    *failed* are the words that stand in the way, where nothing holds all words of the query, each
    with what may have been meant. *told* are sentences about parts of the query that were left
    aside: a filter that is unknown or only half typed. *milliseconds* is the time on the clock.
    """

    query: str
    read_as: str
    hits: tuple[Hit, ...]
    milliseconds: float
    release_word: str = ""
    failed: tuple[FailedWord, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedWord:
    """A *word* of a query, or a mistyped code, that is in nothing found.

    *nearest* are the words of the installed books, or the codes as printed, that come nearest, the
    likeliest first; empty where there are none.
    """

    word: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on typing: *text* is the whole query with its last word completed to *word*.

    *hits* counts the lines and index terms that hold *word* beside the words before it; 0 for the
    name or value of a filter.
    """

    text: str
    word: str
    hits: int
