"""SQLite through SQLAlchemy: one read-only reference.db a release, and the person's user.db."""
