"""What the person answers to a finding: complete a code, or override it with a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from codebook_app.domain.code import Code
from codebook_app.domain.finding import Finding
from codebook_app.domain.fix import Fix
from codebook_app.gui.panels.encounter_body import EncounterBody
from codebook_app.gui.panels.encounter_edits import EncounterEdits
from codebook_app.gui.theme import Theme

FindCode = Callable[[str, Callable[[Code], None]], None]
"""Looks a code up as printed and hands its Code to the callback, on the window's thread."""


class FindingAnswers(QObject):
    """Hears the cards of the findings and makes the edits they ask for."""

    said = Signal(str)
    """One line for the status bar."""

    def __init__(
        self,
        edits: EncounterEdits,
        body: EncounterBody,
        find_code: FindCode,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._edits = edits
        self._list, self._findings = body.list, body.findings
        self._body = body
        self._find_code = find_code
        self._theme = theme
        self._window = parent
        self._reasons: tuple[str, ...] = ()
        self._list.complete_asked.connect(self._offer_completions)
        self._findings.complete_asked.connect(self._replace)
        self._findings.fix_asked.connect(self._apply)
        self._findings.override_asked.connect(self._ask_reason)
        self._findings.withdraw_asked.connect(edits.withdraw_override)

    def offer_reasons(self, reasons: tuple[str, ...]) -> None:
        """Offer *reasons*, given before in this encounter, with the next override."""
        self._reasons = reasons

    def _replace(self, finding: Finding, code: str) -> None:
        """Put *code*, a completion the finding offered, in the place of the finding's line."""

        def replace(found: Code) -> None:
            for line_id in finding.line_ids[:1]:
                self._edits.replace(
                    line_id, found, lambda: self.said.emit(f"Now {found.code}, {found.title}.")
                )

        self._find_code(code, replace)

    def _apply(self, fix: Fix) -> None:
        """Do what a fix offers; undo takes it back."""
        self._edits.apply(fix, lambda: self.said.emit(f"Done: {fix.label}. Ctrl+Z takes it back."))

    def _ask_reason(self, finding: Finding) -> None:
        from codebook_app.gui.dialogs.override import OverrideDialog

        dialog = OverrideDialog(finding, list(self._reasons), self._theme, self._window.window())
        dialog.reason_given.connect(lambda reason: self._edits.override(finding, reason))
        dialog.open()

    def _offer_completions(self) -> None:
        line = self._list.current_line
        cards = self._findings.cards_of(line.id) if line else ()
        for card in cards:
            if card.complete_button is not None:
                self._body.show_findings()
                card.open_completions()
                return
