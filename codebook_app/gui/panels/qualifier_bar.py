"""Choosing the qualifiers of an ICF code, below its page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.qualifier import Qualifying, Scale, may_help, scales_of
from codebook_app.gui.announcing import announce
from codebook_app.gui.panels.elided import Elided
from codebook_app.gui.panels.flow import FlowLayout
from codebook_app.gui.theme import Theme

_AT_ONCE = 2
_HINT = "press . to choose qualifiers"
_HELPS, _HINDERS = "+", "."


class QualifierBar(QFrame):
    """One line while closed; open, a row of digits for each qualifier of the code.

    A digit chooses in the first row that has none yet, + and . tell a facilitator from a barrier,
    Backspace takes the last one back, Enter or Ctrl+Enter adds the code, Esc goes back to the page.
    """

    add_pressed = Signal()
    """The code is to be added with what is chosen: see :attr:`text`."""
    left = Signal()
    """The focus belongs back into the page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._code = Qualifying("")
        self._rows: list[_ScaleRow] = []
        self.setProperty("role", "strip")
        self.setAccessibleName("Qualifiers")
        self.name = QLabel(self)
        self.name.setProperty("role", "code")
        self.words = Elided(self)
        self.words.setProperty("role", "small")
        self.open_button = QToolButton(self)
        self.open_button.setText("Qualifiers")
        self.open_button.setCheckable(True)
        self.open_button.setToolTip("Choose the qualifiers of the code in focus (.)")
        self.open_button.toggled.connect(self._on_toggled)
        self.add = QToolButton(self)
        self.add.setText("Add")
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.clicked.connect(self.add_pressed)
        self._head = QHBoxLayout()
        self._head.addWidget(self.name)
        self._head.addWidget(self.words, 1)
        self._head.addWidget(self.open_button)
        self._head.addWidget(self.add)
        self._kinds = _KindRow(theme, self)
        self._kinds.chosen.connect(self._turn)
        self._whole = QVBoxLayout(self)
        self._whole.addLayout(self._head)
        self._whole.addWidget(self._kinds)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def text(self) -> str:
        """The code in focus with what is chosen: ``b280.2``; without qualifiers the code alone."""
        return self._code.text

    @property
    def rows(self) -> tuple[_ScaleRow, ...]:
        """The rows of digits of the code shown, from the first qualifier on."""
        return tuple(self._rows)

    @property
    def code(self) -> str:
        """The code whose qualifiers are offered, without them."""
        return self._code.code

    def show_code(self, code: str) -> None:
        """Offer the qualifiers of *code*, "" for none; those chosen for another are forgotten."""
        if code != self._code.code:
            before = scales_of(self._code.code)
            self._code = Qualifying.begun(code)
            if scales_of(code) != before:
                self._make_rows()
            self._refresh()
        self.setVisible(bool(scales_of(code)))

    def begin(self, key: str = _HINDERS) -> None:
        """Open the rows and put the focus into the first one; "+" begins with a facilitator."""
        self.open_button.setChecked(True)
        if key == _HELPS:
            self._turn(True)
        if self._rows:
            self._rows[min(self._code.next_open, len(self._rows) - 1)].take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add_pressed.emit()
        elif key == Qt.Key.Key_Escape:
            self.open_button.setChecked(False)
            self.left.emit()
        elif key == Qt.Key.Key_Backspace:
            self._change(self._code.stepped_back())
        elif text and text in _HELPS + _HINDERS and may_help(self._code.code):
            self._turn(text == _HELPS)
        elif text.isdigit() and self._rows:
            self._choose_next(text)
        else:
            super().keyPressEvent(event)

    def _choose_next(self, digit: str) -> None:
        at = min(self._code.next_open, len(self._rows) - 1)
        for number, row in enumerate(self._rows):
            if row.has_focus() and not self._code.digits[number]:
                at = number
        self._choose(at, digit)

    def _choose(self, scale: int, digit: str) -> None:
        if digit and digit not in dict(self._rows[scale].scale.digits):
            announce(self, f"{digit} means nothing here")
            return
        self._change(self._code.chosen(scale, digit))
        following = min(self._code.next_open, len(self._rows) - 1)
        if any(row.has_focus() for row in self._rows):
            self._rows[following].take_focus()

    def _turn(self, helps: bool) -> None:
        if may_help(self._code.code):
            self._change(Qualifying(self._code.code, self._code.digits, helps))

    def _change(self, code: Qualifying) -> None:
        self._code = code
        self._refresh()
        announce(self, f"{code.text}, {code.words}".rstrip(", "))

    def _refresh(self) -> None:
        code = self._code
        self.name.setText(code.text)
        self.words.show_text(code.words or _HINT, code.words or f"{code.code}: {_HINT}")
        self.add.setToolTip(f"Add {code.text} to the encounter (Ctrl+Enter)")
        self.add.setAccessibleName(f"Add {code.text} to the encounter")
        for row, digit in zip(self._rows, code.digits, strict=True):
            row.show_digit(digit)
        self._kinds.show_kind(helps=code.facilitator)
        self._show_rows(self.open_button.isChecked())

    def _make_rows(self) -> None:
        for row in self._rows:
            self._whole.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for at, scale in enumerate(scales_of(self._code.code)):
            row = _ScaleRow(scale, self._theme, self)
            row.chosen.connect(lambda digit, at=at: self._choose(at, digit))
            self._whole.addWidget(row)
            self._rows.append(row)

    def _on_toggled(self, is_open: bool) -> None:
        self._show_rows(is_open)
        if is_open and self._rows:
            self._rows[0].take_focus()

    def _show_rows(self, is_open: bool) -> None:
        for at, row in enumerate(self._rows):
            # Two at once; the later ones of activities are seldom given, and wait for those before.
            row.setVisible(is_open and (at < _AT_ONCE or self._code.next_open >= at))
        self._kinds.setVisible(is_open and may_help(self._code.code))

    def _dress(self) -> None:
        space = self._theme.space
        self._whole.setContentsMargins(space(4), space(2), space(4), space(2))
        self._whole.setSpacing(space(2))
        self._head.setSpacing(space(3))
        self.add.setIcon(self._theme.icon("add"))


class _Row(QWidget):
    """A name and a choice of buttons, of which one at most is down."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._theme = theme
        self.buttons: list[QToolButton] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._label = QLabel(name[:1].upper() + name[1:], self)
        self._label.setProperty("role", "label")
        self._flow = FlowLayout()
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._label)
        self._whole.addLayout(self._flow)
        self._flow.setSpacing(theme.space(2))

    def add_button(self, text: str, said: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setProperty("role", "chip")
        button.setAccessibleName(said)
        button.setToolTip(said)
        self._group.addButton(button)
        self._flow.addWidget(button)
        self.buttons.append(button)
        return button

    def has_focus(self) -> bool:
        """Whether one of the buttons has the focus."""
        return any(button.hasFocus() for button in self.buttons)

    def take_focus(self) -> None:
        """Put the focus on the button that is down, else on the first."""
        down = next((one for one in self.buttons if one.isChecked()), self.buttons[0])
        down.setFocus(Qt.FocusReason.OtherFocusReason)


class _ScaleRow(_Row):
    """The digits of one qualifier."""

    chosen = Signal(str)
    """A digit, "" where the one chosen is taken back."""

    def __init__(self, scale: Scale, theme: Theme, parent: QWidget) -> None:
        super().__init__(scale.name, theme, parent)
        self.scale = scale
        for digit, meaning in scale.digits:
            button = self.add_button(f"{digit} {meaning}", f"{scale.name} {digit}, {meaning}")
            button.clicked.connect(
                lambda down, digit=digit: self.chosen.emit(digit if down else "")
            )

    def show_digit(self, digit: str) -> None:
        """Show which digit is chosen, "" for none."""
        for button, (own, _) in zip(self.buttons, self.scale.digits, strict=True):
            button.setChecked(own == digit)


class _KindRow(_Row):
    """Barrier or facilitator."""

    chosen = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("barrier or facilitator", theme, parent)
        self.add_button(". barrier", "barrier").clicked.connect(lambda: self.chosen.emit(False))
        self.add_button("+ facilitator", "facilitator").clicked.connect(
            lambda: self.chosen.emit(True)
        )

    def show_kind(self, *, helps: bool) -> None:
        """Show which of the two it is."""
        for button, own in zip(self.buttons, (False, True), strict=True):
            button.setChecked(own is helps)
