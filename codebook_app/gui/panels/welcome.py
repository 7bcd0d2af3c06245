"""The welcome: how to search, read and add, beside the real window, ticked off as it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.gui.announcing import announce
from codebook_app.gui.theme import Theme

EXAMPLE = "diab type 2 ckd"
"""What the first step has typed: words cut short, in any order, one an abbreviation."""


class Step(StrEnum):
    """What is shown in a minute."""

    SEARCH = "search"
    READ = "read"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class _Lesson:
    title: str
    words: str


_LESSONS = {
    Step.SEARCH: _Lesson(
        "Search",
        f"Type “{EXAMPLE}” above: words in any order, cut short, or a code.",
    ),
    Step.READ: _Lesson(
        "Read",
        "Enter opens the hit in the book, with every note that governs it. ↓ goes to the next hit.",
    ),
    Step.ADD: _Lesson(
        "Add",
        "Ctrl+Enter puts the code on the list at the right, where it is checked at once.",
    ),
}
_WAITING = "The code sets are being installed; hits come as soon as ICD-10-CM is there."
_DONE = "That is all it takes."
_WIDE_ENOUGH = 900


class _StepCard(QWidget):
    """One step: its number or its tick, and what to do."""

    def __init__(self, number: int, lesson: _Lesson, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number = number
        self._lesson = lesson
        self.done = False
        self.current = False
        self.mark = QLabel(self)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.words = QLabel(lesson.words, self)
        self.words.setWordWrap(True)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self.mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.title, 0, 1)
        self._grid.addWidget(self.words, 1, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(2, 1)

    def dress(self) -> None:
        """Take look and state on."""
        theme = self._theme
        state = "done" if self.done else "now" if self.current else "to do"
        self.setAccessibleName(f"Step {self._number}: {self._lesson.title}, {state}")
        self.setAccessibleDescription(self._lesson.words)
        side = theme.length(20)
        self.mark.setFixedSize(side, side)
        if self.done:
            self.mark.setPixmap(theme.icon("ok", "ok").pixmap(side, side))
        else:
            self.mark.setText(str(self._number))
        self.mark.setProperty("role", "step" if self.current else "label")
        self.title.setText(f"{self._lesson.title}  ·  done" if self.done else self._lesson.title)
        self.words.setProperty("role", "" if self.current else "muted")
        for label in (self.mark, self.words):
            label.style().polish(label)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(3))
        self._grid.setVerticalSpacing(theme.space(1))


class WelcomeStrip(QFrame):
    """Shows the three steps; says which is next. Never takes the focus by itself.

    Narrow, or with large text, it shows the step that is next alone.
    """

    example_asked = Signal(str)
    """Type this into the search field, please."""
    help_asked = Signal()
    """The page on getting started is wanted."""
    closed = Signal()
    """The person has seen enough: it need not come again by itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._waiting = False
        self.setProperty("role", "welcome")
        self.setAccessibleName("Welcome: three steps")
        self.cards = {
            step: _StepCard(number, lesson, theme, self)
            for number, (step, lesson) in enumerate(_LESSONS.items(), start=1)
        }
        self.word = QLabel(self)
        self.word.setWordWrap(True)
        self.word.setProperty("role", "small")
        self.type_button = QPushButton("Type &it for me", self)
        self.type_button.setAutoDefault(False)
        self.type_button.setAccessibleDescription(f"Searches for “{EXAMPLE}”")
        self.help_button = QPushButton("More in the help", self)
        self.help_button.setAutoDefault(False)
        self.close_button = QToolButton(self)
        self.close_button.setProperty("role", "quiet")
        self.close_button.setToolTip("Close; Help › Welcome brings it back")
        self.close_button.setAccessibleName("Close the welcome")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.type_button.clicked.connect(lambda: self.example_asked.emit(EXAMPLE))
        self.help_button.clicked.connect(self.help_asked)
        self.close_button.clicked.connect(self.closed)
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done, None after the last."""
        return next((step for step, card in self.cards.items() if not card.done), None)

    def tick(self, step: Step) -> None:
        """Show that the person did *step*; a second time changes nothing."""
        if self.cards[step].done:
            return
        self.cards[step].done = True
        following = self.next_step
        said = _LESSONS[following].words if following is not None else f"{_DONE} F1 shows all keys."
        announce(self, f"{_LESSONS[step].title}: done. {said}")
        self._dress()

    def come_after(self, before: QWidget) -> None:
        """Have Tab come to the buttons from *before*, and go on to what came next there."""
        for button in (self.type_button, self.help_button, self.close_button):
            QWidget.setTabOrder(before, button)
            before = button

    def set_waiting(self, waiting: bool) -> None:
        """Say whether there is nothing to search yet."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show all steps where there is room for them."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Be as high as the steps need."""
        return QSize(self._theme.length(640), super().sizeHint().height())

    def _share(self) -> None:
        wide = self.width() >= self._theme.length(_WIDE_ENOUGH)
        shown = self.next_step or Step.ADD
        for step, card in self.cards.items():
            card.setVisible(wide or step is shown)

    def _lay_out(self) -> None:
        self._steps = QHBoxLayout()
        for card in self.cards.values():
            self._steps.addWidget(card, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.type_button)
        self._foot.addWidget(self.word, 1)
        self._foot.addWidget(self.help_button)
        inside = QVBoxLayout()
        inside.addLayout(self._steps)
        inside.addLayout(self._foot)
        self._inside = inside
        self._whole = QHBoxLayout(self)
        self._whole.addLayout(inside, 1)
        self._whole.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def _dress(self) -> None:
        theme, following = self._theme, self.next_step
        for step, card in self.cards.items():
            card.current = step is following
            card.dress()
        self.type_button.setVisible(following is Step.SEARCH)
        self.help_button.setVisible(following is None)
        if following is None:
            self.word.setText(f"{_DONE} F1 shows all keys; Help › Welcome brings this back.")
        else:
            self.word.setText(_WAITING if self._waiting else "")
        theme_side = theme.icon_size
        self.close_button.setIcon(theme.icon("close", "muted"))
        self.close_button.setIconSize(QSize(theme_side, theme_side))
        self._whole.setContentsMargins(
            theme.space(5), theme.space(3), theme.space(3), theme.space(3)
        )
        self._whole.setSpacing(theme.space(3))
        self._inside.setSpacing(theme.space(3))
        self._steps.setSpacing(theme.space(6))
        self._foot.setSpacing(theme.space(4))
        self._share()
