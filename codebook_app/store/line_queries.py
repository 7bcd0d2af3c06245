"""SQL for the lines of a release that neither an answer to a keystroke nor a page asks.

Apart from :mod:`codebook_app.store.reference_db`, which imports it when first asked: to
import SQLAlchemy takes longer than to open the databases and find the first hits.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Executable, func, select

from codebook_app.store.reference_models import DocumentSectionRow, LineRow

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
    LineRow.heading,
    LineRow.opens_page,
)


class LineQueries:
    """The queries for lines, each a row as :class:`~codebook_app.domain.code.Code` has its fields.

    Of those after its release.
    """

    def numbered(self, ids: Sequence[int]) -> Executable:
        """Ask for the lines with these *ids*."""
        return select(*_LINE).where(LineRow.id.in_(ids))

    def starting_with(self, undotted_prefix: str, limit: int) -> Executable:
        """Ask for at most *limit* lines whose code begins so, in code order, without headings."""
        return (
            select(*_LINE)
            .where(
                LineRow.undotted >= undotted_prefix,
                LineRow.undotted < f"{undotted_prefix}\U0010ffff",
                LineRow.heading.is_(False),
            )
            .order_by(LineRow.undotted)
            .limit(limit)
        )

    def document_sections(self) -> Executable:
        """Ask for document, title, depth and page of the headings of the documents."""
        row = DocumentSectionRow
        return select(row.document, row.title, row.depth, row.page).order_by(row.id)

    def counts(self) -> Executable:
        """Ask how many lines there are without the headings, and how many of them are valid."""
        return select(func.count(), func.count().filter(LineRow.billable)).where(
            LineRow.heading.is_(False)
        )
