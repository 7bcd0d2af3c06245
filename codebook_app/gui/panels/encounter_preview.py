"""What stands on a kept encounter, to be looked at before it is opened."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QVBoxLayout, QWidget

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import Encounter, EncounterSummary, Kind
from codebook_app.gui.panels.rich_page import RichPage
from codebook_app.gui.theme import Theme


class EncounterPreview(QWidget):
    """Shows the codes of one encounter with their titles and roles."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.page = RichPage("Codes on the list", theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)

    @property
    def shown(self) -> str:
        """The id of the encounter that is shown or waited for, "" for none."""
        return self._shown

    def wait_for(self, summary: EncounterSummary | None) -> None:
        """Show what is known of *summary* until the whole encounter comes; None shows nothing."""
        self._shown = summary.id if summary else ""
        if summary is None:
            self.page.show_html("")
            return
        codes = "".join(f"<p><b>{escape(code)}</b></p>" for code in summary.codes)
        self.page.show_html(f"<h3>{escape(summary.label)}</h3>{codes}")

    def show_encounter(self, encounter: Encounter) -> None:
        """Show *encounter*, where it is still the one that is waited for."""
        if encounter.id == self._shown:
            self.page.show_html(preview_html(encounter))


def preview_html(encounter: Encounter) -> str:
    """Return what stands on *encounter*: a line a code, with what it is on the claim."""
    claim = Claim.of(encounter)
    told = [encounter.setting.value]
    if encounter.kind is Kind.TEMPLATE:
        told.append("template")
    elif encounter.date_of_service:
        told.append(encounter.date_of_service.isoformat())
    lines = "".join(
        f"<p><b>{escape(line.code)}</b> {escape(line.title)}"
        f"<br><small>{escape(' · '.join(_notes(claim, at)))}</small></p>"
        for at, line in enumerate(encounter.lines)
    )
    head = f"<h3>{escape(encounter.label)}</h3><p><small>{escape(' · '.join(told))}</small></p>"
    return head + (lines or "<p>No codes yet.</p>")


def _notes(claim: Claim, at: int) -> list[str]:
    line = claim.encounter.lines[at]
    notes = [claim.role_word(line)]
    if line.poa:
        notes.append(f"POA {line.poa}")
    if line.modifiers:
        notes.append(f"modifiers {' '.join(line.modifiers)}")
    if line.performed_on:
        notes.append(line.performed_on.isoformat())
    return notes
