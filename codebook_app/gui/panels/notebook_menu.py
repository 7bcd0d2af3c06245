"""What is seldom done with the notebook: export and import, sorting, removed notes, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from codebook_app.domain.notebook import OwnNote
from codebook_app.gui.notebook_changes import NotebookChanges
from codebook_app.gui.notebook_desk import NotebookDesk

_FILES = "Notebook (*.json);;For reading (*.md)"
_REMOVED_SHOWN = 30
_TEXT_SHOWN = 60


class NotebookMenu(QMenu):
    """Asks *changes*; *folder* tells the folder that is in focus."""

    def __init__(
        self,
        desk: NotebookDesk,
        changes: NotebookChanges,
        folder: Callable[[], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._changes = changes
        self.removed = QMenu("Removed &notes", self)
        self.addAction("&Export…", self._export)
        self.addAction("&Import…", self._import)
        self.addSeparator()
        self.addAction("&Sort this folder", lambda: changes.sort(folder()))
        self.addMenu(self.removed)
        self.addSeparator()
        self.addAction("&Undo\tCtrl+Z", changes.undo)
        self.addAction("Re&do\tCtrl+Y", changes.redo)
        self.removed.aboutToShow.connect(self.fill_removed)

    def fill_removed(self) -> None:
        """Look for the notes that can be brought back, and list them."""
        self.removed.clear()
        self.removed.addAction("Looking…").setEnabled(False)
        self._desk.ask(lambda notebook: notebook.deleted_notes(), self._show_removed)

    def _show_removed(self, notes: tuple[OwnNote, ...]) -> None:
        self.removed.clear()
        if not notes:
            self.removed.addAction("No note was removed").setEnabled(False)
        for note in notes[:_REMOVED_SHOWN]:
            text = " ".join(note.text.split())[:_TEXT_SHOWN].replace("&", "&&")
            action = self.removed.addAction(f"{note.code}   {text}")
            action.setToolTip("Bring this note back")
            action.triggered.connect(lambda _=False, note=note: self._changes.restore(note))

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.parentWidget(), "Export the notebook", "codebook-notebook.json", _FILES
        )
        if name:
            self._changes.export_to(Path(name))

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.parentWidget(), "Import a notebook", "", "Notebook (*.json)"
        )
        if name:
            self._changes.import_from(Path(name))
