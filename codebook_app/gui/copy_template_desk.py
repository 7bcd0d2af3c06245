"""The person's copy templates, read and changed by the desk worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.domain.copying import CopyTemplate
    from codebook_app.gui.jobs import Worker
    from codebook_app.services.copy_templates import CopyTemplates


class CopyTemplateDesk(QObject):
    """Keeps templates without making the window wait; each change is answered by the new list."""

    listed = Signal(object, object, str)
    """The templates, those that were deleted, and the id of the one the change was about."""
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

    def _change(self, change: Callable[[], str]) -> None:
        def work() -> tuple[tuple[CopyTemplate, ...], tuple[CopyTemplate, ...], str]:
            about = change()
            return self._templates.all(), self._templates.deleted(), about

        def fail(fault: Exception) -> None:
            self.failed.emit(str(fault))
            if not isinstance(fault, KnownError):
                raise fault

        self._worker.submit(work, lambda answer: self.listed.emit(*answer), fail)
