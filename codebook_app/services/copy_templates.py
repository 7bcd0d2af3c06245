"""A person's own copy formats: made, changed, deleted and brought back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from codebook_app.domain.copying import CopyTemplate
from codebook_app.exchange.own_templates import refuse_faulty

if TYPE_CHECKING:
    from codebook_app.store.copy_templates import KeptTemplates


class CopyTemplates:
    """The person's templates, kept in *user_db* (a path or an SQLAlchemy URL).

    The database is opened, and made, at its first use. Faults of the file are
    :class:`~codebook_app.errors.KnownError`; for one thread at a time.
    """

    def __init__(self, user_db: Path | str) -> None:
        self._user_db = user_db
        self._opened: KeptTemplates | None = None

    @property
    def _kept(self) -> KeptTemplates:
        if self._opened is None:
            # Imported here: SQLAlchemy is slow to load.
            from codebook_app.store.copy_templates import KeptTemplates

            self._opened = KeptTemplates(self._user_db)
        return self._opened

    def all(self) -> tuple[CopyTemplate, ...]:
        """Return the templates by name."""
        return self._kept.all()

    def deleted(self) -> tuple[CopyTemplate, ...]:
        """Return those that can be brought back, the last deleted first."""
        return self._kept.all(deleted=True)

    def keep(self, template: CopyTemplate) -> CopyTemplate:
        """Keep *template*, a new one where it has no id, and return it as kept.

        Raises:
            KnownError: it is faulty, or another one has its name in capitals or not.
            ConflictError: it was changed or deleted elsewhere since it was read.
        """
        template = replace(template, name=" ".join(template.name.split()))
        refuse_faulty(template)
        return self._kept.keep(template)

    def delete(self, template: CopyTemplate) -> None:
        """Delete *template*; :meth:`restore` brings it back. ConflictError as :meth:`keep`."""
        self._kept.delete(template)

    def restore(self, template_id: str) -> CopyTemplate:
        """Bring a deleted template back, with a number behind its name where that is taken."""
        return self._kept.restore(template_id)

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.close()
