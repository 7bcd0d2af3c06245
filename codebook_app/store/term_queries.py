"""SQL for the terms of a release, but for what every answer to a keystroke asks.

Apart from :mod:`codebook_app.store.reference_terms` for the reason that
:mod:`codebook_app.store.line_queries` is.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Executable, Select, func, or_, select

from codebook_app.domain.index_term import IndexBook, IndexTerm
from codebook_app.store.reference_keys import word_key
from codebook_app.store.reference_models import LineRow, TargetRow, TermRow

_TERM = (
    TermRow.id,
    TermRow.book,
    TermRow.title,
    TermRow.depth,
    TermRow.parent_id,
    TermRow.last_descendant_id,
    TermRow.cells,
    TermRow.modifiers,
)


class TermQueries:
    """The queries for terms, in printed order; a row begins as the columns of :data:`_TERM`."""

    def span(self, book: IndexBook) -> Executable:
        """Ask for the *first* and the *last* id of the terms of *book*."""
        query = select(func.min(TermRow.id).label("first"), func.max(TermRow.id).label("last"))
        return query.where(TermRow.book == book.value)

    def subtree(self, term: IndexTerm) -> Executable:
        """Ask for *term* and all its subterms."""
        return self._ordered(
            select(*_TERM).where(TermRow.id.between(term.id, term.last_descendant_id))
        )

    def children(self, term_id: int) -> Executable:
        """Ask for the subterms directly below."""
        return self._ordered(select(*_TERM).where(TermRow.parent_id == term_id))

    def main_terms(self, book: IndexBook, beginning: str, limit: int, after: int) -> Executable:
        """Ask for at most *limit* main terms that begin so, behind the id *after*."""
        query = select(*_TERM).where(
            TermRow.book == book.value, TermRow.main_key.is_not(None), TermRow.id > after
        )
        key = word_key(beginning)
        if key:
            query = query.where(TermRow.main_key >= key, TermRow.main_key < f"{key}\U0010ffff")
        return self._ordered(query).limit(limit)

    def neighbours(self, term: IndexTerm) -> tuple[Executable, Executable]:
        """Ask for the ids of the main term of *term* and the one before it; and the one after."""
        mains = select(TermRow.id).where(
            TermRow.book == term.book.value, TermRow.main_key.is_not(None)
        )
        return (
            mains.where(TermRow.id <= term.id).order_by(TermRow.id.desc()).limit(2),
            mains.where(TermRow.id > term.id).order_by(TermRow.id).limit(1),
        )

    def completed_by(self, keys: Collection[str]) -> Executable:
        """Ask for the codes, *undotted*, of the lines that the codes *keys* complete."""
        return select(LineRow.undotted).where(
            LineRow.id.in_(
                select(LineRow.parent_id).where(
                    LineRow.undotted.in_(keys), LineRow.seventh_character != ""
                )
            )
        )

    def leading_to(
        self, keys: Collection[str], beginnings: Collection[str], limit: int
    ) -> Executable:
        """Ask for at most *limit* targets that name one of *keys*, or begin it incompletely."""
        return (
            select(
                TargetRow.term_id,
                TargetRow.kind,
                TargetRow.position,
                TargetRow.text,
                TargetRow.code,
                TermRow.book,
            )
            .join(TermRow, TermRow.id == TargetRow.term_id)
            .where(
                or_(
                    TargetRow.code.in_(keys),
                    TargetRow.code.in_(beginnings) & TargetRow.complete.is_(False),
                )
            )
            .order_by(
                func.length(TargetRow.code).desc(),
                TargetRow.complete.desc(),
                TargetRow.term_id,
                TargetRow.position,
            )
            .limit(limit)
        )

    @staticmethod
    def _ordered(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        return query.order_by(TermRow.id)
