"""The ways a code list leaves the encounter pane: clipboard, preview, file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import Need, Written
from codebook_app.errors import KnownError
from codebook_app.gui.copy_choice import (
    CopyChoice,
    choice_of,
    clear_after,
    duration_words,
    keep_choice,
    keep_clear_after,
    last_choice,
)
from codebook_app.gui.list_saving import ListSaving

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from codebook_app.domain.copying import CopyFormat, Rendered
    from codebook_app.domain.encounter import Encounter
    from codebook_app.gui.clipboard import ListClipboard
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.theme import Theme
    from codebook_app.services.copying import Copying
    from codebook_app.settings import Settings


Words = Callable[[], str]
"""Says what is wrong with a list as far as is known when asked, nothing where nothing is."""


class EncounterCopying(QObject):
    """Copies lists in the format used last, or in one chosen with a preview, and saves them.

    What is written is written by the desk worker: some formats ask the grouper, and the first one
    loads the code of all. What is asked for later overtakes what was asked for earlier.
    """

    told = Signal(str)
    """What was done, one line for the status bar."""
    failed = Signal(str)
    """What could not be done, and what to do, in one line."""
    chosen = Signal()
    """The formats are others, or what the next copy uses: :attr:`formats`, :meth:`choice_for`."""

    def __init__(
        self, copying: Copying, desk: Worker, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._copying = copying
        self._desk = desk
        self._settings = settings
        self.saving = ListSaving(desk, settings, self)
        self.saving.told.connect(self.told)
        self.saving.failed.connect(self.failed)
        self._formats: tuple[CopyFormat, ...] = ()
        self._asked_for_formats = False
        self._once_there: list[Callable[[], None]] = []
        self._generation = 0
        self._clipboard: ListClipboard | None = None

    @property
    def formats(self) -> tuple[CopyFormat, ...]:
        """The formats in the order of a menu; none before :meth:`prepare` was answered."""
        return self._formats

    def choice_for(self, encounter: Encounter | None) -> CopyChoice | None:
        """Return how a list of the encounter's setting was copied last, any where there is none.

        None before the formats are there.
        """
        return self._choice(encounter) if self._formats else None

    def _choice(self, encounter: Encounter | None) -> CopyChoice:
        setting = None if encounter is None else encounter.setting
        return last_choice(self._settings, self._formats, setting)

    def prepare(self) -> None:
        """Fetch the formats, once; :attr:`chosen` tells when they are there."""
        if not self._asked_for_formats:
            self.refresh()

    def refresh(self, done: Callable[[], None] | None = None) -> None:
        """Fetch the formats anew: a template may have been made, and call *done* then."""
        self._asked_for_formats = True
        if done is not None:
            self._once_there.append(done)

        def show(formats: tuple[CopyFormat, ...]) -> None:
            self._formats = formats
            self.chosen.emit()
            waiting, self._once_there = self._once_there, []
            for call in waiting:
                call()

        def fail(fault: Exception) -> None:
            self._asked_for_formats = False
            self._once_there.clear()
            self._fail(fault)

        def fetch() -> tuple[CopyFormat, ...]:
            return self._copying.formats()  # to name the method already loads the code behind it

        self._desk.submit(fetch, show, fail)

    def copy(self, encounter: Encounter | None, faults: Words) -> None:
        """Copy the list of *encounter* at once; *faults* say what is wrong with it by then."""
        if encounter is None or not encounter.lines:
            self.told.emit("Nothing to copy: there is no code on the list yet.")
            return

        def copy() -> None:
            choice = self._choice(encounter)
            self._generation += 1
            asked = self._generation

            def lay(written: Written) -> None:
                if asked != self._generation:
                    return
                if written.rendered is None:
                    self.failed.emit(_unfit_words("copied", choice, written))
                else:
                    self._copied(encounter, choice, written.rendered, faults())

            self._write(encounter, choice, lay)

        self._when_there(copy)

    def copy_as(self, format_: CopyFormat, encounter: Encounter | None, faults: Words) -> None:
        """Copy in *format_*, now and from now on."""
        self._keep(choice_of(self._settings, format_), encounter)
        self.copy(encounter, faults)

    def copy_code(self, code: str) -> None:
        """Copy one code, with or without its dot as lists are copied."""
        choice = self.choice_for(None)
        text = code if choice is None or choice.options.dots else code.replace(".", "")
        QGuiApplication.clipboard().setText(text)
        self.told.emit(f"{text} copied.")

    def open_dialog(
        self, encounter: Encounter | None, faults: Words, theme: Theme, window: QWidget
    ) -> None:
        """Show the formats and the preview."""
        if encounter is None or not encounter.lines:
            self.told.emit("Nothing to copy: there is no code on the list yet.")
            return
        self._when_there(lambda: self._show_dialog(encounter, faults, theme, window))

    def show_templates(
        self,
        encounter: Encounter | None,
        theme: Theme,
        window: QWidget,
        done: Callable[[str], None] | None = None,
    ) -> None:
        """Show the person's own templates over *window*, with a preview of the list in hand.

        Once it is left and the formats are fetched anew, *done* is called with the name of the
        format that was in hand.
        """
        if encounter is None:
            self.told.emit("The preview needs an encounter: begin one first (Ctrl+N).")
            return
        self._when_there(lambda: self._open_templates(encounter, theme, window, done))

    def _open_templates(
        self,
        encounter: Encounter,
        theme: Theme,
        window: QWidget,
        done: Callable[[str], None] | None,
    ) -> None:
        # By now the desk has built what is behind self._copying.
        if self._copying.templates is None:
            self.failed.emit("Copy formats of your own cannot be kept here.")
            return
        from codebook_app.gui.copy_template_desk import CopyTemplateDesk
        from codebook_app.gui.dialogs.copy_templates import CopyTemplatesDialog

        desk = CopyTemplateDesk(self._copying.templates, self._desk)
        dialog = CopyTemplatesDialog(desk, Claim.of(encounter), theme, window)
        desk.setParent(dialog)
        open_still = [True]

        def group() -> Claim:
            return self._copying.claim(encounter, (Need.GROUPING,))

        def show(claim: Claim) -> None:
            if open_still:
                dialog.show_claim(claim)

        def leave(name: str) -> None:
            open_still.clear()
            self.refresh(lambda: done(name) if done is not None else None)

        dialog.left.connect(leave)
        self._desk.submit(group, show, self._fail)
        dialog.open()

    def save(self, encounter: Encounter | None, window: QWidget) -> None:
        """Ask for a file and save the list there in the format used last."""
        if encounter is None or not encounter.lines:
            self.told.emit("Nothing to save: there is no code on the list yet.")
            return

        def save() -> None:
            choice = self._choice(encounter)

            def ask(written: Written) -> None:
                if written.rendered is None:
                    self.failed.emit(_unfit_words("saved", choice, written))
                else:
                    self.saving.ask(encounter.label, choice.format, written.rendered, window)

            self._write(encounter, choice, ask)

        self._when_there(save)

    def _show_dialog(
        self, encounter: Encounter, faults: Words, theme: Theme, window: QWidget
    ) -> None:
        from codebook_app.gui.dialogs.copy_list import (
            CopyListDialog,  # late: no first paint needs it
        )

        dialog = CopyListDialog(
            encounter,
            self._formats,
            self._choice(encounter),
            lambda format_: choice_of(self._settings, format_),
            self._write_or_say_why,
            theme,
            clear_after=clear_after(self._settings),
            faults=faults,
            parent=window,
        )

        def copy(choice: CopyChoice, rendered: Rendered) -> None:
            self._keep(choice, encounter)
            self._copied(encounter, choice, rendered, faults())

        def save(choice: CopyChoice, rendered: Rendered) -> None:
            self._keep(choice, encounter)
            self.saving.ask(encounter.label, choice.format, rendered, window)

        dialog.copy_asked.connect(copy)
        dialog.save_asked.connect(save)
        dialog.clear_after_chosen.connect(lambda seconds: keep_clear_after(self._settings, seconds))

        def templates() -> None:
            self.show_templates(
                encounter,
                theme,
                dialog,
                lambda name: dialog.show_formats(self._formats, name),
            )

        dialog.templates_asked.connect(templates)
        dialog.open()

    def _write(
        self, encounter: Encounter, choice: CopyChoice, done: Callable[[Written], None]
    ) -> None:
        name, options = choice.format.name, choice.options
        self._desk.submit(lambda: self._copying.write(encounter, name, options), done, self._fail)

    def _write_or_say_why(
        self, encounter: Encounter, choice: CopyChoice, done: Callable[[Written], None]
    ) -> None:
        """Write for the preview, which shows what could not be done in its place."""
        name, options = choice.format.name, choice.options

        def write() -> Written:
            try:
                return self._copying.write(encounter, name, options)
            except KnownError as fault:
                return Written(None, (str(fault),))

        self._desk.submit(write, done, self._fail)

    def _copied(
        self, encounter: Encounter, choice: CopyChoice, rendered: Rendered, fault_words: str
    ) -> None:
        if self._clipboard is None:
            from codebook_app.gui.clipboard import ListClipboard  # late: no first paint needs it

            self._clipboard = ListClipboard(QGuiApplication.clipboard(), self)
            self._clipboard.cleared.connect(lambda: self.told.emit("The clipboard was cleared."))
        seconds = clear_after(self._settings)
        self._clipboard.lay(rendered, seconds)
        words = choice.copied_words(encounter)
        if fault_words:
            words += f"; {fault_words}"
        words += "."
        if seconds:
            words += f" The clipboard is cleared {duration_words(seconds)}."
        self.told.emit(" ".join((words, *rendered.said)))

    def _keep(self, choice: CopyChoice, encounter: Encounter | None) -> None:
        keep_choice(self._settings, choice, None if encounter is None else encounter.setting)
        self.chosen.emit()

    def _when_there(self, call: Callable[[], None]) -> None:
        """Call *call* once the formats are there, at once if they are."""
        if self._formats:
            call()
            return
        self._once_there.append(call)
        self.prepare()

    def _fail(self, fault: Exception) -> None:
        self.failed.emit(str(fault))
        if not isinstance(fault, KnownError):
            raise fault


def _unfit_words(done: str, choice: CopyChoice, written: Written) -> str:
    """Return why nothing was copied or saved, in one line."""
    more = len(written.unfit) - 1
    others = f" ({more} more: see the preview, Ctrl+Alt+C.)" if more else ""
    return f"Nothing was {done} as {choice.format.title}: {written.unfit[0]}{others}"
