"""The format of a copy and its options."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QStringListModel, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.copying import CopyFormat, Separator
from codebook_app.gui.copy_choice import CopyChoice
from codebook_app.gui.theme import Theme


class CopyOptionsBox(QWidget):
    """The list of formats, dots yes or no, and what stands between the codes."""

    changed = Signal()
    """:attr:`choice` is another."""
    accepted = Signal()
    """A format was chosen by Enter or a double click."""

    def __init__(
        self,
        formats: tuple[CopyFormat, ...],
        choice: CopyChoice,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._formats = formats
        self.formats = self._make_formats(theme)
        self.description = QLabel(self)
        self.description.setProperty("role", "small")
        self.description.setWordWrap(True)
        self.dots = QCheckBox("Codes with &dots", self)
        self.dots.setToolTip("E11.22 with dots, E1122 without; claims want none, people do")
        self.dots.setChecked(choice.dots)
        box = self.dots.palette()
        box.setColor(QPalette.ColorRole.Window, theme.colour("control_border").lighter(140))
        self.dots.setPalette(box)  # Qt draws the box in a darker shade of this
        self.separator = QComboBox(self)
        self.separator.setAccessibleName("What stands between the codes")
        for separator in Separator:
            self.separator.addItem(separator.label, separator)
        self.separator.setCurrentIndex(self.separator.findData(choice.separator))
        self._separator_caption = _caption("&Between the codes", self.separator, self)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(_caption("&Format", self.formats, self))
        column.addWidget(self.formats)
        column.addWidget(self.description)
        column.addSpacing(theme.space(3))
        column.addWidget(self.dots)
        column.addSpacing(theme.space(3))
        column.addWidget(self._separator_caption)
        column.addWidget(self.separator)
        column.addStretch(1)

        row = next((at for at, one in enumerate(formats) if one == choice.format), 0)
        self.formats.selectionModel().setCurrentIndex(
            self.formats.model().index(row, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._describe()
        self.formats.selectionModel().currentChanged.connect(self._on_changed)
        self.formats.activated.connect(self.accepted)
        self.dots.toggled.connect(self._on_changed)
        self.separator.currentIndexChanged.connect(self._on_changed)
        self.setFocusProxy(self.formats)

    @property
    def choice(self) -> CopyChoice:
        """The format and options as chosen now."""
        row = max(0, self.formats.currentIndex().row())
        separator = Separator(self.separator.currentData())  # Qt keeps the plain text
        return CopyChoice(self._formats[row], self.dots.isChecked(), separator)

    def _on_changed(self, *_: object) -> None:
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        format_ = self.choice.format
        self.description.setText(format_.description)
        self.separator.setEnabled(format_.takes_separator)
        self._separator_caption.setEnabled(format_.takes_separator)

    def _make_formats(self, theme: Theme) -> QListView:
        view = QListView(self)
        view.setModel(QStringListModel([one.title for one in self._formats], view))
        view.setAccessibleName("Format")
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSpacing(theme.space(1))
        height = view.sizeHintForRow(0) + 2 * theme.space(1)
        view.setFixedHeight(height * len(self._formats) + theme.space(3))
        return view


def _caption(words: str, field: QWidget, parent: QWidget) -> QLabel:
    caption = QLabel(words, parent)
    caption.setProperty("role", "label")
    caption.setBuddy(field)
    return caption
