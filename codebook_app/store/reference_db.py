"""Reads a release's reference.db, which never changes once it lies there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, Executable, bindparam, create_engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.note import CodeReference, Note, NoteKind, SourcedNote
from codebook_app.domain.search import SearchableEntry
from codebook_app.errors import KnownError
from codebook_app.store.reference_models import LineRow, NoteReferenceRow, NoteRow
from codebook_app.store.reference_schema import SCHEMA

_LINE = (
    LineRow.id,
    LineRow.code,
    LineRow.title,
    LineRow.level,
    LineRow.billable,
    LineRow.depth,
    LineRow.parent_id,
    LineRow.last_descendant_id,
    LineRow.seventh_character,
)
_HEADINGS = ("chapter", "section")
_KINDS = {kind.value: kind for kind in NoteKind}
# SQLite takes some 32,000 values in one statement.
_MOST_VALUES = 10_000


def _ancestors() -> Executable:
    above = (
        select(LineRow.parent_id.label("id"))
        .where(LineRow.id == bindparam("line"))
        .cte("above", recursive=True)
    )
    above = above.union_all(select(LineRow.parent_id).where(LineRow.id == above.c.id))
    return select(*_LINE).join(above, above.c.id == LineRow.id).order_by(LineRow.id)


_ANCESTORS = _ancestors()


class ReferenceDb:
    """One release, read-only. Safe from any thread; every method is one to three queries."""

    def __init__(self, engine: Engine, code_set: str, release: str) -> None:
        self.code_set = code_set
        self.release = release
        self._engine = engine

    @classmethod
    def open(cls, path: Path, code_set: str, release: str) -> Self:
        """Open the database at *path*, which nothing may change while it is open.

        Raises:
            KnownError: it is missing, unreadable, or not of this version of the program.
        """
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False),
            poolclass=QueuePool,
        )
        try:
            with engine.connect() as connection:
                schema = connection.exec_driver_sql("PRAGMA user_version").scalar()
                connection.execute(select(LineRow.id).limit(1)).all()
        except DBAPIError as fault:
            engine.dispose()
            raise _damaged(path, str(fault.orig)) from fault
        if schema != SCHEMA:
            engine.dispose()
            raise _damaged(path, f"schema {schema}, not {SCHEMA}")
        return cls(engine, code_set, release)

    def close(self) -> None:
        """Close the file. Queries that run at the moment finish first."""
        self._engine.dispose()

    def code(self, text: str) -> Code | None:
        """Return the line whose code is *text*, with or without point, in any case, or None.

        Chapters ("4") and sections ("E08-E13") are found too; a category is preferred to a section
        of the same name.
        """
        spelled = text.strip().upper().replace("–", "-")
        undotted = spelled.replace(".", "")
        named = self._lines(select(*_LINE).where(LineRow.undotted == undotted))
        spelled_so = (line for line in named if spelled in (line.code, undotted))
        return max(spelled_so, key=lambda line: line.depth, default=None)

    def codes(self, ids: Sequence[int]) -> dict[int, Code]:
        """Return the lines with these *ids*, by id; unknown ids are left out."""
        return {
            line.id: line
            for some in _portions(ids)
            for line in self._lines(select(*_LINE).where(LineRow.id.in_(some)))
        }

    def starting_with(self, undotted_prefix: str, limit: int) -> tuple[Code, ...]:
        """Return at most *limit* lines whose code without point begins so, in code order.

        Chapters and sections are left out, seventh-character codes are not.
        """
        query = (
            select(*_LINE)
            .where(
                LineRow.undotted >= undotted_prefix,
                LineRow.undotted < f"{undotted_prefix}\U0010ffff",
                LineRow.level.not_in(_HEADINGS),
            )
            .order_by(LineRow.undotted)
            .limit(limit)
        )
        return tuple(self._lines(query))

    def roots(self) -> tuple[Code, ...]:
        """Return the chapters in printed order."""
        query = select(*_LINE).where(LineRow.parent_id.is_(None)).order_by(LineRow.id)
        return tuple(self._lines(query))

    def ancestors(self, code: Code) -> tuple[Code, ...]:
        """Return the lines above *code*, the chapter first, without itself.

        What is above a seventh-character code begins with the line that it completes.
        """
        return tuple(self._lines(_ANCESTORS, {"line": code.id}))

    def ancestor_codes(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the codes of the lines above each of *ids*, the chapter's first."""
        return {
            own: tuple(path.split())
            for some in _portions(ids)
            for own, path in self._all(select(LineRow.id, LineRow.path).where(LineRow.id.in_(some)))
        }

    def children(self, code: Code) -> tuple[Code, ...]:
        """Return the lines directly below *code*, without seventh-character codes."""
        query = (
            select(*_LINE)
            .where(LineRow.parent_id == code.id, LineRow.seventh_character == "")
            .order_by(LineRow.id)
        )
        return tuple(self._lines(query))

    def subtree(self, code: Code, *, seventh: bool = False) -> tuple[Code, ...]:
        """Return *code* and all lines below it in printed order; *seventh*: completed codes too."""
        query = select(*_LINE).where(LineRow.id.between(code.id, code.last_descendant_id))
        if not seventh:
            query = query.where((LineRow.seventh_character == "") | (LineRow.id == code.id))
        return tuple(self._lines(query.order_by(LineRow.id)))

    def notes(self, ids: Sequence[int]) -> dict[int, tuple[Note, ...]]:
        """Return the own notes of the lines *ids* in printed order; lines without are left out."""
        found: dict[int, list[Note]] = {}
        for some in _portions(ids):
            references = self._references(some)
            query = (
                select(NoteRow.id, NoteRow.line_id, NoteRow.position, NoteRow.kind, NoteRow.text)
                .where(NoteRow.line_id.in_(some))
                .order_by(NoteRow.line_id, NoteRow.position)
            )
            for own, line_id, position, kind, text in self._all(query):
                note = Note(
                    own, line_id, position, _KINDS[kind], text, tuple(references.get(own, ()))
                )
                found.setdefault(line_id, []).append(note)
        return {line_id: tuple(notes) for line_id, notes in found.items()}

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
        found: dict[int, list[SeventhCharacter]] = {}
        for some in _portions(ids):
            query = (
                select(
                    LineRow.parent_id,
                    LineRow.seventh_character,
                    LineRow.seventh_meaning,
                    LineRow.code,
                )
                .where(LineRow.parent_id.in_(some), LineRow.seventh_character != "")
                .order_by(LineRow.id)
            )
            for parent_id, character, meaning, code in self._all(query):
                found.setdefault(parent_id, []).append(SeventhCharacter(character, meaning, code))
        return {line_id: tuple(characters) for line_id, characters in found.items()}

    def neighbours(self, code: Code) -> tuple[Code | None, Code | None]:
        """Return the lines of the same level printed before and after *code*, None at the ends.

        Seventh-character codes neighbour each other only.
        """
        alike = select(*_LINE).where(
            LineRow.level == code.level,
            (LineRow.seventh_character != "") == bool(code.seventh_character),
        )
        before = alike.where(LineRow.id < code.id).order_by(LineRow.id.desc()).limit(1)
        after = alike.where(LineRow.id > code.id).order_by(LineRow.id).limit(1)
        return next(self._lines(before), None), next(self._lines(after), None)

    def searchable(self) -> Iterator[SearchableEntry]:
        """Yield every line in printed order, chapters and sections too, as the index takes it."""
        notes = self._notes_by_line()
        nothing: tuple[Any, Any] = ((), ())
        query = select(
            LineRow.id,
            LineRow.undotted,
            LineRow.title,
            LineRow.level,
            LineRow.billable,
            LineRow.parent_id,
            LineRow.seventh_character,
        ).order_by(LineRow.id)
        with self._engine.connect() as connection:
            for rows in connection.execute(query).partitions(_MOST_VALUES):
                for own, code, title, level, billable, parent_id, character in rows:
                    terms, others = notes.get(own, nothing)
                    completes = (parent_id or 0) if character else 0
                    yield SearchableEntry(
                        own, code, title, tuple(terms), tuple(others), level, billable, completes
                    )

    def counts(self) -> tuple[int, int]:
        """Return how many lines there are below the sections, and how many of them are valid."""
        query = select(func.count(), func.count().filter(LineRow.billable)).where(
            LineRow.level.not_in(_HEADINGS)
        )
        lines, billable = self._all(query)[0]
        return lines, billable

    def _notes_by_line(self) -> dict[int, tuple[list[str], list[tuple[str, str]]]]:
        """Return, for each line that has any, its inclusion terms and its other notes, labelled."""
        labels = {kind.value: kind.label for kind in NoteKind}
        found: dict[int, tuple[list[str], list[tuple[str, str]]]] = {}
        query = select(NoteRow.line_id, NoteRow.kind, NoteRow.text).order_by(NoteRow.id)
        for line_id, kind, text in self._all(query):
            terms, others = found.setdefault(line_id, ([], []))
            if kind == NoteKind.INCLUSION_TERM.value:
                terms.append(text)
            else:
                others.append((labels[kind], text))
        return found

    def _references(self, line_ids: Sequence[int]) -> dict[int, list[CodeReference]]:
        found: dict[int, list[CodeReference]] = {}
        query = (
            select(*NoteReferenceRow.__table__.columns)
            .join(NoteRow, NoteRow.id == NoteReferenceRow.note_id)
            .where(NoteRow.line_id.in_(line_ids))
            .order_by(NoteReferenceRow.note_id, NoteReferenceRow.start)
        )
        for note_id, *reference in self._all(query):
            found.setdefault(note_id, []).append(CodeReference(*reference))
        return found

    def _lines(
        self, query: Executable, values: Mapping[str, object] | None = None
    ) -> Iterator[Code]:
        return (self._line(row) for row in self._all(query, values))

    def _line(self, row: Any) -> Code:
        own, code, *rest = row
        return Code(own, self.code_set, self.release, code, *rest)

    def _all(self, query: Executable, values: Mapping[str, object] | None = None) -> Sequence[Any]:
        with self._engine.connect() as connection:
            return connection.execute(query, values).all()


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    distinct = list(dict.fromkeys(ids))
    for start in range(0, len(distinct), _MOST_VALUES):
        yield distinct[start : start + _MOST_VALUES]


def _damaged(path: Path, why: str) -> KnownError:
    return KnownError(
        f"{path} cannot be read as a release of this program ({why}).",
        "Run “codebook setup”, or import the release again.",
    )
