"""The tables of the person's database. The migrations build them; a test holds both together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LABEL_LENGTH = 200
NOTEBOOK_ID = 64


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, kept without its zone since not every engine keeps one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Take an aware moment of any zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class UserTable(DeclarativeBase):
    """The tables of user.db. Constraints are named, or no migration could ever drop one."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class StoredEncounter(UserTable):
    """An encounter as it stands, without its lines.

    *label_key* is the label casefolded, for finding it in any script's upper or lower case.
    *step* is the number of the :class:`StoredChange` it stands at: undo lowers it, redo raises
    it, while *revision* only ever grows. A deleted encounter keeps all and has a *deleted_at*.
    *log_count* and *log_hash* are how many entries its log has and the hash of the last one.
    """

    __tablename__ = "encounter"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    label_key: Mapped[str] = mapped_column(Text)
    setting: Mapped[str] = mapped_column(String(16))
    date_of_service: Mapped[date | None] = mapped_column(Date)
    age: Mapped[int | None]
    sex: Mapped[str] = mapped_column(String(1))
    discharge_status: Mapped[str] = mapped_column(String(2))
    birth_date: Mapped[date | None] = mapped_column(Date)
    admitted_on: Mapped[date | None] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(16))
    favourite: Mapped[bool]
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    poa_exempt_hospital: Mapped[bool]
    log_count: Mapped[int]
    log_hash: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]
    step: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StoredLine(UserTable):
    """A line of an encounter, at *position* from 0. *code_key* is its code without the dot.

    *charge* is a decimal number as text: no engine's own type keeps the cents exactly everywhere.
    """

    __tablename__ = "encounter_line"

    encounter_id: Mapped[str] = mapped_column(
        ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(32))
    code_set: Mapped[str] = mapped_column(String(16))
    release: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(32))
    code_key: Mapped[str] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(Text)
    poa: Mapped[str] = mapped_column(String(1))
    performed_on: Mapped[date | None] = mapped_column(Date)
    units: Mapped[int | None]
    modifiers: Mapped[list[str]] = mapped_column(JSON)
    pointers: Mapped[list[str]] = mapped_column(JSON)
    role: Mapped[str] = mapped_column(String(16))
    charge: Mapped[str | None] = mapped_column(String(16))
    revenue_code: Mapped[str] = mapped_column(String(4))


class StoredOverride(UserTable):
    """A warning that was set aside, at *position* from 0 in the order they were made."""

    __tablename__ = "encounter_override"

    encounter_id: Mapped[str] = mapped_column(
        ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rule: Mapped[str] = mapped_column(String(32))
    codes: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StoredChange(UserTable):
    """One change, *number* counting from 1, with what it took out and put in.

    *word* names it for the menu ("add E11.22"); *difference* is what
    :mod:`codebook_app.store.user_history` makes and applies in either direction.
    """

    __tablename__ = "encounter_change"

    encounter_id: Mapped[str] = mapped_column(
        ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    difference: Mapped[dict[str, Any]] = mapped_column(JSON)


class StoredLogEntry(UserTable):
    """An entry of an encounter's log, *number* counting from 1. Only ever added.

    *made_at* is text, so that the moment reads as it was hashed; *changes* is JSON as text, so
    that a row somebody has spoilt can still be read.
    """

    __tablename__ = "encounter_log"

    encounter_id: Mapped[str] = mapped_column(
        ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[str] = mapped_column(String(40))
    word: Mapped[str] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text)
    program: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class StoredEntry(UserTable):
    """What every entry of the notebook has; a deleted one keeps all and has a *deleted_at*.

    *revision* only ever grows, undo included.
    """

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(NOTEBOOK_ID), primary_key=True)
    revision: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StoredOwnNote(StoredEntry):
    """What the coder wrote on a code."""

    __tablename__ = "own_note"
    __table_args__ = (Index("ix_own_note_code_set_code", "code_set", "code"),)

    code_set: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)


class StoredFolder(StoredEntry):
    """A folder of bookmarks; without a *parent_id* it stands at the top."""

    __tablename__ = "folder"

    parent_id: Mapped[str | None] = mapped_column(ForeignKey("folder.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[float] = mapped_column(Float)


class StoredBookmark(StoredEntry):
    """A place of the book; without a *folder_id* it stands at the top."""

    __tablename__ = "bookmark"

    folder_id: Mapped[str | None] = mapped_column(ForeignKey("folder.id"), index=True)
    place: Mapped[str] = mapped_column(Text)
    code_set: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    position: Mapped[float] = mapped_column(Float)


class StoredFavourite(StoredEntry):
    """A code marked as a favourite. *id* is the code set and the code ("icd10cm:E11.22")."""

    __tablename__ = "favourite"

    code_set: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StoredCopyTemplate(StoredEntry):
    """A person's own format for copying: what stands before, between and behind the lines."""

    __tablename__ = "copy_template"
    __table_args__ = (
        Index(
            "uq_copy_template_name",
            "name",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    name: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    header: Mapped[str] = mapped_column(Text)
    line: Mapped[str] = mapped_column(Text)
    footer: Mapped[str] = mapped_column(Text)
    between: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StoredNotebookChange(UserTable):
    """One change to the notebook, which *word* names ("remove the folder Cardiology").

    *undone* tells whether undo took it back. *sitting* names the stretch of typing a change of a
    note belongs to, so that a text typed in one go is one change; it is empty for all others.
    """

    __tablename__ = "notebook_change"

    number: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(Text)
    sitting: Mapped[str] = mapped_column(String(32), index=True)
    undone: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StoredNotebookDifference(UserTable):
    """What a change did to one row: *before* and *after* as JSON, *before* null for a new row.

    *kind* is the name of the row's table. These rows are the earlier texts of every note, and are
    never deleted.
    """

    __tablename__ = "notebook_difference"
    __table_args__ = (Index("ix_notebook_difference_kind_row_id", "kind", "row_id"),)

    change_number: Mapped[int] = mapped_column(
        ForeignKey("notebook_change.number", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    row_id: Mapped[str] = mapped_column(String(NOTEBOOK_ID))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class StoredVisit(UserTable):
    """A place of the book that was opened, numbered in the order of opening."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(Text)
    code_set: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
