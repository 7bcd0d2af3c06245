"""The menu of a line of the code list: the actions of the menu Encounter that concern it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.gui.actions import native
from codebook_app.gui.list_actions import LIST
from codebook_app.gui.models.encounter_rows import POA_WORDS, takes_poa
from codebook_app.gui.places import Place

if TYPE_CHECKING:
    from codebook_app.gui.models.encounter import EncounterLineModel
    from codebook_app.gui.panels.encounter_lines import EncounterLineView
    from codebook_app.gui.theme import Theme

_LETTERS = {
    "import_list": "t",
    "line_fields": "f",
    "missing_poa": "s",
    "make_admitting": "m",
    "make_reason": "m",
    "make_listed": "l",
    "missing_dates": "a",
    "move_up": "p",
    "move_down": "d",
    "remove_line": "r",
}
"""The mnemonic that an action has here: there are fewer than in the whole menu, and POA's own."""
_ROLE_ACTIONS = {
    Role.ADMITTING: "make_admitting",
    Role.REASON_FOR_VISIT: "make_reason",
    Role.LISTED: "make_listed",
}
_SPECS = {spec.name: spec for spec in LIST}


def line_menu(
    view: EncounterLineView, line: EncounterLine, lines: EncounterLineModel, theme: Theme
) -> QMenu:
    """Return the menu of *line*, the current one of *view*; it deletes itself once closed."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    offer = _Offering(menu, theme)
    place = Place(line.code_set, line.code).text
    offer.own(
        f"Open {line.code} in the &book", "book", "Enter", lambda: view.open_asked.emit(place)
    )
    offer.own("&Copy this code", "copy", "Ctrl+C", lambda: view.copy_asked.emit(line.code))
    offer.action("import_list", view.paste_asked.emit, keys="Ctrl+V")
    offer.action("line_fields", view.fields_asked.emit)
    if lines.encounter is not None:
        menu.addSeparator()
        _offer_claim(view, line, lines, lines.encounter, offer)
    menu.addSeparator()
    row, last = view.currentIndex().row(), lines.rowCount() - 1
    offer.action("move_up", lambda: view.move_asked.emit(-1)).setEnabled(row > 0)
    offer.action("move_down", lambda: view.move_asked.emit(1)).setEnabled(row < last)
    menu.addSeparator()
    offer.action("remove_line", view.remove_asked.emit)
    return menu


class _Offering:
    """Puts entries into a menu, those of the menu List in its own words."""

    def __init__(self, menu: QMenu, theme: Theme) -> None:
        self._menu = menu
        self._theme = theme

    def own(self, words: str, icon: str, keys: str, do: Callable[[], object]) -> QAction:
        """Offer what only a line has."""
        action = self._menu.addAction(f"{words}\t{keys}" if keys else words)
        if icon:
            action.setIcon(self._theme.icon(icon, "muted"))
        action.triggered.connect(lambda _=False: do())
        return action

    def action(self, name: str, do: Callable[[], object], *, keys: str = "") -> QAction:
        """Offer the action *name* of the menu Encounter, by *keys* where the list has its own."""
        spec = _SPECS[name]
        shown = keys or (native(spec.keys[0]) if spec.keys else "")
        words = spec.plain_text
        at = words.lower().index(_LETTERS[name])
        action = self.own(f"{words[:at]}&{words[at:]}", spec.icon, shown, do)
        action.setToolTip(spec.tip)
        return action


def _offer_claim(
    view: EncounterLineView,
    line: EncounterLine,
    lines: EncounterLineModel,
    encounter: Encounter,
    offer: _Offering,
) -> None:
    """Offer what makes *line* ready for the claim: its POA, its role, its date for others."""
    setting = encounter.setting
    if takes_poa(line, encounter):
        for letter, words in POA_WORDS.items():
            set_poa = partial(view.poa_asked.emit, letter)
            action = offer.own(f"POA &{letter}: {words}", "", letter, set_poa)
            action.setCheckable(True)
            action.setChecked(line.poa == letter)
        if line.poa:
            offer.own("N&o POA", "", "Backspace", lambda: view.poa_asked.emit(""))
        offer.action("missing_poa", view.missing_poa_asked.emit)
    if line.code_set == DIAGNOSES:
        role = Role.ADMITTING if setting is Setting.INPATIENT else Role.REASON_FOR_VISIT
        if line.role is not Role.LISTED:
            role = Role.LISTED
        if role is Role.LISTED or setting is not Setting.PROFESSIONAL:
            offer.action(_ROLE_ACTIONS[role], lambda: view.role_asked.emit(role))
    if line.code_set == PROCEDURES and line.performed_on is not None:
        undated = any(
            one.code_set == PROCEDURES and one.performed_on is None for one in lines.lines
        )
        offer.action("missing_dates", view.missing_dates_asked.emit).setEnabled(undated)
