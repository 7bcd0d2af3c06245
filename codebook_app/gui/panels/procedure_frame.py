"""What the ICD-10-PCS builder consists of, and how it shares the room it is given."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.procedure_build import GrowingCode
from codebook_app.domain.procedure_column import LENGTH, TABLE, Column
from codebook_app.gui.panels.flow import FlowLayout
from codebook_app.gui.panels.procedure_boxes import ProcedureBoxes
from codebook_app.gui.panels.procedure_column import ProcedureColumn
from codebook_app.gui.panels.rich_page import RichPage
from codebook_app.gui.theme import Theme

_FIRST = range(1, TABLE + 1)
_LAST = range(TABLE + 1, LENGTH + 1)
_WIDE = 860
"""From this width on, in pixels at 100 %, the meaning stands beside the columns, else below."""
_LEAST = 200
"""The narrowest the pane may be, in pixels at 100 %: then one column is shown at a time."""
_LOW, _LOWEST = 380, 280
"""Below the first height the code is told in fewer words; the second is the least there may be."""
_LEAST_HEIGHT = 80
_LEAST_MEANING = 90
"""Below the columns, the value and two lines of what it means."""
_SHARES = 16, 32
_LONGEST_WORD = 16
"""The least and the most of the width that a column takes, in letters of its longest value."""


class ProcedureFrame(QWidget):
    """Holds the boxes of the code, a column for each axis, the meaning of a value, the buttons.

    The columns of the first three axes stand side by side, or those of the last four; in a narrow
    pane only those about the one in focus.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._code: GrowingCode | None = None
        self._position = 1
        self.boxes = ProcedureBoxes(theme, self)
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("role", "small")
        self._headings = {at: QLabel(self) for at in (*_FIRST, *_LAST)}
        self.columns = {at: ProcedureColumn(theme, self) for at in (*_FIRST, *_LAST)}
        self._holders = {at: self._held(at) for at in self.columns}
        self._beside = QFrame(self)
        self._beside.setProperty("role", "strip")
        self.meaning = RichPage("What the value in focus means", theme, self._beside)
        self.meaning.setProperty("role", "ringed")
        self.add = self._button("Add", "Add the finished code to the encounter (Ctrl+Enter)")
        self.open = self._button("Open entry", "Open the entry of the finished code (Enter)")
        self.back = self._button("Step back", "Take back what was picked last (Backspace)")
        self.printed = self._button("As printed", "Show the table as it is printed")
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def _stage(self) -> range:
        """The positions whose columns stand side by side."""
        return _FIRST if self._position <= TABLE else _LAST

    def _say(self, words: str) -> None:
        """Show *words* in the line below the title."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _head(self, at: int, column: Column) -> None:
        """Head the column at a position, and give it its share of the width."""
        self._headings[at].setText(column.title)
        if (share := _share(column)) != self._across.stretch(at - 1):
            self._across.setStretch(at - 1, share)

    def _show_columns(self, code: GrowingCode) -> None:
        """Show the columns of the stage; in a narrow pane those about the one in focus."""
        stage = self._stage
        gap = self._theme.space(3)
        room = self.width() - 2 * self._theme.space(4)
        if self._is_wide:
            room = room * 7 // 10 - gap
        widths = {at: self.columns[at].narrowest(_word(code.column(at))) for at in stage}
        shown = [self._position]
        left = room - widths[self._position]
        behind = range(self._position + 1, stage.stop)
        before = range(self._position - 1, stage.start - 1, -1)
        for side in (behind, before):
            for at in side:
                if widths[at] + gap > left:
                    break
                left -= widths[at] + gap
                shown.append(at)
        for at, holder in self._holders.items():
            holder.setVisible(at in shown)
            holder.setMinimumWidth(widths[at] if at in shown else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        self._place_meaning()
        if self._code is not None:
            self._show_columns(self._code)

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(self._theme.length(_LEAST), self._theme.length(_LOWEST))

    def sizeHint(self) -> QSize:  # noqa: D102, N802
        return self.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: D102, N802
        return False  # it takes the height there is, and leaves out what has no room

    @property
    def _is_wide(self) -> bool:
        return self.width() >= self._theme.length(_WIDE)

    def _place_meaning(self) -> None:
        wide = self._is_wide
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._middle.direction() != direction:
            self._middle.setDirection(direction)
        self._middle.setStretch(0, 7 if wide else 3)
        self._middle.setStretch(1, 3 if wide else 2)
        low = self.height() < self._theme.length(_LOW)
        self.boxes.set_low(low)
        self._beside.setVisible(wide or not low)
        self._beside.setMinimumHeight(0 if wide else self._theme.length(_LEAST_MEANING))

    def _held(self, position: int) -> QWidget:
        holder = QWidget(self)
        stack = QVBoxLayout(holder)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        heading, column = self._headings[position], self.columns[position]
        heading.setProperty("role", "label")
        heading.setBuddy(column)
        stack.addWidget(heading)
        stack.addWidget(column, 1)
        return holder

    def _button(self, text: str, said: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(said)
        button.setAccessibleName(said)
        return button

    def _lay_out(self) -> None:
        self._across = QHBoxLayout()
        for holder in self._holders.values():
            self._across.addWidget(holder, 1)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.addLayout(self._across)
        self._middle.addWidget(self._beside)
        inside = QVBoxLayout(self._beside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.meaning)
        self._foot = FlowLayout()
        for button in (self.add, self.open, self.back, self.printed):
            self._foot.addWidget(button)
        for part in (*self._holders.values(), *self.columns.values(), self._beside, self.meaning):
            # They take what is left, and ask for nothing: the pane scrolls only where it must.
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._whole = QVBoxLayout(self)
        # As wide as the pane lets it be, whatever the columns would like.
        self._whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._whole.addWidget(self.boxes)
        self._whole.addWidget(self.title)
        self._whole.addWidget(self.said)
        self._whole.addLayout(self._middle, 1)
        self._whole.addLayout(self._foot)

    def _dress(self) -> None:
        space = self._theme.space
        self._whole.setContentsMargins(space(4), space(3), space(4), space(3))
        self._whole.setSpacing(space(3))
        self._across.setSpacing(space(3))
        self._middle.setSpacing(space(3))
        self._foot.setSpacing(space(3))
        side = self._theme.icon_size
        for button, icon in ((self.add, "add"), (self.open, "open"), (self.back, "back")):
            button.setIcon(self._theme.icon(icon))
            button.setIconSize(QSize(side, side))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for holder in self._holders.values():
            holder.setMinimumHeight(self._theme.length(_LEAST_HEIGHT))
        for heading in self._headings.values():
            heading.setContentsMargins(space(3), 0, 0, space(1))
        self._place_meaning()


def _share(column: Column) -> int:
    least, most = _SHARES
    longest = max((len(one.value.label) for one in column.values), default=0)
    return min(max(longest, least), most)


def _word(column: Column) -> str:
    """Return the longest word of the column, of those that a line may be broken between."""
    words = (word for one in column.values for word in one.value.label.split())
    return max(words, key=len, default="")[:_LONGEST_WORD]
