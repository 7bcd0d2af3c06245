"""A person's own copy formats, kept in the database; a deleted one can be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from codebook_app.domain.copying import CopyTemplate
from codebook_app.errors import ConflictError, KnownError
from codebook_app.store.user_models import StoredCopyTemplate
from codebook_app.store.user_sessions import UserSessions


class KeptTemplates:
    """The templates of the person's database, for one thread at a time.

    All methods raise :class:`~codebook_app.errors.KnownError` as
    :class:`~codebook_app.store.user_db.UserDb` does, and then nothing was changed. Names differ in
    more than capitals.
    """

    def __init__(self, location: Path | str) -> None:
        self._sessions = UserSessions(location)

    def all(self, *, deleted: bool = False) -> tuple[CopyTemplate, ...]:
        """Return the templates by name, or the *deleted* ones, the last deleted first."""
        wanted = select(StoredCopyTemplate)
        if deleted:
            wanted = wanted.where(StoredCopyTemplate.deleted_at.is_not(None))
            wanted = wanted.order_by(StoredCopyTemplate.deleted_at.desc())
        else:
            wanted = wanted.where(StoredCopyTemplate.deleted_at.is_(None))
        with self._sessions.reading() as session:
            found = tuple(_template(stored) for stored in session.scalars(wanted))
        return found if deleted else tuple(sorted(found, key=lambda one: one.name.casefold()))

    def keep(self, template: CopyTemplate) -> CopyTemplate:
        """Keep *template*, a new one where its id is empty, and return it as kept.

        Raises:
            ConflictError: it was changed or deleted elsewhere since it was read.
            KnownError: another one has its name.
        """
        with self._sessions.writing() as session:
            self._refuse_taken(session, template.name, template.id)
            now = datetime.now(UTC)
            if template.id:
                stored = self._as_read(session, template)
            else:
                stored = StoredCopyTemplate(id=uuid4().hex, revision=0, created_at=now)
                session.add(stored)
            stored.name = template.name
            stored.header, stored.line = template.header, template.line
            stored.footer, stored.between = template.footer, template.between
            stored.revision += 1
            stored.changed_at = now
            session.flush()
            return _template(stored)

    def add(self, templates: Sequence[CopyTemplate]) -> tuple[CopyTemplate, ...]:
        """Keep all of *templates* as new ones, or none, and return them as kept.

        One whose name is taken gets a number behind it; one that is there already, to the letter,
        is passed over.
        """
        with self._sessions.writing() as session:
            kept = select(StoredCopyTemplate).where(StoredCopyTemplate.deleted_at.is_(None))
            there = {_content(_template(one)) for one in session.scalars(kept)}
            added = []
            for template in templates:
                if _content(template) in there:
                    continue
                there.add(_content(template))
                stored = StoredCopyTemplate(
                    id=uuid4().hex, revision=1, created_at=datetime.now(UTC)
                )
                stored.name = self._free(session, template.name)
                stored.header, stored.line = template.header, template.line
                stored.footer, stored.between = template.footer, template.between
                stored.changed_at = stored.created_at
                session.add(stored)
                session.flush()
                added.append(_template(stored))
            return tuple(added)

    def delete(self, template: CopyTemplate) -> None:
        """Put *template* among the deleted; ConflictError as :meth:`keep`."""
        with self._sessions.writing() as session:
            stored = self._as_read(session, template)
            stored.deleted_at = datetime.now(UTC)
            stored.revision += 1

    def restore(self, template_id: str) -> CopyTemplate:
        """Bring a deleted template back, with a number behind its name where that is taken.

        Raises:
            KnownError: there is no such template.
        """
        with self._sessions.writing() as session:
            stored = session.get(StoredCopyTemplate, template_id)
            if stored is None:
                raise KnownError("The template is not there any more.")
            if stored.deleted_at is not None:
                stored.name = self._free(session, stored.name)
                stored.deleted_at = None
                stored.changed_at = datetime.now(UTC)
                stored.revision += 1
            return _template(stored)

    def close(self) -> None:
        """Close the database; the next use opens it again."""
        self._sessions.close()

    @staticmethod
    def _as_read(session: Session, template: CopyTemplate) -> StoredCopyTemplate:
        stored = session.get(StoredCopyTemplate, template.id)
        if stored is None or stored.deleted_at is not None:
            raise ConflictError(f"The template “{template.name}” was deleted in another window.")
        if stored.revision != template.revision:
            raise ConflictError(
                f"The template “{template.name}” was changed in another window.",
                "Look at it again before you change it.",
            )
        return stored

    @staticmethod
    def _taken(session: Session, but: str = "") -> set[str]:
        names = select(StoredCopyTemplate.name).where(
            StoredCopyTemplate.deleted_at.is_(None), StoredCopyTemplate.id != but
        )
        return {name.casefold() for name in session.scalars(names)}

    def _refuse_taken(self, session: Session, name: str, but: str) -> None:
        if name.casefold() in self._taken(session, but):
            raise KnownError(
                f"There is a template called “{name}” already.", "Choose another name."
            )

    def _free(self, session: Session, name: str) -> str:
        taken, at, free = self._taken(session), 2, name
        while free.casefold() in taken:
            free, at = f"{name} {at}", at + 1
        return free


def _content(template: CopyTemplate) -> tuple[str, ...]:
    return (
        template.name,
        template.header,
        template.line,
        template.between,
        template.footer,
    )


def _template(stored: StoredCopyTemplate) -> CopyTemplate:
    return CopyTemplate(
        name=stored.name,
        line=stored.line,
        header=stored.header,
        footer=stored.footer,
        between=stored.between,
        id=stored.id,
        revision=stored.revision,
    )
