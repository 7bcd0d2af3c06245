"""What is done with whole templates: begun, deleted, brought back, taken from and to files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QMenu, QPushButton, QWidget

from codebook_app.domain.copying import CopyTemplate
from codebook_app.exchange.template_examples import EXAMPLES
from codebook_app.gui.theme import Theme

_FILES = "Copy templates (*.json)"


class CopyTemplateButtons(QWidget):
    """The buttons under the list of templates."""

    begun = Signal(object)
    """Begin a new template, from this CopyTemplate; None for an empty one."""
    deleted = Signal()
    """Delete the one in hand."""
    restored = Signal(str)
    """Bring the deleted template with this id back."""
    read = Signal(Path)
    """Take the templates of this file."""
    written = Signal(Path, bool)
    """Write to this file: the template in hand, or all of them where it is true."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.new = QPushButton("Ne&w", self)
        self.new.clicked.connect(lambda: self.begun.emit(None))
        self.delete = QPushButton("&Delete", self)
        self.delete.clicked.connect(self.deleted)
        self.examples = _menu_button("E&xamples", "Begin with one that is made already", self)
        for example in EXAMPLES:
            self.examples.menu().addAction(example.name).triggered.connect(
                lambda _=False, one=example: self.begun.emit(one)
            )
        self.restore = _menu_button("&Bring back", "Templates that were deleted", self)
        self.restore.setEnabled(False)
        self.file = _menu_button("Fil&e", "Take templates from a file or give them away", self)
        menu = self.file.menu()
        menu.addAction("&Import…").triggered.connect(self._ask_what_to_read)
        self.export_one = menu.addAction("&Export this template…")
        self.export_one.triggered.connect(lambda: self._ask_where_to_write(whole=False))
        self.export_all = menu.addAction("Export &all…")
        self.export_all.triggered.connect(lambda: self._ask_where_to_write(whole=True))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.space(2))
        for at, button in enumerate((self.new, self.delete, self.examples, self.restore)):
            button.setAutoDefault(False)
            grid.addWidget(button, at // 2, at % 2)
        self.file.setAutoDefault(False)
        grid.addWidget(self.file, 2, 0, 1, 2)

    def show_deleted(self, deleted: Sequence[CopyTemplate]) -> None:
        """Offer to bring *deleted* templates back."""
        menu = self.restore.menu()
        menu.clear()
        for one in deleted:
            menu.addAction(one.name.replace("&", "&&")).triggered.connect(
                lambda _=False, gone=one.id: self.restored.emit(gone)
            )
        self.restore.setEnabled(bool(deleted))

    def _ask_what_to_read(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self.window(), "Import templates", "", _FILES)
        if name:
            self.read.emit(Path(name))

    def _ask_where_to_write(self, *, whole: bool) -> None:
        dialog = QFileDialog(self.window(), "Export templates", "", _FILES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # So that the question about a file that is there is about the file that is written.
        dialog.setDefaultSuffix("json")
        dialog.selectFile("codebook-templates.json")
        dialog.fileSelected.connect(lambda name: self.written.emit(Path(name), whole))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _menu_button(words: str, tip: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setToolTip(tip)
    button.setMenu(QMenu(button))
    return button
