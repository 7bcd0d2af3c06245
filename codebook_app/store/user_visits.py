"""What was opened in the book, the newest first; the oldest make room."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, func, select

from codebook_app.domain.notebook import Visit
from codebook_app.store.user_models import StoredVisit
from codebook_app.store.user_sessions import UserSessions

MOST_VISITS = 5000


class UserVisits:
    """The history kept in the person's database, for one thread at a time.

    All methods raise :class:`~codebook_app.errors.KnownError` as
    :class:`~codebook_app.store.user_db.UserDb` does, and then nothing was changed.
    """

    def __init__(self, location: Path | str) -> None:
        self._sessions = UserSessions(location)

    def add(self, place: str, code_set: str, code: str, title: str) -> Visit:
        """Keep that *place* was opened now; the same place twice running is one visit."""
        with self._sessions.writing() as session:
            now = datetime.now(UTC)
            last = session.scalars(
                select(StoredVisit).order_by(StoredVisit.id.desc()).limit(1)
            ).one_or_none()
            if last is not None and last.place == place:
                last.visited_at = now
                last.title = title
            else:
                last = StoredVisit(
                    place=place, code_set=code_set, code=code, title=title, visited_at=now
                )
                session.add(last)
            session.flush()
            session.execute(delete(StoredVisit).where(StoredVisit.id <= last.id - MOST_VISITS))
            return _visit(last)

    def found(self, words: tuple[str, ...] = (), limit: int = 500) -> tuple[Visit, ...]:
        """Return the visits whose code begins with or whose title holds every word, newest first.

        Upper and lower case are the same; a code is found with and without its dots.
        """
        wanted = select(StoredVisit).order_by(StoredVisit.id.desc())
        found: list[Visit] = []
        with self._sessions.reading() as session:
            for stored in session.scalars(wanted.execution_options(yield_per=500)):
                if all(_answers(stored, word) for word in words):
                    found.append(_visit(stored))
                    if len(found) == limit:
                        break
        return tuple(found)

    def count(self) -> int:
        """Return how many visits are kept."""
        with self._sessions.reading() as session:
            return session.scalar(select(func.count()).select_from(StoredVisit)) or 0

    def forget(self, visit_id: int) -> None:
        """Forget one visit, which cannot be undone."""
        with self._sessions.writing() as session:
            session.execute(delete(StoredVisit).where(StoredVisit.id == visit_id))

    def clear(self) -> int:
        """Forget all visits, which cannot be undone, and return how many there were."""
        with self._sessions.writing() as session:
            known = session.scalar(select(func.count()).select_from(StoredVisit)) or 0
            session.execute(delete(StoredVisit))
            return known

    def close(self) -> None:
        """Close the database; the next use opens it again."""
        self._sessions.close()


def _answers(stored: StoredVisit, word: str) -> bool:
    folded = word.casefold()
    code = folded.replace(".", "")
    in_code = bool(code) and stored.code.replace(".", "").casefold().startswith(code)
    return in_code or folded in stored.title.casefold()


def _visit(stored: StoredVisit) -> Visit:
    return Visit(
        stored.id, stored.place, stored.code_set, stored.code, stored.title, stored.visited_at
    )
