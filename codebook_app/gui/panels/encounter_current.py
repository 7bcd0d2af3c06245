"""What the coder's keys do to the current line of the code list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES
from codebook_app.domain.encounter import Role, Setting
from codebook_app.gui.models.encounter_rows import POA_WORDS, takes_poa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from codebook_app.domain.encounter import EncounterLine
    from codebook_app.gui.models.encounter import EncounterLineModel
    from codebook_app.gui.panels.claim_edits import ClaimEdits
    from codebook_app.gui.panels.encounter_edits import EncounterEdits
    from codebook_app.gui.panels.encounter_lines import EncounterLineView


_EXEMPT_HOSPITAL = "The hospital is exempt from POA reporting: none is given."


class CurrentLine(QObject):
    """Edits the line that is current in the list; without one it does nothing."""

    said = Signal(str)
    """One line for the status bar."""

    def __init__(
        self,
        edits: EncounterEdits,
        claim: ClaimEdits,
        view: EncounterLineView,
        model: EncounterLineModel,
    ) -> None:
        super().__init__(view)
        self._edits = edits
        self._claim = claim
        self._view = view
        self._model = model
        self._going: set[str] = set()  # lines whose removal is asked for and not yet answered

    def remove(self) -> None:
        """Take the line off the list; the next one becomes current."""
        line = self._view.current_line
        if line is None or line.id in self._going:
            return
        # The next line is current at once, so that a second Delete takes that one.
        self._going.add(line.id)
        self._step_off(self._model.row_of(line.id))
        self._edits.remove(
            line, lambda: self.said.emit(f"{line.code} removed. Ctrl+Z brings it back.")
        )

    def move(self, step: int) -> None:
        """Move the line by *step* places, negative for up; it stays within the list."""
        line = self._view.current_line
        if line is not None:
            self._edits.move_by(line, step)

    def set_poa(self, poa: str) -> None:
        """Give the diagnosis its present-on-admission indicator; empty takes it away.

        None is given to a line that has no such indicator, and to a code that is exempt from it.
        """
        line, encounter = self._view.current_line, self._edits.encounter
        if line is None or encounter is None:
            return
        if not takes_poa(line, encounter):
            if encounter.poa_exempt_hospital:
                self.said.emit(_EXEMPT_HOSPITAL)
            elif encounter.setting is Setting.INPATIENT:
                self.said.emit(f"{line.code} has no POA: it is given to listed diagnoses.")
        elif poa and line.code in (self._model.exempt or ()):
            self.said.emit(f"{line.code} is exempt from POA reporting: none is given.")
        elif poa != line.poa:
            self._claim.set_line(line.id, {"poa": poa})
            told = POA_WORDS[poa] if poa else "POA taken away"
            self.said.emit(f"{line.code}: {told}.")

    def make(self, role: Role) -> None:
        """Make the diagnosis the admitting one, a reason for the visit, or a listed one."""
        line = self._view.current_line
        if line is None or line.code_set != DIAGNOSES:
            self.said.emit("Choose a diagnosis of the list first.")
        elif line.role is not role:
            self._claim.set_role(line, role)

    def set_missing_poa(self) -> None:
        """Set the POA of all diagnoses of a stay that have none to Y, but for those exempt."""
        encounter = self._edits.encounter
        if encounter is None or encounter.setting is not Setting.INPATIENT:
            self.said.emit("POA is reported of inpatient stays only.")
            return
        if encounter.poa_exempt_hospital:
            self.said.emit(_EXEMPT_HOSPITAL)
            return
        self._claim.set_missing_poa(
            self._model.exempt,
            lambda number: self.said.emit(
                f"POA set to Y on {_counted(number, 'diagnosis', 'diagnoses')}."
            ),
        )

    def set_missing_dates(self) -> None:
        """Give all procedures without a date the one of the current procedure."""
        line = self._view.current_line
        if line is None or line.code_set != PROCEDURES or line.performed_on is None:
            self.said.emit("Choose a procedure with a date first: the others get the same.")
        else:
            self.spread_date(line.performed_on)

    def spread_date(self, day: date) -> None:
        """Give all procedures without a date *day*."""
        self._claim.set_missing_dates(
            day,
            lambda number: self.said.emit(
                f"{day} set on {_counted(number, 'procedure', 'procedures')}."
            ),
        )

    def on_lines(self, lines: Sequence[EncounterLine]) -> None:
        """Hear which lines there are now."""
        self._going &= {line.id for line in lines} if not self._edits.settled else set()

    def _step_off(self, row: int) -> None:
        """Make the nearest line current that is not being removed, first looking below."""
        rows = (*range(row + 1, self._model.rowCount()), *range(row - 1, -1, -1))
        for other in rows:
            line = self._model.line_at(other)
            if line is not None and line.id not in self._going:
                self._view.make_current(other)
                return


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else f"no {one}"
