"""Sessions over the person's database: opened at the first use, its faults in clear words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from codebook_app.store.user_engine import WRITING, open_engine, place_of, user_url
from codebook_app.store.user_faults import known_faults


class UserSessions:
    """The database at a path or an SQLAlchemy URL; opened, and made, at its first use.

    For one thread at a time; any number of programs may use one database at once. Both kinds of
    session raise :class:`~codebook_app.errors.KnownError` for what the world did to the file (a
    full disk, no rights, damage, a newer schema), and then nothing was changed.
    """

    def __init__(self, location: Path | str) -> None:
        self._url = user_url(location)
        self._engine: Engine | None = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session to read with."""
        with known_faults(place_of(self._url)), Session(self.engine()) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that holds the write lock and commits at its end, or changes nothing."""
        with known_faults(place_of(self._url)):
            engine = self.engine().execution_options(**WRITING)
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session

    def close(self) -> None:
        """Close the database; the next use opens it again."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def engine(self) -> Engine:
        """Return the open database, opening it where needed."""
        if self._engine is None:
            self._engine = open_engine(self._url)
        return self._engine
