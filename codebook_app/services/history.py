"""What was opened in the book, kept between starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from codebook_app.domain.notebook import Visit

if TYPE_CHECKING:
    from codebook_app.store.user_visits import UserVisits


class History:
    """The visits to places of the book, kept in *user_db* (a path or an SQLAlchemy URL).

    The database is opened, and made, at its first use. The newest 5,000 visits are kept. Faults of
    the file are :class:`~codebook_app.errors.KnownError`; for one thread at a time.
    """

    def __init__(self, user_db: Path | str) -> None:
        self._user_db = user_db
        self._opened: UserVisits | None = None

    @property
    def _visits(self) -> UserVisits:
        if self._opened is None:
            # Imported here: SQLAlchemy is slow to load.
            from codebook_app.store.user_visits import UserVisits

            self._opened = UserVisits(self._user_db)
        return self._opened

    def visited(self, place: str, code_set: str, code: str, title: str) -> Visit:
        """Keep that *place* was opened now; opened again at once it is the same visit."""
        return self._visits.add(place, code_set, code, title)

    def found(self, text: str = "", limit: int = 500) -> tuple[Visit, ...]:
        """Return the visits that answer every word of *text*, the newest first.

        A word answers where the code begins with it, with or without its dots, or the title holds
        it, in any case.
        """
        return self._visits.found(tuple(text.split()), limit)

    def forget(self, visit_id: int) -> None:
        """Forget one visit for good; one that is gone already is no fault."""
        self._visits.forget(visit_id)

    def clear(self) -> int:
        """Forget all visits for good, and return how many there were."""
        return self._visits.clear()

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.close()
