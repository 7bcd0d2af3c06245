"""Which part of the encounter pane hears which, and its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from codebook_app.gui.panels.encounter import EncounterPanel


def wire(pane: EncounterPanel) -> None:
    """Connect what *pane*'s parts ask for to what it does, once all are made."""
    pane.choosing.begun.connect(pane.head.rename)
    pane.choosing.said.connect(pane.message)
    pane.edits.failed.connect(pane.notice.say_fault)
    pane.edits.told.connect(pane.notice.say)
    pane.copying.told.connect(pane.message)
    pane.copying.failed.connect(pane.notice.say_fault)
    pane.answers.said.connect(pane.message)
    pane.head.renamed.connect(pane.edits.rename)
    pane.head.setting_chosen.connect(pane.edits.set_setting)
    pane.head.date_entered.connect(pane.edits.set_date_of_service)
    pane.model.move_requested.connect(pane.edits.move_to)
    pane.list.open_asked.connect(pane.open_requested)
    pane.list.remove_asked.connect(pane.remove_line)
    pane.list.move_asked.connect(pane.move_line)
    pane.list.copy_asked.connect(pane.copying.copy_code)
    pane.findings.open_requested.connect(pane.open_requested)
    pane.findings.left.connect(pane.list.setFocus)
    pane.foot.copy_asked.connect(pane.copy_last_format)
    pane.foot.copy_as_asked.connect(pane.copy_as)
    pane.foot.options_asked.connect(pane.copy_dialog)
    pane.foot.save_asked.connect(pane.save_as)
    pane.foot.undo_asked.connect(pane.undo)
    pane.foot.redo_asked.connect(pane.redo)


def fill_menu(pane: EncounterPanel) -> None:
    """Fill the menu at the pane's head."""
    menu = QMenu(pane.head.menu_button)
    for words, keys, answer in (
        ("New encounter", "Ctrl+N", pane.new_encounter),
        ("Open encounter…", "Ctrl+O", pane.open_dialog),
        ("Rename", "F2", pane.rename),
        ("Delete encounter", "", pane.delete_encounter),
    ):
        action = menu.addAction(f"{words}\t{keys}" if keys else words)
        action.triggered.connect(answer)
    pane.head.menu_button.setMenu(menu)
