"""Reads a release's reference.db, which never changes once it lies there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.content import DocumentSection, Fact
from codebook_app.domain.note import Note, SourcedNote
from codebook_app.domain.search import SearchableEntry, SearchableTerm
from codebook_app.store import line_statements as sql
from codebook_app.store.hit_texts import LineTexts, texts_of_lines
from codebook_app.store.kept_rows import KeptRows
from codebook_app.store.reference_file import ReferenceFile, portions
from codebook_app.store.reference_keys import code_key
from codebook_app.store.reference_notes import notes_of
from codebook_app.store.reference_terms import IndexTerms

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from codebook_app.store.line_queries import LineQueries
    from codebook_app.store.reference_lists import Lists
    from codebook_app.store.reference_procedures import Procedures

# One text, so that every search finds it prepared; "in" with a list would be another for each
# number of hits.
_HIT_ROWS = """
    SELECT id, code, title, level, billable, depth, parent_id, last_descendant_id,
        seventh_character, heading, opens_page, path
    FROM lines WHERE id IN (SELECT value FROM json_each(?))
"""
_ROOTS = """
    SELECT id, code, title, level, billable, depth, parent_id, last_descendant_id,
        seventh_character, heading, opens_page, path
    FROM lines WHERE parent_id IS NULL ORDER BY id
"""
_FACTS = (
    "SELECT line_id, name, value, meaning, searched FROM facts"
    " WHERE line_id IN (SELECT value FROM json_each(?)) ORDER BY line_id, id"
)
_CLOSE = 24
"""So many lines may stand from one to the next, completed codes too, to be read in a sweep."""


class ReferenceDb:
    """One release, read-only. Safe from any thread; every method is one to three queries."""

    def __init__(self, file: ReferenceFile, code_set: str, release: str) -> None:
        self.code_set = code_set
        self.release = release
        self.file = file
        self.index_terms = IndexTerms(file)
        self._roots: tuple[Code, ...] | None = None
        self._hit_rows = KeptRows(self._read_hit_rows)
        self._texts = KeptRows(lambda ids: texts_of_lines(file, ids))

    # What the first hits do not need is made when it is asked for: it asks SQLAlchemy.
    @cached_property
    def procedures(self) -> Procedures:
        """The tables and definitions of procedures."""
        from codebook_app.store.reference_procedures import Procedures

        return Procedures(self.file)

    @cached_property
    def lists(self) -> Lists:
        """The published lists and conversions."""
        from codebook_app.store.reference_lists import Lists

        return Lists(self.file)

    @cached_property
    def _queries(self) -> LineQueries:
        from codebook_app.store.line_queries import LineQueries

        return LineQueries()

    @classmethod
    def open(cls, path: Path, code_set: str, release: str) -> Self:
        """Open the database at *path*, which nothing may change while it is open.

        Raises:
            KnownError: it is missing, unreadable, or not of this version of the program.
        """
        return cls(ReferenceFile.open(path), code_set, release)

    def close(self) -> None:
        """Close the file. Queries that run at the moment finish first."""
        self.file.close()

    def code(self, text: str) -> Code | None:
        """Return the line whose code is *text*, with or without point, in any case, or None.

        Headings ("4", "E08-E13") are found too; a code is preferred to a heading of the same name.
        """
        spelled = text.strip().upper().replace("–", "-")
        undotted = code_key(spelled)
        named = self._prepared(sql.NAMED, undotted)
        spelled_so = (line for line in named if spelled in (line.code.upper(), undotted))
        return max(spelled_so, key=lambda line: (not line.heading, line.depth), default=None)

    def codes(self, ids: Sequence[int]) -> dict[int, Code]:
        """Return the lines with these *ids*, by id; unknown ids are left out."""
        return {
            line.id: line
            for some in portions(ids)
            for line in self._lines(self._queries.numbered(some))
        }

    def starting_with(self, undotted_prefix: str, limit: int) -> tuple[Code, ...]:
        """Return at most *limit* lines whose code without point begins so, in code order.

        The beginning is in capitals. Headings are left out, seventh-character codes are not.
        """
        return tuple(self._lines(self._queries.starting_with(undotted_prefix, limit)))

    def roots(self) -> tuple[Code, ...]:
        """Return the chapters in printed order. They are read once: completions ask each key."""
        if self._roots is None:
            self._roots = tuple(line for line, _ in map(self._hit_row, self.file.prepared(_ROOTS)))
        return self._roots

    def ancestors(self, code: Code) -> tuple[Code, ...]:
        """Return the lines above *code*, the chapter first, without itself.

        What is above a seventh-character code begins with the line that it completes.
        """
        return tuple(self._prepared(sql.ANCESTORS, code.id))

    def hit_rows(self, ids: Sequence[int]) -> dict[int, tuple[Code, tuple[str, ...]]]:
        """Return what a hit shows of the lines *ids*: itself, the codes above, the chapter first.

        Unknown ids are left out. One prepared statement at most, however many they are.
        """
        return self._hit_rows.of(ids)

    def texts(self, ids: Sequence[int]) -> dict[int, LineTexts]:
        """Return the texts beside the titles of the lines *ids*."""
        return self._texts.of(ids)

    def _read_hit_rows(self, ids: Sequence[int]) -> dict[int, tuple[Code, tuple[str, ...]]]:
        rows = map(self._hit_row, self.file.prepared(_HIT_ROWS, json.dumps(list(ids))))
        return {line.id: (line, path) for line, path in rows}

    def _hit_row(self, row: Any) -> tuple[Code, tuple[str, ...]]:
        *fields, path = row
        return self._line(fields), tuple(path.split("\t")) if path else ()

    def place_of(self, code: Code) -> tuple[Code, tuple[Code, ...]]:
        """Return the line that opens the page of *code*, and the lines above that line."""
        above = self.ancestors(code)
        if not (code.opens_page or code.heading):
            for depth in range(len(above) - 1, -1, -1):
                if above[depth].opens_page:
                    return above[depth], above[:depth]
        return code, above

    def children(self, code: Code) -> tuple[Code, ...]:
        """Return the lines directly below *code*, without seventh-character codes."""
        return tuple(self._prepared(sql.CHILDREN, code.id))

    def subtree(self, code: Code, *, seventh: bool = False) -> tuple[Code, ...]:
        """Return *code* and all lines below it in printed order; *seventh*: completed codes too."""
        span = (code.id, code.last_descendant_id)
        if seventh:
            return tuple(self._prepared(sql.SUBTREE, *span))
        return tuple(self._prepared(sql.PRINTED, *span, code.id))

    def notes(self, ids: Sequence[int]) -> dict[int, tuple[Note, ...]]:
        """Return the own notes of the lines *ids* in printed order; lines without are left out."""
        return notes_of(self.file, ids)

    def governing_notes(self, code: Code) -> tuple[SourcedNote, ...]:
        """Return the notes of every line above *code*, the chapter's first, and then its own."""
        lines = (*self.ancestors(code), code)
        notes = self.notes([line.id for line in lines])
        return tuple(
            SourcedNote(note, line, inherited=line.id != code.id)
            for line in lines
            for note in notes.get(line.id, ())
        )

    def seventh_characters(self, ids: Sequence[int]) -> dict[int, tuple[SeventhCharacter, ...]]:
        """Return the seventh characters that complete the lines *ids*; others are left out."""
        found: dict[int, list[SeventhCharacter]] = {own: [] for own in ids}
        for parent_id, character, meaning, code in self._seventh_of(ids):
            if parent_id in found:
                found[parent_id].append(SeventhCharacter(character, meaning, code))
        return {own: tuple(characters) for own, characters in found.items() if characters}

    def _seventh_of(self, ids: Sequence[int]) -> Sequence[Any]:
        """Return the rows of the codes that complete the lines *ids*, and maybe of some others."""
        if not ids:
            return ()
        first, last = min(ids), max(ids)
        if last - first <= len(ids) * _CLOSE:
            return self.file.prepared(sql.SEVENTH_BETWEEN, first, last)
        return self.file.prepared(sql.SEVENTH, json.dumps(list(ids)))

    def neighbours(self, code: Code) -> tuple[Code | None, Code | None]:
        """Return the lines printed before and after *code* that are like it, None at the ends.

        Lines that open a page neighbour each other; others those of their level, and
        seventh-character codes each other only.
        """
        if code.opens_page:
            before = self._prepared(sql.PAGE_BEFORE, code.id)
            after = self._prepared(sql.PAGE_AFTER, code.id)
        else:
            alike = (code.level, bool(code.seventh_character), code.id)
            before = self._prepared(sql.ALIKE_BEFORE, *alike)
            after = self._prepared(sql.ALIKE_AFTER, *alike)
        return next(before, None), next(after, None)

    def facts(self, ids: Sequence[int]) -> dict[int, tuple[Fact, ...]]:
        """Return the facts of the lines *ids* in their order; lines without are left out."""
        found: dict[int, list[Fact]] = {}
        for line_id, name, value, meaning, searched in self.file.prepared(
            _FACTS, json.dumps(list(ids))
        ):
            fact = Fact(line_id, name, value, meaning, bool(searched))
            found.setdefault(line_id, []).append(fact)
        return {line_id: tuple(facts) for line_id, facts in found.items()}

    def document_sections(self) -> tuple[DocumentSection, ...]:
        """Return the headings of the documents kept with the release, in their order."""
        found = self.file.rows(self._queries.document_sections())
        return tuple(DocumentSection(*one) for one in found)

    def searchable(self) -> Iterator[SearchableEntry]:
        """Yield every line in printed order, headings too, as the index takes it.

        Facts that are searched stand after the inclusion terms, among them.
        """
        from codebook_app.store.reference_searchable import searchable_entries

        return searchable_entries(self.file)

    def searchable_terms(self) -> Iterator[SearchableTerm]:
        """Yield every term that leads anywhere, in printed order, as the index takes it."""
        from codebook_app.store.reference_searchable import searchable_terms

        return searchable_terms(self.file)

    def counts(self) -> tuple[int, int]:
        """Return how many lines there are without the headings, and how many of them are valid."""
        lines, billable = self.file.rows(self._queries.counts())[0]
        return lines, billable

    def _lines(self, query: Executable) -> Iterator[Code]:
        return map(self._line, self.file.rows(query))

    def _prepared(self, statement: str, *values: object) -> Iterator[Code]:
        return map(self._line, self.file.prepared(statement, *values))

    def _line(self, row: Any) -> Code:
        own, code, title, level, billable, depth, parent, last, seventh, heading, opens_page = row
        return Code(
            own,
            self.code_set,
            self.release,
            code,
            title,
            level,
            bool(billable),
            depth,
            parent,
            last,
            seventh,
            bool(heading),
            bool(opens_page),
        )
