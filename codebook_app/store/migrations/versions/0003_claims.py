"""Encounters ready for the claim: stay, patient, roles, charges, the log, templates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from codebook_app.domain.encounter import Encounter, EncounterLine, Override, Setting
from codebook_app.store.user_log import first_entry

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the fields and tables; each encounter's log begins with the encounter as it stands."""
    for column in (
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False, server_default="encounter"),
        sa.Column("favourite", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("log_count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("log_hash", sa.String(64), nullable=False, server_default=""),
    ):
        op.add_column("encounter", column)
    for column in (
        sa.Column("role", sa.String(16), nullable=False, server_default=""),
        sa.Column("charge", sa.String(16), nullable=True),
        sa.Column("revenue_code", sa.String(4), nullable=False, server_default=""),
    ):
        op.add_column("encounter_line", column)
    op.create_table(
        "copy_template",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("header", "line", "footer", "between")
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_copy_template"),
    )
    op.create_index(
        "uq_copy_template_name",
        "copy_template",
        ["name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    log = op.create_table(
        "encounter_log",
        sa.Column("encounter_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.String(40), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("program", sa.String(40), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("encounter_id", "number", name="pk_encounter_log"),
        sa.ForeignKeyConstraint(
            ["encounter_id"],
            ["encounter.id"],
            name="fk_encounter_log_encounter_id_encounter",
            ondelete="CASCADE",
        ),
    )
    _begin_logs(log)


def _begin_logs(log: sa.Table) -> None:
    connection = op.get_bind()
    now = datetime.now(UTC)
    head = sa.text("UPDATE encounter SET log_count = 1, log_hash = :hash WHERE id = :id")
    for encounter, deleted in _encounters(connection):
        entry = first_entry(encounter, "as it stood", now, deleted=deleted)
        connection.execute(log.insert(), [entry])
        connection.execute(head, {"hash": entry["hash"], "id": encounter.id})


# The rows as revision 0002 has them: the program's own tables may have changed since.
_ENCOUNTER = sa.table(
    "encounter",
    sa.column("id", sa.String),
    sa.column("label", sa.String),
    sa.column("setting", sa.String),
    sa.column("date_of_service", sa.Date),
    sa.column("age", sa.Integer),
    sa.column("sex", sa.String),
    sa.column("discharge_status", sa.String),
    sa.column("deleted_at", sa.DateTime),
)
_LINE = sa.table(
    "encounter_line",
    sa.column("encounter_id", sa.String),
    sa.column("position", sa.Integer),
    sa.column("id", sa.String),
    sa.column("code_set", sa.String),
    sa.column("release", sa.String),
    sa.column("code", sa.String),
    sa.column("title", sa.Text),
    sa.column("poa", sa.String),
    sa.column("performed_on", sa.Date),
    sa.column("units", sa.Integer),
    sa.column("modifiers", sa.JSON),
    sa.column("pointers", sa.JSON),
)
_OVERRIDE = sa.table(
    "encounter_override",
    sa.column("encounter_id", sa.String),
    sa.column("position", sa.Integer),
    sa.column("rule", sa.String),
    sa.column("codes", sa.JSON),
    sa.column("reason", sa.Text),
    sa.column("made_at", sa.DateTime),
)


def _encounters(connection: sa.Connection) -> Iterator[tuple[Encounter, bool]]:
    lines = _by_encounter(connection, _LINE)
    overrides = _by_encounter(connection, _OVERRIDE)
    now = datetime.now(UTC)
    for row in connection.execute(sa.select(_ENCOUNTER)).all():
        yield (
            Encounter(
                id=row.id,
                label=row.label,
                setting=Setting(row.setting),
                date_of_service=row.date_of_service,
                lines=tuple(_line(one) for one in lines.get(row.id, ())),
                overrides=tuple(
                    Override(one.rule, tuple(one.codes), one.reason, _utc(one.made_at))
                    for one in overrides.get(row.id, ())
                ),
                revision=0,
                created_at=now,
                changed_at=now,
                age=row.age,
                sex=row.sex,
                discharge_status=row.discharge_status,
            ),
            row.deleted_at is not None,
        )


def _by_encounter(connection: sa.Connection, table: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    ordered = sa.select(table).order_by(table.c.encounter_id, table.c.position)
    for row in connection.execute(ordered):
        found.setdefault(row.encounter_id, []).append(row)
    return found


def _line(row: Any) -> EncounterLine:
    return EncounterLine(
        row.id,
        row.code_set,
        row.release,
        row.code,
        row.title,
        row.poa,
        row.performed_on,
        row.units,
        tuple(row.modifiers),
        tuple(row.pointers),
    )


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
