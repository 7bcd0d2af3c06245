"""A slim line to find something on the page that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from codebook_app.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class FindAnswer:
    """What finding came to: *count* places, the *at*-th of them in focus (from 1, 0 for none)."""

    count: int
    at: int = 0

    @property
    def words(self) -> str:
        """The count as it is shown: "3 of 12"."""
        if not self.count:
            return "nothing found"
        return f"{self.at} of {self.count}" if self.at else f"{self.count} found"


@runtime_checkable
class FindsWords(Protocol):
    """A view that can be searched by words cut short."""

    @property
    def find_prompt(self) -> str:
        """What can be typed, for the empty field; "" where there is nothing to find in."""

    def find_words(self, text: str) -> FindAnswer:
        """Mark what *text* finds and put the first of it in focus; "" marks nothing."""

    def find_next(self, by: int) -> FindAnswer:
        """Put the next (1) or the previous (-1) place in focus, round the ends."""

    def end_find(self) -> None:
        """Show the page as it was, with what was found in focus."""


class FindField(QLineEdit):
    """The field: Enter and the arrows walk what was found, Esc ends."""

    stepped = Signal(int)
    opened = Signal()
    """Ctrl+Enter: open what is in focus, to be checked."""
    entered = Signal()
    """Enter."""
    ended = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if held == Qt.KeyboardModifier.ControlModifier:
                    self.opened.emit()
                elif held == Qt.KeyboardModifier.ShiftModifier:
                    self.stepped.emit(-1)
                else:
                    self.entered.emit()
            case Qt.Key.Key_Down | Qt.Key.Key_F3 if not held:
                self.stepped.emit(1)
            case Qt.Key.Key_Up if not held:
                self.stepped.emit(-1)
            case Qt.Key.Key_F3 if held == Qt.KeyboardModifier.ShiftModifier:
                self.stepped.emit(-1)
            case Qt.Key.Key_Escape:
                self.ended.emit()
            case _:
                super().keyPressEvent(event)


class FindLine(QFrame):
    """The field, what it found in words, and buttons for its keys."""

    typed = Signal(str)
    stepped = Signal(int)
    entered = Signal()
    opened = Signal()
    ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = FindField(self)
        self.field.setAccessibleName("Find on this page")
        self.field.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setProperty("role", "small")
        self.previous = self._button("Previous", "Shift+Enter or ↑")
        self.following = self._button("Next", "Enter or ↓")
        self.end = self._button("End finding", "Esc")
        self.setProperty("role", "strip")
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.field, 1)
        for part in (self.count, self.previous, self.following, self.end):
            self._line.addWidget(part)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self.typed)
        self.field.stepped.connect(self.stepped)
        self.field.entered.connect(self.entered)
        self.field.opened.connect(self.opened)
        self.field.ended.connect(self.ended)
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.following.clicked.connect(lambda: self.stepped.emit(1))
        self.end.clicked.connect(self.ended)
        theme.changed.connect(self._dress)
        self._dress()

    def begin(self, prompt: str, text: str = "", *, focus: bool = True) -> None:
        """Come up, with the cursor in the field unless told not; *prompt* where it is empty."""
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleDescription(prompt)
        self.field.setText(text)
        self.say("")
        self.show()
        if focus:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put(self, text: str) -> None:
        """Have *text* in the field, as if it had been typed."""
        self.field.setText(text)
        self.typed.emit(text)

    def say(self, words: str) -> None:
        """Say how much was found, to the eye and to a screen reader."""
        if words != self.count.text():
            self.count.setText(words)
            if words and QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def want_steps(self, wanted: bool) -> None:
        """Offer to walk what was found, or not: there is nothing, or a list stands below."""
        self.previous.setVisible(wanted)
        self.following.setVisible(wanted)

    def _button(self, name: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({keys})")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _dress(self) -> None:
        theme = self._theme
        for button, icon in (
            (self.previous, "chevron-up"),
            (self.following, "chevron-down"),
            (self.end, "close"),
        ):
            button.setIcon(theme.icon(icon, "muted"))
            button.setIconSize(QSize(theme.icon_size, theme.icon_size))
        self._line.setContentsMargins(
            theme.space(5), theme.space(2), theme.space(3), theme.space(2)
        )
        self._line.setSpacing(theme.space(2))
