"""The tables of a release's reference.db. Built once, read only; never migrated."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class ReferenceBase(DeclarativeBase):
    """What the tables of a reference.db have in common."""


class LineRow(ReferenceBase):
    """A line of the release, chapter to seventh-character code, in printed order by *id*.

    *undotted* is the code without point, in capitals, whatever the code set prints; *path* the
    codes of the lines above from the chapter down, by tabs. *seventh_meaning* is empty but for
    seventh-character codes.
    """

    __tablename__ = "lines"
    __table_args__ = (
        Index("lines_by_code", "undotted"),
        Index("lines_by_parent", "parent_id"),
        Index("lines_by_level", "level", "id"),
        Index("lines_of_pages", "id", sqlite_where=text("opens_page = 1")),
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
    heading: Mapped[bool]
    opens_page: Mapped[bool]
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


class FactRow(ReferenceBase):
    """What else an official file says of a line, in the order it came by *id*."""

    __tablename__ = "facts"
    __table_args__ = (Index("facts_by_line", "line_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"))
    name: Mapped[str]
    value: Mapped[str]
    meaning: Mapped[str]
    searched: Mapped[bool]


class TermRow(ReferenceBase):
    """A term of one of the books that are looked up by a term; see domain.index_term.IndexTerm.

    *modifiers* are the offsets by blanks, *cells* how many its row has. *main_key* is what a main
    term is found by its beginning with, None for a subterm; *leads* whether it leads anywhere.
    """

    __tablename__ = "index_terms"
    __table_args__ = (
        Index("index_terms_by_parent", "parent_id"),
        Index("index_main_terms", "book", "id", sqlite_where=text("main_key IS NOT NULL")),
        Index("index_main_terms_by_key", "book", "main_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str]
    title: Mapped[str]
    depth: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("index_terms.id"))
    last_descendant_id: Mapped[int]
    cells: Mapped[int]
    modifiers: Mapped[str]
    main_key: Mapped[str | None]
    leads: Mapped[bool]


class TargetRow(ReferenceBase):
    """One thing a term leads to, in printed order by *position*, or a cell of its row.

    Of a cell, *kind* is :data:`~codebook_app.store.reference_keys.CELL` and *position* its place in
    the row from 0; cells that are empty are left out. *code* is without point and dash, "" where
    none is named.
    """

    __tablename__ = "index_targets"
    __table_args__ = (
        Index("index_targets_by_code", "code", "complete"),
        {"sqlite_with_rowid": False},
    )

    term_id: Mapped[int] = mapped_column(ForeignKey("index_terms.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    code: Mapped[str]
    complete: Mapped[bool]


class ColumnRow(ReferenceBase):
    """A column heading of a table among the books, the term's own at *position* 0."""

    __tablename__ = "index_columns"
    __table_args__ = ({"sqlite_with_rowid": False},)

    book: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


class ProcedureTableRow(ReferenceBase):
    """A table of ICD-10-PCS; *title* are the labels of its first three characters."""

    __tablename__ = "procedure_tables"

    code: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    definition: Mapped[str]


class AxisValueRow(ReferenceBase):
    """A value at *position* of a code, at *place* within its axis, called *axis*.

    *row* counts the rows of the table from 1; 0 are the three axes that the table itself stands
    for.
    """

    __tablename__ = "procedure_values"
    __table_args__ = ({"sqlite_with_rowid": False},)

    table: Mapped[str] = mapped_column(ForeignKey("procedure_tables.code"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    axis: Mapped[str]
    character: Mapped[str]
    label: Mapped[str]


class DefinitionRow(ReferenceBase):
    """What a value of ICD-10-PCS means; *key* is the title as it is looked for."""

    __tablename__ = "definitions"
    __table_args__ = (Index("definitions_by_title", "section", "position", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[str]
    position: Mapped[int]
    axis: Mapped[str]
    title: Mapped[str]
    key: Mapped[str]
    definition: Mapped[str]
    explanation: Mapped[str]
    includes: Mapped[list[str]] = mapped_column(JSON)


class DeviceAggregateRow(ReferenceBase):
    """A specific device and the general one it counts as; *key* is the device as looked for."""

    __tablename__ = "device_aggregates"
    __table_args__ = (Index("device_aggregates_by_device", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device: Mapped[str]
    key: Mapped[str]
    operation: Mapped[str]
    body_systems: Mapped[list[str]] = mapped_column(JSON)
    character: Mapped[str]
    parent: Mapped[str]


class ListingRow(ReferenceBase):
    """A code's place on a published list; *undotted* as in :class:`LineRow`."""

    __tablename__ = "listings"
    __table_args__ = (
        Index("listings_by_code", "undotted"),
        Index("listings_by_list", "list", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list: Mapped[str]
    code: Mapped[str]
    undotted: Mapped[str]
    title: Mapped[str]


class ConversionRow(ReferenceBase):
    """A code that took the place of others on the day *effective*."""

    __tablename__ = "conversions"
    __table_args__ = (Index("conversions_by_code", "undotted"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    current: Mapped[str]
    undotted: Mapped[str]
    effective: Mapped[date]


class PreviousCodeRow(ReferenceBase):
    """A code whose place a conversion's took, as printed, in printed order by *position*."""

    __tablename__ = "conversion_previous"
    __table_args__ = (
        Index("conversion_previous_by_code", "undotted"),
        {"sqlite_with_rowid": False},
    )

    conversion_id: Mapped[int] = mapped_column(ForeignKey("conversions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    undotted: Mapped[str]


class DocumentSectionRow(ReferenceBase):
    """A heading of a document that is kept with the release, in its order by *id*."""

    __tablename__ = "document_sections"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str]
    title: Mapped[str]
    depth: Mapped[int]
    page: Mapped[int]
