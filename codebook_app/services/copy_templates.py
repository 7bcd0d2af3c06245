"""A person's own copy formats: made, changed, deleted and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from codebook_app.domain.copying import CopyTemplate
from codebook_app.errors import KnownError
from codebook_app.exchange.own_templates import refuse_faulty

if TYPE_CHECKING:
    from codebook_app.store.copy_templates import KeptTemplates

_LARGEST = 4_000_000


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

    def import_from(self, file: Path) -> tuple[CopyTemplate, ...]:
        """Keep the templates of *file*, all or none, and return those that are new.

        One whose name is taken gets a number behind it; one that is there already is passed over.
        KnownError says in one line what is wrong with the file.
        """
        from codebook_app.exchange.template_file import read_templates

        try:
            if file.stat().st_size > _LARGEST:
                raise KnownError(
                    f"{file.name} is too large to be a file of copy templates.",
                    "Check that it is the right file.",
                )
            text = file.read_bytes().decode("utf-8-sig")
        except OSError as fault:
            raise KnownError(
                f"{file} cannot be read: {fault.strerror or fault}.", "Check the path."
            ) from fault
        except UnicodeDecodeError as fault:
            raise KnownError(
                f"{file.name} is no UTF-8 text.", "Check that it is the right file."
            ) from fault
        return self._kept.add(read_templates(text, file.name))

    def export_to(self, file: Path, templates: Sequence[CopyTemplate]) -> None:
        """Write *templates* to *file*, whole or not at all; KnownError where that fails."""
        from codebook_app.exchange.template_file import templates_json
        from codebook_app.exchange.whole_file import write_whole

        write_whole(file, templates_json(templates).encode(), "The templates")

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
