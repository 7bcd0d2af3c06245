"""SQL for the lines of a release, but for what every answer to a keystroke asks.

Apart from :mod:`codebook_app.store.reference_db`, which imports it when first asked for a page: to
import SQLAlchemy takes longer than to open the databases and find the first hits.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Executable, bindparam, func, select

from codebook_app.domain.code import Code
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


def _ancestors() -> Executable:
    above = (
        select(LineRow.parent_id.label("id"))
        .where(LineRow.id == bindparam("line"))
        .cte("above", recursive=True)
    )
    above = above.union_all(select(LineRow.parent_id).where(LineRow.id == above.c.id))
    return select(*_LINE).join(above, above.c.id == LineRow.id).order_by(LineRow.id)


class LineQueries:
    """The queries for lines, each a row as :class:`~codebook_app.domain.code.Code` has its fields.

    Of those after its release.
    """

    ancestors = _ancestors()
    """What stands above the line whose id is the value *line*, the chapter first."""

    def named(self, undotted: str) -> Executable:
        """Ask for the lines whose code without point is *undotted*."""
        return select(*_LINE).where(LineRow.undotted == undotted)

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

    def children(self, code: Code) -> Executable:
        """Ask for the lines directly below *code*, without seventh-character codes."""
        return (
            select(*_LINE)
            .where(LineRow.parent_id == code.id, LineRow.seventh_character == "")
            .order_by(LineRow.id)
        )

    def subtree(self, code: Code, *, seventh: bool) -> Executable:
        """Ask for *code* and all lines below it in printed order; *seventh*: completed too."""
        query = select(*_LINE).where(LineRow.id.between(code.id, code.last_descendant_id))
        if not seventh:
            query = query.where((LineRow.seventh_character == "") | (LineRow.id == code.id))
        return query.order_by(LineRow.id)

    def neighbours(self, code: Code) -> tuple[Executable, Executable]:
        """Ask for the line before and the line after *code* that are like it."""
        if code.opens_page:
            alike = select(*_LINE).where(LineRow.opens_page)
        else:
            alike = select(*_LINE).where(
                LineRow.level == code.level,
                LineRow.opens_page.is_(False),
                (LineRow.seventh_character != "") == bool(code.seventh_character),
            )
        return (
            alike.where(LineRow.id < code.id).order_by(LineRow.id.desc()).limit(1),
            alike.where(LineRow.id > code.id).order_by(LineRow.id).limit(1),
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
