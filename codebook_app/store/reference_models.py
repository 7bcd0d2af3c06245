"""The tables of a release's reference.db. Built once, read only; never migrated."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class ReferenceBase(DeclarativeBase):
    """What the tables of a reference.db have in common."""


class LineRow(ReferenceBase):
    """A line of the release, chapter to seventh-character code, in printed order by *id*.

    *undotted* is the code without point, *path* the codes of the lines above from the chapter down,
    by blanks. *seventh_meaning* is empty but for seventh-character codes.
    """

    __tablename__ = "lines"
    __table_args__ = (
        Index("lines_by_code", "undotted"),
        Index("lines_by_parent", "parent_id"),
        Index("lines_by_level", "level", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    undotted: Mapped[str]
    title: Mapped[str]
    level: Mapped[str]
    billable: Mapped[bool]
    depth: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("lines.id"))
    last_descendant_id: Mapped[int]
    seventh_character: Mapped[str]
    seventh_meaning: Mapped[str]
    path: Mapped[str]


class NoteRow(ReferenceBase):
    """A note under a line, in printed order by *position*."""

    __tablename__ = "notes"
    __table_args__ = (Index("notes_by_line", "line_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"))
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]


class NoteReferenceRow(ReferenceBase):
    """A code, range or prefix that a note names; see domain.note.CodeReference."""

    __tablename__ = "note_references"
    __table_args__ = (Index("note_references_by_code", "first"), {"sqlite_with_rowid": False})

    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    end: Mapped[int]
    first: Mapped[str]
    last: Mapped[str]
    final_characters: Mapped[str]
    pattern: Mapped[str]
