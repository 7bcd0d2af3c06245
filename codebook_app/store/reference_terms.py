"""The alphabetic indexes of a release, and the tables that are read by a term."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from codebook_app.domain.index_page import IndexPath
from codebook_app.domain.index_term import (
    IndexBook,
    IndexTarget,
    IndexTerm,
    TargetKind,
    essential_title,
)
from codebook_app.store.kept_rows import KeptRows
from codebook_app.store.reference_file import ReferenceFile
from codebook_app.store.reference_keys import CELL, code_key

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from codebook_app.store.term_queries import TermQueries

# What hits ask: always the same texts, so that they are found prepared.
_BY_ID = """
    SELECT id, book, title, depth, parent_id, last_descendant_id, cells, modifiers
    FROM index_terms WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_TARGETS = """
    SELECT term_id, kind, text, code, complete, position FROM index_targets
    WHERE term_id IN (SELECT value FROM json_each(?)) ORDER BY term_id, position
"""
_LEADING = """
    SELECT term_id, kind, text, code, complete, position FROM index_targets
    WHERE term_id BETWEEN ? AND ? AND kind <> 'cell' ORDER BY term_id, position
"""
_PATHS = """
    WITH RECURSIVE climbed(own, id) AS (
        SELECT id, id FROM index_terms WHERE id IN (SELECT value FROM json_each(?))
        UNION ALL
        SELECT own, parent_id FROM climbed JOIN index_terms USING (id) WHERE parent_id IS NOT NULL
    )
    SELECT own, title, modifiers FROM climbed JOIN index_terms USING (id) ORDER BY own, id
"""
_ROWS = """
    SELECT id, title, depth, parent_id, last_descendant_id, cells, modifiers
    FROM index_terms WHERE id BETWEEN ? AND ? ORDER BY id
"""
_SPAN = """
    SELECT min(id), max(last_descendant_id) FROM index_terms
    WHERE book = ? AND main_key IS NOT NULL
"""
# A text a row instead of six of a cell each: a third of the time.
_CELLS = """
    SELECT term_id, group_concat(position || ':' || text, char(9)) FROM index_targets
    WHERE term_id BETWEEN ? AND ? AND kind = 'cell' GROUP BY term_id
"""
_LETTERS = """
    SELECT substr(main_key, 1, 1), count(*) FROM index_terms
    WHERE book = ? AND main_key IS NOT NULL GROUP BY 1 ORDER BY 1
"""
_HELD = "SELECT EXISTS (SELECT 1 FROM index_terms WHERE book = ?)"
_COLUMNS = "SELECT title FROM index_columns WHERE book = ? ORDER BY position"
_KINDS = {kind.value: kind for kind in TargetKind}
_BOOKS = {book.value: book for book in IndexBook}
_NONE: dict[int, str] = {}
_WORDED = frozenset({TargetKind.SEE, TargetKind.SEE_ALSO, TargetKind.USE})


class IndexTerms:
    """Reads the terms of a release. Safe from any thread; every method is one to four queries."""

    def __init__(self, file: ReferenceFile) -> None:
        self._file = file
        self._kept_terms = KeptRows(self._read_terms)
        self._kept_paths = KeptRows(self._read_paths)
        self._books: tuple[IndexBook, ...] | None = None
        self._kept_columns: dict[IndexBook, tuple[str, ...]] = {}

    @cached_property
    def _queries(self) -> TermQueries:
        from codebook_app.store.term_queries import TermQueries

        return TermQueries()

    def books(self) -> tuple[IndexBook, ...]:
        """Return the books that the release holds, in the order of :class:`IndexBook`.

        They are looked for once: completions ask each key.
        """
        if self._books is not None:
            return self._books
        self._books = tuple(
            book for book in IndexBook if self._file.prepared(_HELD, book.value)[0][0]
        )
        return self._books

    def stretches(self, book: IndexBook) -> tuple[tuple[int, int], ...]:
        """Return the first and the last id of the terms of *book*, which stand together; or ()."""
        (row,) = self._file.rows(self._queries.span(book))
        return ((row.first, row.last),) if row.first is not None else ()

    def columns(self, book: IndexBook) -> tuple[str, ...]:
        """Return the column headings of a table, the term's own first; empty for an index."""
        if (kept := self._kept_columns.get(book)) is not None:
            return kept
        columns = tuple(title for (title,) in self._file.prepared(_COLUMNS, book.value))
        self._kept_columns[book] = columns
        return columns

    def terms(self, ids: Sequence[int]) -> dict[int, IndexTerm]:
        """Return the terms with these *ids*, by id; unknown ids are left out."""
        return self._kept_terms.of(ids)

    def _read_terms(self, ids: Sequence[int]) -> dict[int, IndexTerm]:
        found = self._with_targets(self._file.prepared(_BY_ID, json.dumps(list(ids))))
        return {term.id: term for term in found}

    def subtree(self, term: IndexTerm) -> tuple[IndexTerm, ...]:
        """Return *term* and all its subterms in printed order."""
        return self._terms(self._queries.subtree(term))

    def children(self, term_id: int) -> tuple[IndexTerm, ...]:
        """Return the subterms directly below, in printed order."""
        return self._terms(self._queries.children(term_id))

    def table(self, book: IndexBook) -> tuple[IndexTerm, ...]:
        """Return every term of *book* in printed order, a whole table in a tenth of a second."""
        (span,) = self._file.prepared(_SPAN, book.value)
        rows = self._file.prepared(_ROWS, *span)
        cells = {own: text.split("\t") for own, text in self._file.prepared(_CELLS, *span)}
        leading = self._targets(_LEADING, *span)[0]
        return tuple(
            IndexTerm(
                own,
                book,
                title,
                depth,
                parent,
                last,
                leading.get(own, ()),
                _row_of(cells.get(own, ()), count),
                spans_of(modifiers),
            )
            for own, title, depth, parent, last, count, modifiers in rows
        )

    def letters(self, book: IndexBook) -> tuple[tuple[str, int], ...]:
        """Return the first characters of the main terms of *book*, with how many begin so."""
        counted = self._file.prepared(_LETTERS, book.value)
        return tuple((letter.upper(), count) for letter, count in counted)

    def path(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the titles from the main term down to each of *ids*, its own included.

        They are without nonessential modifiers; unknown ids are left out.
        """
        return self._kept_paths.of(ids)

    def _read_paths(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for own, title, offsets in self._file.prepared(_PATHS, json.dumps(list(ids))):
            found.setdefault(own, []).append(essential_title(title, spans_of(offsets)))
        return {own: tuple(titles) for own, titles in found.items()}

    def main_terms(
        self, book: IndexBook, beginning: str = "", limit: int = 200, after: int = 0
    ) -> tuple[IndexTerm, ...]:
        """Return at most *limit* main terms of *book* in printed order, behind the id *after*.

        Their titles without nonessential modifiers begin with *beginning*, in any case and with or
        without accents.
        """
        return self._terms(self._queries.main_terms(book, beginning, limit, after))

    def neighbours(self, term: IndexTerm) -> tuple[IndexTerm | None, IndexTerm | None]:
        """Return the main terms printed before and after the one *term* stands under."""
        before, after = self._queries.neighbours(term)
        previous = [row.id for row in self._file.rows(before)][1:]
        following = [row.id for row in self._file.rows(after)]
        terms = self.terms([*previous, *following])
        return (
            terms[previous[0]] if previous else None,
            terms[following[0]] if following else None,
        )

    def leading_to(self, codes: Iterable[str], limit: int = 50) -> tuple[IndexPath, ...]:
        """Return at most *limit* ways to *codes*, the nearest first, then in printed order.

        A term or a table's cell leads to a code that it names, or that begins with the incomplete
        code it names; to a seventh-character code leads also what names the line it completes.
        """
        keys = {code_key(code) for code in codes} - {""}
        keys |= {row.undotted for row in self._file.rows(self._queries.completed_by(keys))}
        beginnings = {key[:end] for key in keys for end in range(1, len(key))}
        rows = self._file.rows(self._queries.leading_to(keys, beginnings, limit))
        titles = self.path([row.term_id for row in rows])
        columns = {book: self.columns(book) for book in {IndexBook(row.book) for row in rows}}
        ways = (
            IndexPath(
                book=IndexBook(row.book),
                term_id=row.term_id,
                titles=titles[row.term_id],
                code=row.code if row.kind in _WORDED else row.text,
                column=_column(columns[IndexBook(row.book)], row.position)
                if row.kind == CELL
                else "",
            )
            for row in rows
        )
        return tuple(dict.fromkeys(ways))

    def _terms(self, query: Executable) -> tuple[IndexTerm, ...]:
        """Return the terms of *query* with what they lead to."""
        return self._with_targets(self._file.rows(query))

    def _with_targets(self, rows: Sequence[Any]) -> tuple[IndexTerm, ...]:
        # Taken apart and not asked by name: a page of an index has up to three thousand terms.
        found = [tuple(row) for row in rows]
        targets, cells = self._targets(_TARGETS, json.dumps([row[0] for row in found]))
        return tuple(
            IndexTerm(
                own,
                _BOOKS[book],
                title,
                depth,
                parent,
                last,
                targets.get(own, ()),
                tuple(cells.get(own, _NONE).get(place, "") for place in range(count)),
                spans_of(modifiers),
            )
            for own, book, title, depth, parent, last, count, modifiers in found
        )

    def _targets(
        self, statement: str, *values: object
    ) -> tuple[dict[int, tuple[IndexTarget, ...]], dict[int, dict[int, str]]]:
        """Return what terms lead to in printed order, and the cells of rows by their place."""
        targets: dict[int, tuple[IndexTarget, ...]] = {}
        cells: dict[int, dict[int, str]] = {}
        for own, kind, text, code, complete, position in self._file.prepared(statement, *values):
            if kind == CELL:
                cells.setdefault(own, {})[position] = text
            else:
                target = IndexTarget(_KINDS[kind], text, code, bool(complete))
                targets[own] = (*targets.get(own, ()), target)
        return targets, cells


def _row_of(placed: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the *count* cells of a row from those that are not empty, each behind its place."""
    if not placed:
        return ("",) * count
    found = dict(part.split(":", 1) for part in placed)
    return tuple(found.get(str(place), "") for place in range(count))


def spans_of(offsets: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open offsets that a term's modifiers are stored as."""
    if not offsets:
        return ()
    numbers = [int(number) for number in offsets.split()]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _column(headings: tuple[str, ...], place: int) -> str:
    """Return the heading over the cell at *place*, which the first heading does not count for."""
    return headings[place + 1] if place + 1 < len(headings) else ""
