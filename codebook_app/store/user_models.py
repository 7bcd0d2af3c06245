"""The tables of the person's database. The migrations build them; a test holds both together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LABEL_LENGTH = 200


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
    revision: Mapped[int]
    step: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StoredLine(UserTable):
    """A line of an encounter, at *position* from 0. *code_key* is its code without the dot."""

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
