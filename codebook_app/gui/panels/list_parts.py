"""Which sheet of a workbook, and which of several visits, a list is read from."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from codebook_app.domain.list_reading import Part, Parts
from codebook_app.gui.theme import Theme

_WIDEST = 16
"""Characters of a name that a box has room for at least."""
_CAPTIONS = {"account": "Acco&unt", "claim": "Clai&m", "patient": "&Patient"}
"""With keys of their own beside those of the dialog."""


class ListParts(QWidget):
    """Two boxes, each shown where there is a choice."""

    chosen = Signal(object)
    """The Part to read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = _box("Sheet", self)
        self.visit = _box("Visit", self)
        self._sheet_caption = _caption("&Sheet", self.sheet, self)
        self._visit_caption = _caption("&Visit", self.visit, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(3))
        for one in (self._sheet_caption, self.sheet, self._visit_caption, self.visit):
            row.addWidget(one)
        row.addStretch(1)
        self.sheet.activated.connect(lambda: self._choose(Part(sheet=self.sheet.currentText())))
        self.visit.activated.connect(
            lambda: self._choose(
                Part(sheet=self.sheet.currentText(), visit=self.visit.currentText())
            )
        )
        self._parts = Parts()
        self.show_parts(self._parts)

    def go_on(self, seen: Container[str]) -> bool:
        """Choose the next visit that is none of *seen*; return whether there is one."""
        visits = self._parts.visits
        at = visits.index(self._parts.visit) if self._parts.visit in visits else 0
        left = [one for one in (*visits[at + 1 :], *visits[:at]) if one not in seen]
        if left:
            self._choose(Part(sheet=self.sheet.currentText(), visit=left[0]))
        return bool(left)

    def show_parts(self, parts: Parts) -> None:
        """Offer the parts that a reading has, those it was read from chosen."""
        self._parts = parts
        several = parts.sheets if len(parts.sheets) > 1 else ()
        _fill(self.sheet, several, parts.sheet)
        _fill(self.visit, parts.visits, parts.visit)
        word = parts.visit_word or "visit"
        self._visit_caption.setText(_CAPTIONS.get(word, "&Visit"))
        self.visit.setAccessibleName(word.capitalize())
        for caption, box in (
            (self._sheet_caption, self.sheet),
            (self._visit_caption, self.visit),
        ):
            caption.setVisible(box.count() > 0)
            box.setVisible(box.count() > 0)
        self.setVisible(bool(several or parts.visits))

    def _choose(self, part: Part) -> None:
        self.chosen.emit(part)


def _fill(box: QComboBox, names: Sequence[str], current: str) -> None:
    if [box.itemText(at) for at in range(box.count())] != list(names):
        box.clear()
        box.addItems(list(names))
    box.setCurrentIndex(box.findText(current, Qt.MatchFlag.MatchExactly))


def _box(name: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_WIDEST)
    return box


def _caption(words: str, buddy: QWidget, parent: QWidget) -> QLabel:
    caption = QLabel(words, parent)
    caption.setProperty("role", "label")
    caption.setBuddy(buddy)
    return caption
