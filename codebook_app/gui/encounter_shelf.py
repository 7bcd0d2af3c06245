"""The encounters that are not in hand: found, renamed, deleted and brought back."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.audit import KeptLine
from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter, EncounterSummary, Kind
from codebook_app.errors import KnownError
from codebook_app.gui.jobs import Worker

if TYPE_CHECKING:
    from codebook_app.services.encounters import Encounters

    Make = Callable[[Encounters, Encounter], Encounter]


class Place(StrEnum):
    """Where on the shelf an encounter or template lies."""

    ENCOUNTERS = "encounters"
    TEMPLATES = "templates"
    FAVOURITES = "favourites"
    ARCHIVED = "archived"
    DELETED = "deleted"


class EncounterShelf(QObject):
    """Does on the desk worker what is asked about any encounter, in order with all other edits.

    Outlives the dialog that asks: what was asked for is done, and told, although it is closed.
    """

    found = Signal(object)
    """The EncounterSummary tuple that answers the newest question."""
    changed = Signal(str)
    """The encounter with this id was renamed, deleted or brought back."""
    made = Signal(object)
    """The Encounter that was kept beside another: a copy, or a template."""
    previewed = Signal(object)
    """The Encounter to be looked at."""
    deleted = Signal(object)
    """The EncounterSummary of what was deleted, before :attr:`changed`."""
    failed = Signal(str)
    """What was not done, and what to do, in one line."""

    def __init__(self, encounters: Encounters, desk: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._encounters = encounters
        self._desk = desk
        self._newest = _Newest()

    def find(self, text: str, place: Place = Place.ENCOUNTERS) -> None:
        """Look in *place* for what answers *text*: label, code or date; older questions drop."""
        newest, encounters = self._newest, self._encounters
        newest.question += 1
        question = newest.question

        def work() -> tuple[EncounterSummary, ...] | None:
            return _found(encounters, text, place) if newest.question == question else None

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

    def preview(self, encounter_id: str) -> None:
        """Read an encounter to be looked at; only the newest wish is answered."""
        newest, encounters = self._newest, self._encounters
        newest.preview = encounter_id

        def work() -> Encounter | None:
            return encounters.open(encounter_id) if newest.preview == encounter_id else None

        def done(found: Encounter | None) -> None:
            if found is not None and newest.preview == found.id:
                self.previewed.emit(found)

        self._desk.submit(work, done, lambda _gone: None)

    def set_favourite(self, encounter_id: str, favourite: bool) -> None:
        """Mark with a star, or take it away."""
        self._change(encounter_id, lambda kept, now: kept.set_favourite(now, favourite))

    def archive(self, encounter_id: str) -> None:
        """Put away among the archived ones."""
        self._change(encounter_id, lambda kept, now: kept.archive(now))

    def unarchive(self, encounter_id: str) -> None:
        """Bring back to the others."""
        self._change(encounter_id, lambda kept, now: kept.unarchive(now))

    def duplicate(self, encounter_id: str) -> None:
        """Keep a copy."""
        self._make(encounter_id, lambda kept, now: kept.duplicate(now))

    def keep_as_template(self, encounter_id: str, label: str) -> None:
        """Keep a template called *label* with the lines of an encounter."""
        self._make(encounter_id, lambda kept, now: kept.keep_as_template(now, label))

    def restore(self, encounter_id: str) -> None:
        """Bring a deleted encounter back."""
        encounters = self._encounters
        self._do(lambda: encounters.restore(encounter_id), lambda: self.changed.emit(encounter_id))

    def _change(self, encounter_id: str, change: Make) -> None:
        encounters = self._encounters
        self._do(
            lambda: change(encounters, encounters.open(encounter_id)),
            lambda: self.changed.emit(encounter_id),
        )

    def _make(self, encounter_id: str, make: Make) -> None:
        encounters = self._encounters

        def done(kept: Encounter) -> None:
            self.made.emit(kept)
            self.changed.emit(kept.id)

        self._desk.submit(lambda: make(encounters, encounters.open(encounter_id)), done, self._fail)

    def _do(self, work: Callable[[], object], done: Callable[[], None]) -> None:
        self._desk.submit(work, lambda _: done(), self._fail)

    def _fail(self, fault: Exception) -> None:
        if isinstance(fault, KnownError):
            self.failed.emit(str(fault))
            return
        self.failed.emit(f"That did not work because of a fault in Codebook ({fault!r}).")
        raise fault


class _Newest:
    """The newest question and preview, read by the worker to leave older ones out."""

    def __init__(self) -> None:
        self.question = 0
        self.preview = ""


def _found(encounters: Encounters, text: str, place: Place) -> tuple[EncounterSummary, ...]:
    match place:
        case Place.ENCOUNTERS:
            return encounters.found(text, kind=Kind.ENCOUNTER)
        case Place.TEMPLATES:
            # A star puts a template first; the others follow by their newest change.
            found = encounters.found(text, kind=Kind.TEMPLATE)
            return tuple(sorted(found, key=lambda one: not one.favourite))
        case Place.FAVOURITES:
            return encounters.found(text, favourites=True)
        case Place.ARCHIVED:
            return encounters.found(text, archived=True)
        case Place.DELETED:
            return encounters.deleted(text)
