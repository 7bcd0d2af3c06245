"""Where the parts of the encounter pane stand, and which hears which."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from codebook_app.gui.panels.encounter_body import hair_line

if TYPE_CHECKING:
    from codebook_app.gui.panels.encounter import EncounterPanel
    from codebook_app.gui.theme import Theme


def lay_out(pane: EncounterPanel, notice: QWidget, theme: Theme) -> None:
    """Put *pane*'s parts below one another, with *notice* under the head, and in Tab's order."""
    column = QVBoxLayout(pane)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in (pane.head, notice, hair_line(theme, pane)):
        column.addWidget(widget)
    column.addWidget(pane.body, 1)
    pane.strip_slot.setContentsMargins(0, 0, 0, 0)
    pane.strip_slot.setSpacing(0)
    column.addLayout(pane.strip_slot)
    column.addWidget(hair_line(theme, pane))
    column.addWidget(pane.foot)
    foot = pane.foot
    stops: tuple[QWidget, ...] = (
        *pane.head.stops,
        pane.list,
        foot.copy_button,
        foot.more_button,
        foot.undo_button,
        foot.redo_button,
        pane.head.menu_button,
    )
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
    pane.setFocusProxy(pane.list)


def wire(pane: EncounterPanel) -> None:
    """Connect what *pane*'s parts ask for to what it does, once all are made."""
    pane.choosing.begun.connect(pane.head.rename)
    pane.choosing.said.connect(pane.message)
    pane.edits.failed.connect(pane.notice.say_fault)
    pane.edits.told.connect(pane.notice.say)
    pane.copying.told.connect(pane.message)
    pane.copying.failed.connect(pane.notice.say_fault)
    pane.answers.said.connect(pane.message)
    pane.head.done.connect(pane.search_wanted)
    pane.head.renamed.connect(pane.edits.rename)
    pane.head.setting_chosen.connect(pane.edits.set_setting)
    pane.head.date_entered.connect(pane.edits.set_date_of_service)
    pane.head.stay.patient_entered.connect(pane.claim.set_patient)
    pane.head.stay.stay_entered.connect(pane.claim.set_stay)
    pane.model.move_requested.connect(pane.edits.move_to)
    pane.list.open_asked.connect(pane.open_requested)
    pane.list.remove_asked.connect(pane.current.remove)
    pane.list.move_asked.connect(pane.current.move)
    pane.current.said.connect(pane.message)
    pane.list.poa_asked.connect(pane.current.set_poa)
    pane.list.role_asked.connect(pane.current.make)
    pane.list.missing_poa_asked.connect(pane.current.set_missing_poa)
    pane.list.missing_dates_asked.connect(pane.current.set_missing_dates)
    pane.list.fields_asked.connect(pane.fields.open)
    pane.list.copy_asked.connect(pane.copying.copy_code)
    pane.findings.open_requested.connect(pane.open_requested)
    pane.findings.section_asked.connect(pane.section_asked)
    pane.findings.left.connect(pane.list.setFocus)
    pane.foot.copy_asked.connect(pane.copy_last_format)
    pane.foot.copy_as_asked.connect(pane.copy_as)
    pane.foot.options_asked.connect(pane.copy_dialog)
    pane.foot.templates_asked.connect(pane.copy_templates)
    pane.foot.save_asked.connect(pane.save_as)
    pane.foot.undo_asked.connect(pane.undo)
    pane.foot.redo_asked.connect(pane.redo)
