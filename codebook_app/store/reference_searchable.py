"""What the search index takes of a release, line by line and term by term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from sqlalchemy import select

from codebook_app.domain.index_term import IndexBook, TargetKind, essential_title
from codebook_app.domain.note import NoteKind
from codebook_app.domain.search import HitKind, SearchableEntry, SearchableTerm
from codebook_app.store.reference_file import ReferenceFile
from codebook_app.store.reference_models import (
    ColumnRow,
    FactRow,
    LineRow,
    NoteRow,
    TargetRow,
    TermRow,
)
from codebook_app.store.reference_terms import spans_of

_NAMED_TABLE = IndexBook.NEOPLASM.value


def searchable_entries(file: ReferenceFile) -> Iterator[SearchableEntry]:
    """Yield every line in printed order with its notes and its searched facts."""
    texts = _texts_by_line(file)
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
    for own, code, title, level, billable, parent_id, character in file.stream(query):
        terms, others = texts.get(own, nothing)
        completes = (parent_id or 0) if character else 0
        yield SearchableEntry(
            own, code, title, tuple(terms), tuple(others), level, billable, completes
        )


def searchable_terms(file: ReferenceFile) -> Iterator[SearchableTerm]:
    """Yield every term that leads anywhere in printed order, with what stands above it."""
    kinds = {book.value: HitKind.TABLE if book.is_table else HitKind.INDEX for book in IndexBook}
    codes, columns, see = _codes_by_term(file), _columns_by_book(file), _see_by_term(file)
    cells = _cells_by_row(file, len(columns.get(_NAMED_TABLE, ())))
    titles: list[str] = []
    modifiers: list[tuple[str, ...]] = []
    query = select(
        TermRow.id, TermRow.book, TermRow.title, TermRow.depth, TermRow.modifiers, TermRow.leads
    ).order_by(TermRow.id)
    for own, book, title, depth, offsets, leads in file.stream(query):
        del titles[depth:], modifiers[depth:]
        if offsets:
            spans = spans_of(offsets)
            titles.append(essential_title(title, spans))
            modifiers.append(tuple(one for start, end in spans for one in _words(title[start:end])))
        else:
            titles.append(title)
            modifiers.append(())
        if leads:
            yield SearchableTerm(
                id=own,
                kind=kinds[book],
                title=titles[-1],
                path=tuple(titles[:-1]),
                modifiers=tuple(chain.from_iterable(modifiers)),
                codes=tuple(dict.fromkeys(codes.get(own, ()))),
                columns=columns.get(book, ()),
                see=tuple(see.get(own, ())),
                cells=cells.get(own, ()),
                book=book,
            )


def _words(modifiers: str) -> Iterator[str]:
    """Yield each modifier of "(complete) (spontaneous)" without its parentheses."""
    split = (one.strip() for one in re.split(r"[()\[\]]", modifiers))
    return (one for one in split if one)


def _codes_by_term(file: ReferenceFile) -> dict[int, list[str]]:
    """Return the codes that terms lead to, incomplete ones too, in printed order."""
    query = (
        select(TargetRow.term_id, TargetRow.code)
        .where(TargetRow.code != "")
        .order_by(TargetRow.term_id, TargetRow.position)
    )
    found: dict[int, list[str]] = {}
    for term_id, code in file.stream(query):
        found.setdefault(term_id, []).append(code)
    return found


def _cells_by_row(file: ReferenceFile, columns: int) -> dict[int, tuple[str, ...]]:
    """Return the codes of each row of the neoplasm table by column: that is what a *see* names."""
    query = (
        select(TargetRow.term_id, TargetRow.position, TargetRow.code)
        .join(TermRow, TermRow.id == TargetRow.term_id)
        .where(TermRow.book == _NAMED_TABLE, TargetRow.code != "")
    )
    found: dict[int, list[str]] = {}
    for term_id, position, code in file.stream(query):
        if position < columns:
            found.setdefault(term_id, [""] * columns)[position] = code
    return {term_id: tuple(cells) for term_id, cells in found.items()}


def _see_by_term(file: ReferenceFile) -> dict[int, list[str]]:
    """Return the other terms that terms lead to, as printed."""
    kinds = [kind.value for kind in (TargetKind.SEE, TargetKind.SEE_ALSO)]
    query = (
        select(TargetRow.term_id, TargetRow.text)
        .where(TargetRow.kind.in_(kinds))
        .order_by(TargetRow.term_id, TargetRow.position)
    )
    found: dict[int, list[str]] = {}
    for term_id, text in file.stream(query):
        found.setdefault(term_id, []).append(text)
    return found


def _columns_by_book(file: ReferenceFile) -> dict[str, tuple[str, ...]]:
    """Return the headings of each table's columns without the term's own."""
    query = (
        select(ColumnRow.book, ColumnRow.title)
        .where(ColumnRow.position > 0)
        .order_by(ColumnRow.book, ColumnRow.position)
    )
    found: dict[str, tuple[str, ...]] = {}
    for book, title in file.rows(query):
        found[book] = (*found.get(book, ()), title)
    return found


def _texts_by_line(file: ReferenceFile) -> dict[int, tuple[list[str], list[tuple[str, str]]]]:
    """Return, for each line that has any, its inclusion terms and its other notes, labelled."""
    labels = {kind.value: kind.label for kind in NoteKind}
    found: dict[int, tuple[list[str], list[tuple[str, str]]]] = {}
    notes = select(NoteRow.line_id, NoteRow.kind, NoteRow.text).order_by(NoteRow.id)
    for line_id, kind, text in file.rows(notes):
        terms, others = found.setdefault(line_id, ([], []))
        if kind == NoteKind.INCLUSION_TERM.value:
            terms.append(text)
        else:
            others.append((labels[kind], text))
    facts = select(FactRow.line_id, FactRow.value).where(FactRow.searched).order_by(FactRow.id)
    for line_id, value in file.rows(facts):
        found.setdefault(line_id, ([], []))[0].append(value)
    return found
