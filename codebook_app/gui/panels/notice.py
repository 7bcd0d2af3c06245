"""A line in a pane that says what went wrong or what can be taken back, until it is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from codebook_app.gui.announcing import announce
from codebook_app.gui.panels.severity import mark
from codebook_app.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class _Notice:
    text: str
    severity: str
    answer: str
    answered: Callable[[], None] | None


class NoticeBar(QFrame):
    """Shows one notice at a time; those that come meanwhile wait for it to be closed.

    A fault stays until the person closes it. A passing notice, such as one that offers to take a
    deletion back, goes when :meth:`pass_over` says that work went on.
    """

    resized = Signal()
    """The bar came, went or has another text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notices: list[_Notice] = []
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.answer_button = QPushButton(self)
        self.answer_button.clicked.connect(self._answer)
        self.close_button = QToolButton(self)
        self.close_button.setProperty("role", "quiet")
        self.close_button.setAccessibleName("Close this notice")
        self.close_button.setToolTip("Close")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.clicked.connect(self._close_first)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._text, 1)
        self._layout.addWidget(self.answer_button)
        self._layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._dress)
        self._show_first()

    @property
    def text(self) -> str:
        """What is said now, empty where nothing is."""
        return self._notices[0].text if self._notices else ""

    def say_fault(self, text: str) -> None:
        """Say what was not done; the same words twice in a row are said once."""
        self._say(_Notice(text, "error", "", None))

    def say(self, text: str) -> None:
        """Say something the person should have seen; nothing is wrong."""
        self._say(_Notice(text, "information", "", None))

    def offer(self, text: str, answer: str, answered: Callable[[], None]) -> None:
        """Say something and offer one *answer* to it; it takes the place of an older offer."""
        self._notices = [notice for notice in self._notices if notice.answered is None]
        announce(self, text)
        self._notices.insert(0, _Notice(text, "information", answer, answered))
        self._show_first()

    def pass_over(self) -> None:
        """Take back what was only offered or told: the person went on."""
        self._notices = [notice for notice in self._notices if notice.severity == "error"]
        self._show_first()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the ground and the frame in the colour of the notice."""
        super().paintEvent(event)
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        severity = self._notices[0].severity if self._notices else "information"
        painter.setPen(theme.colour(severity))
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.radius, theme.radius)
        painter.end()

    def _say(self, notice: _Notice) -> None:
        announce(self, notice.text)
        if notice not in self._notices:
            self._notices.append(notice)
        self._show_first()

    def _answer(self) -> None:
        answered = self._notices[0].answered
        self._close_first()
        if answered is not None:
            answered()

    def _close_first(self) -> None:
        del self._notices[:1]
        self._show_first()

    def _show_first(self) -> None:
        if self._notices:
            notice = self._notices[0]
            waiting = len(self._notices) - 1
            self._text.setText(notice.text + (f"  (and {waiting} more)" if waiting else ""))
            self.answer_button.setText(notice.answer)
            self.answer_button.setVisible(bool(notice.answer))
            self.setAccessibleName(f"{notice.severity}: {notice.text}")
            self._dress()
        self.setVisible(bool(self._notices))
        self.resized.emit()

    def _dress(self) -> None:
        theme = self._theme
        severity = self._notices[0].severity if self._notices else "information"
        self._icon.setPixmap(mark(theme, severity, severity, self))
        self.close_button.setIconSize(QSize(theme.icon_size, theme.icon_size))
        self.close_button.setIcon(theme.icon("close", "muted"))
        self._layout.setContentsMargins(
            theme.space(3), theme.space(2), theme.space(2), theme.space(2)
        )
        self._layout.setSpacing(theme.space(3))
        self.update()
