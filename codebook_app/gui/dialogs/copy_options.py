"""The formats of a copy, and the options of the one that is chosen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.copying import CopyFormat, CopyOptions, Option, Order, Separator
from codebook_app.gui.models.copy_formats import CopyFormatModel
from codebook_app.gui.theme import Theme

_ROWS = (
    (Option.DOTS, Option.POA),
    (Option.DESCRIPTIONS, Option.GUARD, Option.LOOPS),
    (Option.ORDER, Option.SEPARATOR),
)
"""The options that stand in one row."""


class _FormatView(QListView):
    """A list whose first row is a heading: Home and Page Up stop at the first format."""

    def moveCursor(  # noqa: N802
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key leads to."""
        index = super().moveCursor(action, modifiers)
        if action is QAbstractItemView.CursorAction.MoveHome or index.row() <= 0:
            index = self.model().index(0, 0)
        while index.isValid() and not index.flags():
            index = index.siblingAtRow(index.row() + 1)
        return index

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the chosen format in sight when what is said of it takes room."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())


class CopyFormatList(QWidget):
    """The formats under their headings."""

    changed = Signal(object)
    """Another CopyFormat is chosen."""
    accepted = Signal()
    """A format was chosen by Enter or a double click."""
    templates_asked = Signal()
    """The person wants to see their own templates."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CopyFormatModel(theme.font("label"), self)
        self.view = _FormatView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName("Format")
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSpacing(theme.space(1))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setMinimumWidth(theme.length(165))
        self.templates_button = QPushButton("Your te&mplates…", self)
        self.templates_button.setAutoDefault(False)
        self.templates_button.setToolTip("Make and change formats of your own")
        caption = _caption("&Format", self.view, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(caption)
        column.addWidget(self.view, 1)
        column.addWidget(self.templates_button)
        self.view.selectionModel().currentChanged.connect(self._on_changed)
        self.view.activated.connect(self.accepted)
        self.templates_button.clicked.connect(self.templates_asked)
        self.setFocusProxy(self.view)

    @property
    def format(self) -> CopyFormat | None:
        """The format chosen, None only where there is none at all."""
        return self.model.format_at(self.view.currentIndex())

    def show_formats(self, formats: tuple[CopyFormat, ...], name: str) -> None:
        """Show *formats* and choose the one called *name*, else the first."""
        with QSignalBlocker(self.view.selectionModel()):
            self.model.show(formats)
        self.choose(name)

    def choose(self, name: str) -> None:
        """Choose the format called *name*, else the first."""
        index = self.model.index_of(name)
        selection = self.view.selectionModel()
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def _on_changed(self, current: QModelIndex) -> None:
        chosen = self.model.format_at(current)
        if chosen is not None:
            self.changed.emit(chosen)


class CopyOptionsBox(QWidget):
    """What the chosen format is for, what it holds, and its options; others can't be touched."""

    changed = Signal()
    """:attr:`options` are others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = CopyOptions()
        self.description = QLabel(self)
        self.description.setProperty("role", "small")
        self.description.setWordWrap(True)
        self.dots = _box("Codes with &dots", "E11.22 with dots, E1122 without", theme, self)
        self.poa = _box("Present on &admission", "Y, N, U or W of each diagnosis", theme, self)
        self.descriptions = _box("T&itles", "Each code with its title", theme, self)
        self.guard = _box(
            "&Guard numbers",
            'Codes a spreadsheet would read as numbers or dates are written as ="0016070"',
            theme,
            self,
        )
        self.loops = _box(
            "&Whole loops",
            "Services with their number (LX) before and date (DTP) behind",
            theme,
            self,
        )
        self.separator = QComboBox(self)
        self.separator.setAccessibleName("What stands between the codes")
        for separator in Separator:
            self.separator.addItem(separator.label, separator.text)
        self.order = QComboBox(self)
        self.order.setAccessibleName("Order of the lines")
        for order in Order:
            self.order.addItem(order.label, order.value)
        for chooser in (self.separator, self.order):
            # In large type the words are cut off rather than the dialog.
            chooser.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            chooser.setMinimumContentsLength(10)
        self._fields: dict[Option, tuple[QWidget, ...]] = {
            Option.DOTS: (self.dots,),
            Option.POA: (self.poa,),
            Option.DESCRIPTIONS: (self.descriptions,),
            Option.GUARD: (self.guard,),
            Option.LOOPS: (self.loops,),
            Option.SEPARATOR: (self.separator, _caption("B&etween", self.separator, self)),
            Option.ORDER: (self.order, _caption("&Order", self.order, self)),
        }
        self._lay_out(theme)
        for box in self._boxes:
            box.toggled.connect(self.changed)
        for field in (self.separator, self.order):
            field.currentIndexChanged.connect(self.changed)

    @property
    def options(self) -> CopyOptions:
        """The options as chosen now; those the format does not take are as it has them."""
        return replace(
            self._base,
            dots=self.dots.isChecked(),
            poa=self.poa.isChecked(),
            descriptions=self.descriptions.isChecked(),
            guard=self.guard.isChecked(),
            loops=self.loops.isChecked(),
            separator=self.separator.currentData(),
            order=Order(self.order.currentData()),
        )

    def show_choice(self, format_: CopyFormat, options: CopyOptions) -> None:
        """Show *options* as those of *format_*; says nothing."""
        self._base = options
        self.description.setText(" ".join((format_.description, *format_.limits)))
        fields = (*self._boxes, self.separator, self.order)
        blockers = [QSignalBlocker(field) for field in fields]
        self.dots.setChecked(options.dots)
        self.poa.setChecked(options.poa)
        self.descriptions.setChecked(options.descriptions)
        self.guard.setChecked(options.guard)
        self.loops.setChecked(options.loops)
        self.separator.setCurrentIndex(max(0, self.separator.findData(options.separator)))
        self.order.setCurrentIndex(max(0, self.order.findData(options.order.value)))
        del blockers
        takes = format_.takes
        for row in _ROWS:
            for option in row:
                for widget in self._fields[option]:
                    widget.setEnabled(option in takes)
                    # A row of which nothing can be chosen is not there at all.
                    widget.setVisible(not takes.isdisjoint(row))
        for widget in self._fields[Option.SEPARATOR]:
            widget.setVisible(Option.SEPARATOR in takes)
        if not takes.isdisjoint(_ROWS[1]):
            # One place for two that no format has both of.
            self.guard.setVisible(Option.LOOPS not in takes)
            self.loops.setVisible(Option.LOOPS in takes)

    @property
    def _boxes(self) -> tuple[QCheckBox, ...]:
        return (self.dots, self.poa, self.descriptions, self.guard, self.loops)

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(5))
        grid.setVerticalSpacing(theme.space(2))
        for at, box in enumerate((self.dots, self.poa, self.descriptions, self.guard)):
            grid.addWidget(box, at // 2, at % 2)
        grid.addWidget(self.loops, 1, 1)
        for at, option in enumerate(_ROWS[2]):
            field, caption = self._fields[option]
            pair = QHBoxLayout()
            pair.setSpacing(theme.space(3))
            pair.addWidget(caption)
            pair.addWidget(field)
            pair.addStretch(1)
            grid.addLayout(pair, 2, at)
        grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self.description)
        column.addLayout(grid)


def _caption(words: str, field: QWidget, parent: QWidget) -> QLabel:
    caption = QLabel(words, parent)
    caption.setProperty("role", "label")
    caption.setBuddy(field)
    return caption


def _box(words: str, tip: str, theme: Theme, parent: QWidget) -> QCheckBox:
    box = QCheckBox(words, parent)
    box.setToolTip(tip)
    shade = box.palette()
    shade.setColor(QPalette.ColorRole.Window, theme.colour("control_border").lighter(140))
    box.setPalette(shade)  # Qt draws the box in a darker shade of this
    return box
