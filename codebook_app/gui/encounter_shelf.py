"""The encounters that are not in hand: found, renamed, deleted and brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.audit import KeptLine
from codebook_app.domain.code import Code
from codebook_app.domain.encounter import EncounterSummary
from codebook_app.errors import KnownError
from codebook_app.gui.jobs import Worker

if TYPE_CHECKING:
    from codebook_app.services.encounters import Encounters


class EncounterShelf(QObject):
    """Does on the desk worker what is asked about any encounter, in order with all other edits.

    Outlives the dialog that asks: what was asked for is done, and told, although it is closed.
    """

    found = Signal(object)
    """The EncounterSummary tuple that answers the newest question."""
    changed = Signal(str)
    """The encounter with this id was renamed, deleted or brought back."""
    deleted = Signal(object)
    """The EncounterSummary of what was deleted, before :attr:`changed`."""
    failed = Signal(str)
    """What was not done, and what to do, in one line."""

    def __init__(self, encounters: Encounters, desk: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._encounters = encounters
        self._desk = desk
        self._newest = _Newest()

    def find(self, text: str) -> None:
        """Look for the encounters with *text* in label or codes; older questions are dropped."""
        newest, encounters = self._newest, self._encounters
        newest.question += 1
        question = newest.question

        def work() -> tuple[EncounterSummary, ...] | None:
            return encounters.found(text) if newest.question == question else None

        def done(found: tuple[EncounterSummary, ...] | None) -> None:
            if found is not None and newest.question == question:
                self.found.emit(found)

        self._desk.submit(work, done, self._fail)

    def rename(self, encounter_id: str, label: str) -> None:
        """Give an encounter another label."""
        encounters = self._encounters
        self._do(
            lambda: encounters.rename(encounters.open(encounter_id), label),
            lambda: self.changed.emit(encounter_id),
        )

    def replace(self, encounter_id: str, line: KeptLine, code: Code) -> None:
        """Put *code* in the place of a line, as one step of undo; refused where it has changed."""
        encounters = self._encounters

        def work() -> None:
            now = encounters.open(encounter_id)
            if not any((one.id, one.code) == (line.id, line.code) for one in now.lines):
                raise KnownError(
                    f"{line.code} is not on “{now.label}” any more.", "Nothing was replaced."
                )
            encounters.replace(now, line.id, code)

        self._do(work, lambda: self.changed.emit(encounter_id))

    def delete(self, summary: EncounterSummary) -> None:
        """Delete an encounter; :meth:`restore` brings it back."""
        encounters = self._encounters

        def done() -> None:
            self.deleted.emit(summary)
            self.changed.emit(summary.id)

        self._do(lambda: encounters.delete(encounters.open(summary.id)), done)

    def restore(self, encounter_id: str) -> None:
        """Bring a deleted encounter back."""
        encounters = self._encounters
        self._do(lambda: encounters.restore(encounter_id), lambda: self.changed.emit(encounter_id))

    def _do(self, work: Callable[[], object], done: Callable[[], None]) -> None:
        self._desk.submit(work, lambda _: done(), self._fail)

    def _fail(self, fault: Exception) -> None:
        if isinstance(fault, KnownError):
            self.failed.emit(str(fault))
            return
        self.failed.emit(f"That did not work because of a fault in Codebook ({fault!r}).")
        raise fault


class _Newest:
    """The number of the newest question, read by the worker to leave older ones out."""

    def __init__(self) -> None:
        self.question = 0
