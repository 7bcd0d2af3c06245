"""Encounters with their lines, overrides and the changes that undo walks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the first release."""
    op.create_table(
        "encounter",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("label_key", sa.Text(), nullable=False),
        sa.Column("setting", sa.String(16), nullable=False),
        sa.Column("date_of_service", sa.Date(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(1), nullable=False),
        sa.Column("discharge_status", sa.String(2), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_encounter"),
    )
    op.create_index("ix_encounter_changed_at", "encounter", ["changed_at"])
    op.create_table(
        "encounter_line",
        _encounter_id(),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("code_set", sa.String(16), nullable=False),
        sa.Column("release", sa.String(32), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("code_key", sa.String(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("poa", sa.String(1), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("modifiers", sa.JSON(), nullable=False),
        sa.Column("pointers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("encounter_id", "position", name="pk_encounter_line"),
        _within_encounter("encounter_line"),
    )
    op.create_index("ix_encounter_line_code_key", "encounter_line", ["code_key"])
    op.create_table(
        "encounter_override",
        _encounter_id(),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("encounter_id", "position", name="pk_encounter_override"),
        _within_encounter("encounter_override"),
    )
    op.create_table(
        "encounter_change",
        _encounter_id(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("difference", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("encounter_id", "number", name="pk_encounter_change"),
        _within_encounter("encounter_change"),
    )


def _encounter_id() -> sa.Column[str]:
    return sa.Column("encounter_id", sa.String(32), nullable=False)


def _within_encounter(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["encounter_id"],
        ["encounter.id"],
        name=f"fk_{table}_encounter_id_encounter",
        ondelete="CASCADE",
    )
