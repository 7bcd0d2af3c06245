"""The history of the person's database, one module a revision, run by Alembic."""
