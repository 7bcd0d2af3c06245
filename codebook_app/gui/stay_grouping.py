"""The group of the encounter in hand, told anew after each change and its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.domain.grouping import Drg, Grouped

if TYPE_CHECKING:
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.panels.encounter_edits import EncounterEdits
    from codebook_app.services.grouping import Grouping


class StayGrouping(QObject):
    """Groups on the desk worker, after the edits and checks; an overtaken answer is dropped.

    Inpatient stays are grouped as they change; other encounters, whose HCCs alone are told, while
    somebody looks (*watched*).
    """

    waiting = Signal()
    """The encounter has changed, and its group is not yet known."""
    told = Signal()
    """:attr:`encounter`, :attr:`grouped` and :attr:`before` are those of the encounter as shown."""
    failed = Signal(object)
    """A fault that is none of the world's."""

    def __init__(self, grouping: Grouping, edits: EncounterEdits, desk: Worker) -> None:
        super().__init__()
        self._grouping = grouping
        self._edits = edits
        self._desk = desk
        self._generation = 0
        self.watched = False
        self.encounter: Encounter | None = None
        self.grouped: Grouped | None = None
        self.before: Drg | None = None
        """The group before the last change where that changed it, else None."""
        edits.changed.connect(self._on_changed)
        edits.checked.connect(lambda _: self.refresh())
        edits.unchecked.connect(lambda _: self.refresh())

    def refresh(self) -> None:
        """Group the encounter in hand; the answer comes by :attr:`told`."""
        encounter = self._edits.encounter
        if encounter is None or not encounter.lines:
            self._tell(encounter, None)
            return
        if encounter.setting is not Setting.INPATIENT and not self.watched:
            self._tell(encounter, None)
            return
        self._generation += 1
        generation, grouping = self._generation, self._grouping

        def work() -> Grouped | None:
            return grouping.group(encounter) if generation == self._generation else None

        def done(grouped: Grouped | None) -> None:
            if grouped is not None and generation == self._generation:
                self._tell(encounter, grouped)

        def failed(fault: Exception) -> None:
            if generation == self._generation:
                self._tell(encounter, None)
                self.failed.emit(fault)

        self._desk.submit(work, done, failed)

    def _on_changed(self, encounter: Encounter | None) -> None:
        self._generation += 1
        if encounter is None or not encounter.lines:
            self._tell(encounter, None)
        else:
            self.waiting.emit()

    def _tell(self, encounter: Encounter | None, grouped: Grouped | None) -> None:
        last = self.grouped.drg if self.grouped is not None else None
        same = (
            encounter is not None
            and self.encounter is not None
            and encounter.id == self.encounter.id
        )
        now = grouped.drg if grouped is not None else None
        if not same:
            self.before = None
        elif encounter != self.encounter:  # not only grouped again with other releases
            self.before = last if last is not None and last != now else None
        self.encounter, self.grouped = encounter, grouped
        self.told.emit()
