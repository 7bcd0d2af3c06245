"""One question about a code, with its choices."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QButtonGroup,
    QFrame,
    QLabel,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.list_reading import FoundCode
from codebook_app.gui.theme import Theme

_NUMBERED = 9


class OddityCard(QFrame):
    """Says what is odd about a code and offers what to do; the first nine choices have numbers.

    Shows what was taken for granted of a code that is not asked about, and nothing where there is
    nothing to say.
    """

    chosen = Signal(int)
    """The place of the choice that the person made."""
    finished = Signal()
    """Enter was pressed on a choice: the next question is wanted."""
    left = Signal()
    """The person wants back to the list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.heading = QLabel(self)
        self.heading.setProperty("role", "label")
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self._box = QWidget(self)
        self._choices = QVBoxLayout(self._box)
        self._choices.setContentsMargins(0, 0, 0, 0)
        self._choices.setSpacing(0)
        self._choices.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._scroll.setWidget(self._box)
        for bare in (self._scroll.viewport(), self._box):
            bare.setAutoFillBackground(False)  # what lies behind them is the card
        self._scroll.setAccessibleName("Choices")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(3))
        column.setSpacing(theme.space(2))
        for widget in (self.heading, self.said):
            column.addWidget(widget)
        column.addWidget(self._scroll, 1)
        column.addStretch(0)
        self.show_code(None, -1)

    @property
    def buttons(self) -> list[QRadioButton]:
        """The choices, in order."""
        return [one for one in self._group.buttons() if isinstance(one, QRadioButton)]

    def show_code(self, found: FoundCode | None, chosen: int) -> None:
        """Show the question about *found*; *chosen* is the choice that holds, -1 for none."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        oddity = found.oddity if found is not None else None
        self._scroll.setVisible(oddity is not None)
        self.heading.setVisible(found is not None)
        if found is None:
            self.heading.setText("")
            self.said.setText("What is odd about a code is asked here.")
            return
        self.heading.setText(f"“{found.written}”" if oddity is None else f"“{found.written}”?")
        if oddity is None:
            title = found.line.title if found.line is not None else ""
            remark = found.remark[:1].upper() + found.remark[1:] if found.remark else ""
            self.said.setText(". ".join(filter(None, (title, remark))))
            return
        self.said.setText(oddity.text)
        for at, choice in enumerate(oddity.choices):
            last = at == len(oddity.choices) - 1
            key = "0" if last else str(at + 1) if at < _NUMBERED else ""
            button = _Choice(f"{key}  {choice.label}" if key else f"    {choice.label}", self)
            button.setAccessibleName(choice.label)
            button.setToolTip(choice.label)
            button.setChecked(at == chosen)
            self._group.addButton(button, at)
            self._choices.addWidget(button)
            button.show()  # at once: a key may go to it before the layout is asked
        self._box.adjustSize()

    def mark_chosen(self, chosen: int) -> None:
        """Show that another choice holds."""
        button = self._group.button(chosen)
        if button is not None:
            button.setChecked(True)
            self._scroll.ensureWidgetVisible(button)

    def enter(self) -> None:
        """Go to the choice that holds."""
        button = self._group.checkedButton() or next(iter(self._group.buttons()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Enter on a choice, and Left and Escape back to the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            focused = self._group.checkedId()
            if focused >= 0:
                self.chosen.emit(focused)
            self.finished.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Choice(QRadioButton):
    """A choice, shortened to the width there is; its keys are the card's."""

    def __init__(self, words: str, card: OddityCard) -> None:
        super().__init__(words, card)
        self.setProperty("role", "choice")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave Enter, Left and Escape to the card."""
        if event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Left,
            Qt.Key.Key_Escape,
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)
