"""What the coder's keys do to the current line of the code list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codebook_app.domain.encounter import EncounterLine
    from codebook_app.gui.models.encounter import EncounterLineModel
    from codebook_app.gui.panels.encounter_edits import EncounterEdits
    from codebook_app.gui.panels.encounter_lines import EncounterLineView


class CurrentLine(QObject):
    """Edits the line that is current in the list; without one it does nothing."""

    said = Signal(str)
    """One line for the status bar."""

    def __init__(
        self, edits: EncounterEdits, view: EncounterLineView, model: EncounterLineModel
    ) -> None:
        super().__init__(view)
        self._edits = edits
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
