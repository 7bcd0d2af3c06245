"""Which encounter is in hand: the last one, a new one, one found again, one brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.errors import KnownError
from codebook_app.gui.encounter_shelf import EncounterShelf
from codebook_app.gui.panels.encounter_edits import EncounterEdits
from codebook_app.gui.panels.notice import NoticeBar
from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from codebook_app.gui.dialogs.open_encounter import OpenEncounterDialog
    from codebook_app.services.encounters import Encounters


class EncounterChoosing(QObject):
    """Takes encounters in hand, and follows what the open dialog does to the one that is."""

    begun = Signal()
    """The encounter in hand is a new one."""
    opened = Signal()
    """The encounter in hand is one that was chosen."""
    said = Signal(str)
    """One line for the status bar."""

    def __init__(
        self,
        edits: EncounterEdits,
        shelf: EncounterShelf,
        notice: NoticeBar,
        theme: Theme,
        today: Callable[[], date],
    ) -> None:
        super().__init__(edits)
        self._edits = edits
        self._shelf = shelf
        self._notice = notice
        self._theme = theme
        self._today = today
        self._at_first = ""  # the encounter in hand when the open dialog was opened
        self._dialog: OpenEncounterDialog | None = None
        shelf.changed.connect(self._on_shelf_changed)
        shelf.failed.connect(self._on_shelf_failed)
        edits.gone.connect(lambda gone: self._offer(gone, "was deleted in another window"))

    def start(self) -> None:
        """Take the encounter changed last, if there is one."""
        self._edits.take(lambda encounters: encounters.latest())

    def begin(self) -> None:
        """Begin an encounter in the setting of the one in hand; an untouched one is used."""
        now = self._edits.encounter
        if now is not None and not (now.lines or now.undo_word or now.redo_word):
            self.said.emit(f"“{now.label}” is still empty: it is the new encounter.")
            self.begun.emit()
            return
        setting = now.setting if now else Setting.OUTPATIENT

        def done() -> None:
            self.said.emit("A new encounter was begun; the one before is kept.")
            self.begun.emit()

        self._edits.take(lambda encounters: encounters.create(setting=setting), done)

    def open(self, encounter_id: str) -> None:
        """Take the encounter with this id."""
        self._edits.take(lambda encounters: encounters.open(encounter_id), self.opened.emit)

    def delete(self) -> None:
        """Delete the encounter in hand, and offer to bring it back."""
        gone = self._edits.encounter
        if gone is not None:
            self._edits.delete(lambda: self._offer(gone, "was deleted"))

    def show_dialog(self, window: QWidget) -> None:
        """Show the encounters over *window*, to find one again."""
        now = self._edits.encounter
        self._at_first = now.id if now else ""
        from codebook_app.gui.dialogs.open_encounter import (
            OpenEncounterDialog,  # late: no first paint needs it
        )

        dialog = OpenEncounterDialog(
            self._shelf,
            self._theme,
            current_id=self._at_first,
            today=self._today,
            parent=window,
        )
        dialog.open_asked.connect(self.open)
        dialog.new_asked.connect(self.begin)
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    def _offer(self, gone: Encounter, how: str) -> None:
        self._notice.offer(
            f"“{gone.label}” {how}.",
            "Restore",
            lambda: self._edits.take(lambda encounters: encounters.restore(gone.id)),
        )

    def _on_dialog_closed(self) -> None:
        self._dialog = None

    def _on_shelf_failed(self, fault: str) -> None:
        """Say a fault of the open dialog that came after it was closed."""
        if self._dialog is None:
            self._notice.say_fault(fault)

    def _on_shelf_changed(self, changed: str) -> None:
        """Take the encounter in hand anew where the open dialog changed it.

        One that was deleted there gives way to the one changed last; when it was in hand at first
        and is brought back, it is taken in hand again.
        """
        now = self._edits.encounter
        if changed not in (self._at_first, now.id if now else ""):
            return

        def choose(encounters: Encounters) -> Encounter | None:
            try:
                return encounters.open(changed)
            except KnownError:
                return encounters.latest()

        self._edits.take(choose)
