"""The notebook: own notes, bookmarks in folders, favourites, and the book's history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the notebook; what is there is not touched."""
    op.create_table(
        "own_note",
        _id(),
        *_code(),
        sa.Column("text", sa.Text(), nullable=False),
        *_changing(),
        sa.PrimaryKeyConstraint("id", name="pk_own_note"),
    )
    op.create_index("ix_own_note_code_set_code", "own_note", ["code_set", "code"])
    op.create_table(
        "folder",
        _id(),
        sa.Column("parent_id", sa.String(64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        *_changing(),
        sa.PrimaryKeyConstraint("id", name="pk_folder"),
        sa.ForeignKeyConstraint(["parent_id"], ["folder.id"], name="fk_folder_parent_id_folder"),
    )
    op.create_index("ix_folder_parent_id", "folder", ["parent_id"])
    op.create_table(
        "bookmark",
        _id(),
        sa.Column("folder_id", sa.String(64), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        *_code(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        *_changing(),
        sa.PrimaryKeyConstraint("id", name="pk_bookmark"),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name="fk_bookmark_folder_id_folder"),
    )
    op.create_index("ix_bookmark_folder_id", "bookmark", ["folder_id"])
    op.create_table(
        "favourite",
        _id(),
        *_code(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        *_changing(),
        sa.PrimaryKeyConstraint("id", name="pk_favourite"),
    )
    op.create_table(
        "notebook_change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("sitting", sa.String(32), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_notebook_change"),
    )
    op.create_index("ix_notebook_change_sitting", "notebook_change", ["sitting"])
    op.create_table(
        "notebook_difference",
        sa.Column("change_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("row_id", sa.String(64), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("change_number", "position", name="pk_notebook_difference"),
        sa.ForeignKeyConstraint(
            ["change_number"],
            ["notebook_change.number"],
            name="fk_notebook_difference_change_number_notebook_change",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_notebook_difference_kind_row_id", "notebook_difference", ["kind", "row_id"])
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        *_code(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("visited_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
    )
    op.create_index("ix_visit_visited_at", "visit", ["visited_at"])


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(64), nullable=False)


def _code() -> tuple[sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("code_set", sa.String(16), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
    )


def _changing() -> tuple[sa.Column[int], sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
    )
