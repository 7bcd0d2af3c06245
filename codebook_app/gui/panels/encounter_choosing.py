"""Which encounter is in hand: the last one, a new one, one found again, one brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from codebook_app.domain.encounter import Encounter, Kind, Setting
from codebook_app.errors import KnownError
from codebook_app.gui.encounter_shelf import EncounterShelf, Place
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
        shelf.made.connect(self._on_made)
        edits.gone.connect(lambda gone: self._offer(gone, "was deleted in another window"))

    def start(self) -> None:
        """Take the encounter changed last, if there is one."""
        self._edits.take(lambda encounters: encounters.latest())

    def begin(self) -> None:
        """Begin an encounter in the setting and hospital of the one in hand.

        An untouched one is used.
        """
        now = self._edits.encounter
        if now is not None and not (now.lines or now.undo_word or now.redo_word):
            self.said.emit(f"“{now.label}” is still empty: it is the new encounter.")
            self.begun.emit()
            return
        setting = now.setting if now else Setting.OUTPATIENT
        exempt = now is not None and now.poa_exempt_hospital

        def done() -> None:
            self.said.emit("A new encounter was begun; the one before is kept.")
            self.begun.emit()

        self._edits.take(
            lambda encounters: encounters.create(setting=setting, poa_exempt_hospital=exempt), done
        )

    def open(self, encounter_id: str) -> None:
        """Take the encounter or template with this id."""

        def done() -> None:
            now = self._edits.encounter
            if now is not None and now.kind is Kind.TEMPLATE:
                self.said.emit(
                    f"“{now.label}” is a template: encounters begun from it later have what you"
                    " change here."
                )
            self.opened.emit()

        self._edits.take(lambda encounters: encounters.open(encounter_id), done)

    def begin_from(self, template_id: str) -> None:
        """Begin an encounter with the codes of a template."""

        def done() -> None:
            now = self._edits.encounter
            if now is not None:
                self.said.emit(f"Begun from “{now.label}”: the date is still to be entered.")
            self.begun.emit()

        self._edits.take(
            lambda encounters: encounters.begin_from(encounters.open(template_id)), done
        )

    def duplicate(self) -> None:
        """Take a copy of the encounter in hand in hand, to be changed."""
        now = self._edits.encounter
        if now is not None:

            def done() -> None:
                self.said.emit(f"This is a copy of “{now.label}”, which is kept as it was.")
                self.begun.emit()

            self._edits.take(lambda encounters: encounters.duplicate(encounters.open(now.id)), done)

    def keep_as_template(self, window: QWidget) -> None:
        """Ask over *window* what the template is called, and keep one with the codes in hand."""
        now = self._edits.encounter
        if now is None or not now.lines:
            self.said.emit("There is nothing on the list yet: add a code first.")
            return
        from codebook_app.gui.dialogs.template_label import ask_template_label

        ask_template_label(
            now.label, window, lambda label: self._shelf.keep_as_template(now.id, label)
        )

    def archive(self) -> None:
        """Put the encounter in hand away, take the one changed last, and offer to bring it back."""
        now = self._edits.encounter
        if now is None:
            return

        def choose(encounters: Encounters) -> Encounter | None:
            encounters.archive(encounters.open(now.id))
            return encounters.latest()

        def bring_back(encounters: Encounters) -> Encounter:
            return encounters.unarchive(encounters.open(now.id))

        self._edits.take(
            choose,
            lambda: self._notice.offer(
                f"“{now.label}” was archived.",
                "Bring back",
                lambda: self._edits.take(bring_back),
            ),
        )

    def delete(self) -> None:
        """Delete the encounter in hand, and offer to bring it back."""
        gone = self._edits.encounter
        if gone is not None:
            self._edits.delete(lambda: self._offer(gone, "was deleted"))

    def show_dialog(self, window: QWidget, place: Place = Place.ENCOUNTERS) -> None:
        """Show a *place* of the shelf over *window*, to find an encounter or template again."""
        now = self._edits.encounter
        self._at_first = now.id if now else ""
        from codebook_app.gui.dialogs.open_encounter import (
            OpenEncounterDialog,  # late: no first paint needs it
        )

        dialog = OpenEncounterDialog(
            self._shelf,
            self._theme,
            current_id=self._at_first,
            place=place,
            today=self._today,
            parent=window,
        )
        dialog.open_asked.connect(self.open)
        dialog.begin_asked.connect(self.begin_from)
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

    def _on_made(self, made: Encounter) -> None:
        if self._dialog is None and made.kind is Kind.TEMPLATE:
            self.said.emit(f"Kept as the template “{made.label}”; Ctrl+Alt+N begins from it.")

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
