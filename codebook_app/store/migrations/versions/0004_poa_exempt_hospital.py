"""Stays in a hospital that is exempt from POA reporting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the field; no hospital of before is exempt, as every stay was taken until now.

    The logs go on as they are: what has its default is no part of an encounter's digest.
    """
    op.add_column(
        "encounter",
        sa.Column("poa_exempt_hospital", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
