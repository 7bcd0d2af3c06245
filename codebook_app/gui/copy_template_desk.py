"""The person's copy templates, read and changed by the desk worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.domain.copying import CopyTemplate
    from codebook_app.gui.jobs import Worker
    from codebook_app.services.copy_templates import CopyTemplates

    _Lists = tuple[tuple[CopyTemplate, ...], tuple[CopyTemplate, ...]]


class CopyTemplateDesk(QObject):
    """Keeps templates without making the window wait; each change is answered by the new list."""

    listed = Signal(object, object, str)
    """The templates, those that were deleted, and the id of the one the change was about."""
    told = Signal(str)
    """What was read from or written to a file, in one line."""
    failed = Signal(str)
    """What was not done, and what to do, in one line; nothing was changed."""

    def __init__(
        self, templates: CopyTemplates, worker: Worker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._templates = templates
        self._worker = worker

    def load(self) -> None:
        """Answer with what is kept."""
        self._change(lambda: "")

    def keep(self, template: CopyTemplate) -> None:
        """Keep a new or changed template."""
        self._change(lambda: self._templates.keep(template).id)

    def delete(self, template: CopyTemplate) -> None:
        """Delete one that is kept."""

        def delete() -> str:
            self._templates.delete(template)
            return ""

        self._change(delete)

    def restore(self, template_id: str) -> None:
        """Bring a deleted one back."""
        self._change(lambda: self._templates.restore(template_id).id)

    def import_from(self, file: Path) -> None:
        """Keep the templates of *file*; the answer is about the first of those that are new."""

        def read() -> tuple[_Lists, tuple[CopyTemplate, ...]]:
            added = self._templates.import_from(file)
            return self._lists(), added

        def show(answer: tuple[_Lists, tuple[CopyTemplate, ...]]) -> None:
            lists, added = answer
            self.listed.emit(*lists, added[0].id if added else "")
            many = "1 template" if len(added) == 1 else f"{len(added)} templates"
            self.told.emit(
                f"{many} imported from {file.name}."
                if added
                else f"Nothing was imported: all templates of {file.name} are here already."
            )

        self._worker.submit(read, show, self._fail)

    def export_to(self, file: Path, templates: Sequence[CopyTemplate]) -> None:
        """Write *templates* to *file*."""

        def write() -> None:
            self._templates.export_to(file, templates)

        self._worker.submit(write, lambda _: self.told.emit(f"Saved to {file}."), self._fail)

    def _change(self, change: Callable[[], str]) -> None:
        def work() -> tuple[_Lists, str]:
            about = change()
            return self._lists(), about

        def show(answer: tuple[_Lists, str]) -> None:
            lists, about = answer
            self.listed.emit(*lists, about)

        self._worker.submit(work, show, self._fail)

    def _lists(self) -> _Lists:
        return self._templates.all(), self._templates.deleted()

    def _fail(self, fault: Exception) -> None:
        self.failed.emit(str(fault))
        if not isinstance(fault, KnownError):
            raise fault
