"""What to print and how: the choices beside the preview, kept for the next time."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QVBoxLayout, QWidget

from codebook_app.gui.printing.paper import PAPERS, usual_paper
from codebook_app.gui.printing.paper_sizes import Paper
from codebook_app.gui.printing.printables import Printable
from codebook_app.gui.printing.tabular_sheet import PrintChoice
from codebook_app.gui.theme import Theme
from codebook_app.settings import Settings

_ZOOMS = (("Small", 0.85), ("Normal", 1.0), ("Large", 1.3), ("Very large", 1.7))


class PrintChoices(QWidget):
    """Offers *printables*, the first one chosen, the paper, the size, and what goes with a page."""

    changed = Signal()
    """Another thing is to be printed, or the same in another way."""

    def __init__(
        self,
        printables: tuple[Printable, ...],
        theme: Theme,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._printables = printables
        self._settings = settings
        self.what = _choice(self, "What to print", [one.name for one in printables])
        self.paper = _choice(self, "Paper", list(PAPERS))
        self.paper.setCurrentText(settings.text("print.paper") or usual_paper())
        self.text_size = _choice(self, "Text size", [name for name, _ in _ZOOMS])
        self.text_size.setCurrentText(settings.text("print.size", "Normal"))
        self.inherited = QCheckBox("&Inherited notes", self)
        self.inherited.setChecked(settings.flag("print.inherited", True))
        self.sevenths = QCheckBox("E&very 7th-character code", self)
        self.sevenths.setChecked(settings.flag("print.sevenths", False))
        self.own_notes = QCheckBox("&Your own notes", self)
        self.own_notes.setChecked(settings.flag("print.own_notes", True))
        self._lay_out(theme)
        for box in (self.what, self.paper, self.text_size):
            box.currentIndexChanged.connect(self._change)
        for check in (self.inherited, self.sevenths, self.own_notes):
            check.toggled.connect(self._change)
        self._offer()

    @property
    def chosen(self) -> Printable:
        """What is to be printed."""
        return self._printables[max(0, self.what.currentIndex())]

    @property
    def on_paper(self) -> Paper:
        """The paper, with the size of the text on it."""
        zoom = dict(_ZOOMS)[self.text_size.currentText()]
        return replace(PAPERS[self.paper.currentText()], zoom=zoom)

    @property
    def choice(self) -> PrintChoice:
        """What goes with a page."""
        return PrintChoice(
            self.inherited.isChecked(), self.sevenths.isChecked(), self.own_notes.isChecked()
        )

    def keep(self) -> None:
        """Note the choices for the next time."""
        self._settings.put("print.paper", self.paper.currentText())
        self._settings.put("print.size", self.text_size.currentText())
        self._settings.put("print.inherited", self.inherited.isChecked())
        self._settings.put("print.sevenths", self.sevenths.isChecked())
        self._settings.put("print.own_notes", self.own_notes.isChecked())

    def _change(self) -> None:
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        """Offer what there is to choose of the chosen printable."""
        chosen = self.chosen
        self.inherited.setVisible(chosen.has_notes)
        self.sevenths.setVisible(chosen.has_sevenths)
        self.own_notes.setVisible(chosen.has_own_notes)

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.space(2))
        side = theme.space(5)
        column.setContentsMargins(side, side, side, 0)
        for label, box in (
            ("&What", self.what),
            ("Pape&r", self.paper),
            ("&Text size", self.text_size),
        ):
            said = QLabel(label, self)
            said.setProperty("role", "label")
            said.setBuddy(box)
            column.addWidget(said)
            column.addWidget(box)
            column.addSpacing(theme.space(3))
        for check in (self.inherited, self.sevenths, self.own_notes):
            column.addWidget(check)
        column.addStretch(1)


def _choice(parent: QWidget, name: str, offered: list[str]) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.addItems(offered)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    for at, one in enumerate(offered):
        box.setItemData(at, one, Qt.ItemDataRole.ToolTipRole)
    return box
