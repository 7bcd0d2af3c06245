"""The notebook behind the window: changed and read on the desk worker, shown from a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from codebook_app.domain.notebook import NotebookChange
    from codebook_app.gui.jobs import Worker
    from codebook_app.services.notebook import Notebook
    from codebook_app.services.notebook_find import NotebookFinder

T = TypeVar("T")


class NotebookDesk(QObject):
    """Does on the desk worker what is asked of the notebook, and keeps what it holds at hand.

    :attr:`finder` is the notebook as it stood after the last change; nothing that shows it has to
    wait. Every change is followed by :attr:`refreshed`.
    """

    refreshed = Signal(object)
    """The :class:`NotebookFinder` that stands now."""
    failed = Signal(object, str)
    """What went wrong, and what was being done."""

    def __init__(self, notebook: Notebook, desk: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notebook = notebook
        self._desk = desk
        self._on: date | None = None
        self.finder: NotebookFinder | None = None
        """The notebook, None before it was first read."""

    def set_date(self, on: date | None) -> None:
        """Name codes as the release in force on another date of service does."""
        if on != self._on:
            self._on = on
            self.refresh()

    def refresh(self) -> None:
        """Read the notebook anew: it, or the releases that name its codes, may have changed."""
        self._desk.submit(self._read, self._show, lambda fault: self._fail(fault, "reading"))

    def change(
        self,
        work: Callable[[Notebook], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        doing: str = "changing the notebook",
    ) -> None:
        """Do *work* in its turn and read the notebook anew; then *done* gets what it returned.

        A fault goes to *failed* where that is given, else it is told by :attr:`failed`.
        """
        notebook = self._notebook

        def both() -> tuple[T, NotebookFinder]:
            return work(notebook), self._read()

        def answered(result: tuple[T, NotebookFinder]) -> None:
            self._show(result[1])
            if done is not None:
                done(result[0])

        def went_wrong(fault: Exception) -> None:
            # What stands may be what another window made of it.
            self.refresh()
            if failed is not None:
                failed(fault)
            else:
                self._fail(fault, doing)

        self._desk.submit(both, answered, went_wrong)

    def ask(self, work: Callable[[Notebook], T], done: Callable[[T], None]) -> None:
        """Do *work*, which changes nothing, in its turn."""
        notebook = self._notebook
        self._desk.submit(
            lambda: work(notebook), done, lambda fault: self._fail(fault, "reading the notebook")
        )

    def undo(
        self, change: NotebookChange | None, done: Callable[[NotebookChange], None] | None = None
    ) -> None:
        """Take *change* back, by default the last one."""
        self.change(lambda notebook: notebook.undo(change), done, doing="undoing")

    def _read(self) -> NotebookFinder:
        return self._notebook.finder(self._on)

    def _show(self, finder: NotebookFinder) -> None:
        self.finder = finder
        self.refreshed.emit(finder)

    def _fail(self, fault: Exception, doing: str) -> None:
        self.failed.emit(fault, doing)
