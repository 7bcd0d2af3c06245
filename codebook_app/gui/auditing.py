"""The re-audit behind the window: run when releases or the day change, told of once."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from codebook_app.domain.audit import AuditReport, summary_of
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.gui.jobs import Worker
    from codebook_app.services.audit import Audit
    from codebook_app.settings import Settings

_REST_MILLISECONDS = 500
_PORTION_SECONDS = 0.015
"""How long an edit may have to wait for the re-audit, at most some milliseconds more."""
_DISMISSED = "audit.dismissed"


_Steps = Generator[None, None, "AuditReport"]


class Auditing(QObject):
    """Asks on the desk worker, once what calls for it has come to rest, and lets edits go first.

    It works in portions, and what the person does meanwhile is done between two of them. What was
    shown or dismissed is kept in *settings* and no news any more, until another code of the list is
    outdated.
    """

    told = Signal(object)
    """The newest :class:`AuditReport`."""
    news = Signal(str)
    """What the person has not been told yet, as one sentence; empty where there is nothing."""
    refused = Signal(str)
    """Why there is no report, in one line."""
    failed = Signal(object)
    """A fault that is none of the world's."""

    def __init__(
        self,
        audit: Audit,
        desk: Worker,
        settings: Settings,
        today: Callable[[], date] = date.today,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._audit = audit
        self._desk = desk
        self._settings = settings
        self._today = today
        self._generation = 0
        self.report: AuditReport | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MILLISECONDS)
        self._rest.timeout.connect(self.run)

    def refresh(self) -> None:
        """Run soon: a release has come or gone, or it is another day."""
        self._rest.start()

    def run(self) -> None:
        """Run now; an answer that is overtaken by another run is dropped."""
        self._rest.stop()
        self._generation += 1
        self._go_on(self._audit.steps(self._today()), self._generation)

    def _go_on(self, steps: _Steps, generation: int) -> None:
        """Do the next portion, behind what was asked of the desk until now."""

        def work() -> AuditReport | None:
            until = time.monotonic() + _PORTION_SECONDS
            try:
                while generation == self._generation and time.monotonic() < until:
                    next(steps)
            except StopIteration as end:
                report: AuditReport = end.value
                return report
            return None

        def done(report: AuditReport | None) -> None:
            if generation != self._generation:
                return
            if report is None:
                self._go_on(steps, generation)
                return
            self.report = report
            self.told.emit(report)
            self._tell()

        self._desk.submit(work, done, self._fail)

    def dismiss(self) -> None:
        """Take what was found as told: it is no news until something changes."""
        if self.report is None:
            return
        self._settings.put(_DISMISSED, sorted(self.report.marks))
        self._tell()

    def _tell(self) -> None:
        dismissed = frozenset(self._settings.texts(_DISMISSED))
        # One change only: the line is shared with the news of releases.
        self.news.emit(summary_of(self.report.news(dismissed), most=1) if self.report else "")

    def _fail(self, fault: Exception) -> None:
        if isinstance(fault, KnownError):  # a release gone meanwhile is told of elsewhere
            self.refused.emit(str(fault))
        else:
            self.failed.emit(fault)
