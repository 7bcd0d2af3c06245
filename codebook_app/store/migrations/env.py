"""What Alembic runs to migrate: on the connection it was given, within its transaction.

``user_schema`` opens the connection, holds the write lock and made the backup; a failure here
rolls everything back, the table definitions too.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from codebook_app.store.user_models import UserTable


def run(connection: Connection) -> None:
    """Bring the schema to the revision that was asked for."""
    context.configure(
        connection=connection,
        target_metadata=UserTable.metadata,
        transactional_ddl=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    context.run_migrations()


run(context.config.attributes["connection"])
