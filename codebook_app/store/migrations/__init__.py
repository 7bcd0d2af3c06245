"""The history of the person's database, one module a revision, run by Alembic.

A new one is ``versions/NNNN_what_it_brings.py`` with the last number as its ``down_revision``; with
it change ``user_models`` and raise ``user_schema.SCHEMA``. A revision that was released is never
changed again.
"""
