"""The menu of a line of the code list, each entry with its key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.gui.models.encounter_rows import POA_WORDS, takes_poa
from codebook_app.gui.places import Place

if TYPE_CHECKING:
    from codebook_app.gui.models.encounter import EncounterLineModel
    from codebook_app.gui.panels.encounter_lines import EncounterLineView
    from codebook_app.gui.theme import Theme


def line_menu(
    view: EncounterLineView, line: EncounterLine, lines: EncounterLineModel, theme: Theme
) -> QMenu:
    """Return the menu of *line*, the current one of *view*; it deletes itself once closed."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    row, last = view.currentIndex().row(), lines.rowCount() - 1

    def offer(words: str, icon: str, keys: str, do: Callable[[], object]) -> QAction:
        text = f"{words}\t{keys}" if keys else words
        action = menu.addAction(theme.icon(icon, "muted"), text) if icon else menu.addAction(text)
        action.triggered.connect(lambda _=False: do())
        return action

    place = Place(line.code_set, line.code).text
    offer(f"Open {line.code} in the book", "book", "Enter", lambda: view.open_asked.emit(place))
    offer("Copy this code", "copy", "Ctrl+C", lambda: view.copy_asked.emit(line.code))
    offer("Paste a list…", "list", "Ctrl+V", view.paste_asked.emit)
    offer("Fields of the line…", "edit", "F4", view.fields_asked.emit)
    if lines.encounter is not None:
        menu.addSeparator()
        _offer_claim(view, line, lines, lines.encounter, offer)
    menu.addSeparator()
    offer("Move up", "up", "Alt+↑", lambda: view.move_asked.emit(-1)).setEnabled(row > 0)
    offer("Move down", "down", "Alt+↓", lambda: view.move_asked.emit(1)).setEnabled(row < last)
    menu.addSeparator()
    offer("Remove", "remove", "Del", view.remove_asked.emit)
    return menu


def _offer_claim(
    view: EncounterLineView,
    line: EncounterLine,
    lines: EncounterLineModel,
    encounter: Encounter,
    offer: Callable[[str, str, str, Callable[[], object]], QAction],
) -> None:
    """Offer what makes *line* ready for the claim: its POA, its role, its date for others."""
    setting = encounter.setting
    if takes_poa(line, encounter):
        for letter, words in POA_WORDS.items():
            set_poa = partial(view.poa_asked.emit, letter)
            action = offer(f"POA {letter}: {words}", "", letter, set_poa)
            action.setCheckable(True)
            action.setChecked(line.poa == letter)
        if line.poa:
            offer("No POA", "", "Backspace", lambda: view.poa_asked.emit(""))
        offer("Set all missing POA to Y", "", "Ctrl+Shift+Y", view.missing_poa_asked.emit)
    if line.code_set == DIAGNOSES:
        role = Role.ADMITTING if setting is Setting.INPATIENT else Role.REASON_FOR_VISIT
        words = {
            Role.ADMITTING: "Make it the admitting diagnosis",
            Role.REASON_FOR_VISIT: "Make it a reason for the visit",
        }[role]
        if line.role is not Role.LISTED:
            offer("Make it a listed diagnosis", "", "", lambda: view.role_asked.emit(Role.LISTED))
        elif setting is not Setting.PROFESSIONAL:
            offer(words, "", "", lambda: view.role_asked.emit(role))
    if line.code_set == PROCEDURES and line.performed_on is not None:
        undated = any(
            one.code_set == PROCEDURES and one.performed_on is None for one in lines.lines
        )
        offer(
            f"Use {line.performed_on} for all without a date", "", "", view.missing_dates_asked.emit
        ).setEnabled(undated)
