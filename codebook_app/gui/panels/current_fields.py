"""The fields of the current line: opened with F4, and kept on whichever line is current."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from codebook_app.gui.panels.claim_edits import ClaimEdits
    from codebook_app.gui.panels.encounter_body import EncounterBody
    from codebook_app.gui.panels.encounter_current import CurrentLine
    from codebook_app.gui.panels.encounter_edits import EncounterEdits
    from codebook_app.gui.panels.line_fields import LineFields
    from codebook_app.gui.theme import Theme


class CurrentFields(QObject):
    """Opens and closes the fields below the list, and saves what is entered there."""

    def __init__(  # noqa: PLR0917 - the parts of the pane that it ties together
        self,
        edits: EncounterEdits,
        claim: ClaimEdits,
        current: CurrentLine,
        body: EncounterBody,
        theme: Theme,
        today: Callable[[], date],
    ) -> None:
        super().__init__(body)
        self._edits = edits
        self._claim = claim
        self._current = current
        self._body = body
        self._theme = theme
        self._today = today

    def toggle(self) -> None:
        """Open the fields with the cursor in the first; close them where it is there already."""
        fields = self._body.fields
        if fields is not None and self._body.fields_open and fields.isAncestorOf(_focused(fields)):
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show the fields of the current line, the cursor in the first of them."""
        fields = self._body.open_fields(self._make)
        self.refresh()
        self._body.keep_current_in_sight()
        if not fields.enter():
            self._body.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Save what is typed and show the fields no more; the list has the focus."""
        self.commit()
        self._body.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._body.close_fields()

    def refresh(self) -> None:
        """Show the fields of the line that is current now."""
        if self._body.fields is not None and self._body.fields_open:
            self._body.fields.show_line(self._body.list.current_line, self._edits.encounter)

    def commit(self) -> None:
        """Save what is being typed."""
        if self._body.fields is not None:
            self._body.fields.commit()

    def _make(self, parent: QWidget) -> LineFields:
        from codebook_app.gui.panels.line_fields import LineFields  # late: no first paint needs it

        fields = LineFields(self._theme, self._today, parent)
        fields.entered.connect(self._claim.set_line)
        fields.role_chosen.connect(self._current.make)
        fields.dates_asked.connect(self._current.spread_date)
        fields.left.connect(lambda: self._body.list.setFocus(Qt.FocusReason.OtherFocusReason))
        fields.closed.connect(self.close)
        fields.step_asked.connect(self._step)
        return fields

    def _step(self, by: int) -> None:
        self._body.list.make_current(self._body.list.currentIndex().row() + by)


def _focused(fields: QWidget) -> QWidget:
    return fields.window().focusWidget() or fields.window()
