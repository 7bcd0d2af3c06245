"""The ways a code list leaves the encounter pane: clipboard, preview, file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from codebook_app.errors import KnownError
from codebook_app.gui.clipboard import put_on_clipboard
from codebook_app.gui.copy_choice import CopyChoice, keep_choice, last_choice
from codebook_app.gui.list_file import write_list

if TYPE_CHECKING:
    from codebook_app.domain.copying import CopyFormat, Rendered
    from codebook_app.domain.encounter import Encounter
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.theme import Theme
    from codebook_app.services.copying import Copying
    from codebook_app.settings import Settings

_FOLDER = "copy.folder"


class EncounterCopying(QObject):
    """Copies lists in the format used last, or in one chosen with a preview, and saves them."""

    told = Signal(str)
    """What was done, one line for the status bar."""
    failed = Signal(str)
    """What could not be done, and what to do, in one line."""
    chosen = Signal()
    """The format or an option is another: :attr:`choice` is what the next copy will use."""

    def __init__(
        self, copying: Copying, desk: Worker, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._copying = copying
        self._desk = desk
        self._settings = settings

    @property
    def formats(self) -> tuple[CopyFormat, ...]:
        """The formats in the order of a menu."""
        return self._copying.formats()

    @property
    def choice(self) -> CopyChoice:
        """How the list was copied last."""
        return last_choice(self._settings, self.formats)

    def copy(self, encounter: Encounter | None, fault_words: str) -> None:
        """Copy the list of *encounter* at once; *fault_words* say what is wrong with it."""
        choice = self.choice
        if encounter is None or not encounter.lines:
            self.told.emit("Nothing to copy: there is no code on the list yet.")
            return
        self._copied(encounter, choice, self._render(encounter, choice), fault_words)

    def copy_as(self, format_: CopyFormat, encounter: Encounter | None, fault_words: str) -> None:
        """Copy in *format_*, now and from now on."""
        self._keep(replace(self.choice, format=format_))
        self.copy(encounter, fault_words)

    def copy_code(self, code: str) -> None:
        """Copy one code, with or without its dot as lists are copied."""
        text = code if self.choice.dots else code.replace(".", "")
        QGuiApplication.clipboard().setText(text)
        self.told.emit(f"{text} copied.")

    def open_dialog(
        self, encounter: Encounter | None, fault_words: str, theme: Theme, window: QWidget
    ) -> None:
        """Show the formats and the preview."""
        if encounter is None or not encounter.lines:
            self.told.emit("Nothing to copy: there is no code on the list yet.")
            return
        warned = f"Copying is not held up, but {fault_words}." if fault_words else ""
        from codebook_app.gui.dialogs.copy_list import (
            CopyListDialog,  # late: no first paint needs it
        )

        dialog = CopyListDialog(
            encounter,
            self.formats,
            self.choice,
            self._render,
            theme,
            fault_words=warned,
            parent=window,
        )

        def copy(choice: CopyChoice, rendered: Rendered) -> None:
            self._keep(choice)
            self._copied(encounter, choice, rendered, fault_words)

        def save(choice: CopyChoice, rendered: Rendered) -> None:
            self._keep(choice)
            self._ask_file(encounter, choice, rendered, window)

        dialog.copy_asked.connect(copy)
        dialog.save_asked.connect(save)
        dialog.open()

    def save(self, encounter: Encounter | None, window: QWidget) -> None:
        """Ask for a file and save the list there in the format used last."""
        choice = self.choice
        if encounter is None or not encounter.lines:
            self.told.emit("Nothing to save: there is no code on the list yet.")
            return
        self._ask_file(encounter, choice, self._render(encounter, choice), window)

    def save_to(self, path: Path, rendered: Rendered) -> None:
        """Write *rendered* to *path* on the desk worker."""

        def fail(fault: Exception) -> None:
            self.failed.emit(str(fault))
            if not isinstance(fault, KnownError):
                raise fault

        self._desk.submit(
            lambda: write_list(path, rendered.text),
            lambda _: self.told.emit(f"Saved to {path}."),
            fail,
        )

    def _render(self, encounter: Encounter, choice: CopyChoice) -> Rendered:
        return self._copying.render(encounter, choice.format.name, choice.options)

    def _copied(
        self, encounter: Encounter, choice: CopyChoice, rendered: Rendered, fault_words: str
    ) -> None:
        put_on_clipboard(rendered, QGuiApplication.clipboard())
        words = choice.copied_words(encounter)
        self.told.emit(f"{words}; {fault_words}." if fault_words else f"{words}.")

    def _keep(self, choice: CopyChoice) -> None:
        keep_choice(self._settings, choice)
        self.chosen.emit()

    def _ask_file(
        self, encounter: Encounter, choice: CopyChoice, rendered: Rendered, window: QWidget
    ) -> None:
        suffix = "tsv" if choice.format.name == "tsv" else "txt"
        dialog = QFileDialog(window, f"Save “{encounter.label}”")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilters(
            ["Tab-separated text (*.tsv)" if suffix == "tsv" else "Text (*.txt)", "All files (*)"]
        )
        if folder := self._settings.text(_FOLDER):
            dialog.setDirectory(folder)
        dialog.selectFile(f"{_file_name(encounter.label)}.{suffix}")

        def save(chosen: str) -> None:
            path = Path(chosen)
            self._settings.put(_FOLDER, str(path.parent))
            self.save_to(path, rendered)

        dialog.fileSelected.connect(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _file_name(label: str) -> str:
    """Return *label* as every system takes it for a file's name."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", label).strip(" .-")
    return name[:80] or "encounter"
