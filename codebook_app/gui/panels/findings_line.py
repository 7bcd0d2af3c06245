"""The line that counts the findings, with the switch that folds them away."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from codebook_app.gui.announcing import announce
from codebook_app.gui.panels.severity import mark
from codebook_app.gui.theme import Theme


class FindingsLine(QWidget):
    """Says how many findings there are, in one line where they are folded away."""

    switched = Signal()
    """The findings are wanted where they are folded away, or the other way round."""
    taller_asked = Signal(int)
    """So many lines more are wanted, negative for fewer."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = ("", "")
        self._folded = False
        self.words = ""
        self._icon = QLabel(self)
        self._head = QLabel(self)
        self._head.setProperty("role", "small")
        self._head.setWordWrap(True)
        self._head.setAccessibleName("Findings")
        self.switch = _Switch(self)
        self.switch.setProperty("role", "inline")
        self.switch.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.switch.clicked.connect(self.switched)
        self.switch.taller_asked.connect(self.taller_asked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._head, 1)
        self._row.addWidget(self.switch)

    def say(self, words: str, icon: str, colour: str) -> None:
        """Show *words*, to a screen reader too where they are new, behind an *icon* if any."""
        if words != self.words:
            announce(self, words)
        self.words = words
        self._shown = (icon, colour)
        self._show_words()
        self._show_icon()

    def show_switch(self, *, filled: bool, folded: bool) -> None:
        """Offer the switch where there is something (*filled*) to fold away or to show."""
        self._folded = filled and folded
        self.switch.setVisible(filled)
        verb = "Show" if folded else "Fold away"
        self.switch.setAccessibleName(f"{verb} the findings: {self.words}")
        self.switch.setToolTip(f"{verb} the findings (F8); ↑ and ↓ change their height")
        icon = "chevron-up" if folded else "chevron-down"
        self.switch.setIcon(self._theme.icon(icon, "muted"))
        self._show_words()

    def wanted_height(self, width: int) -> int:
        """Return the height in which all the words stand."""
        words = QRect(0, 0, self._room_for_words(width), 10_000)
        flags = Qt.TextFlag.TextWordWrap
        numbers = self._head.fontMetrics().boundingRect(words, flags, self.words).height()
        return max(numbers, self.least_height())

    def least_height(self) -> int:
        """Return the height of one line."""
        parts = [self._head.fontMetrics().height(), self._icon.sizeHint().height()]
        if not self.switch.isHidden():
            parts.append(self.switch.sizeHint().height())
        return max(parts)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Say as many of the numbers as there is room for."""
        super().resizeEvent(event)
        self._show_words()

    def dress(self) -> None:
        """Take the theme's measures and colours."""
        self._row.setSpacing(self._theme.space(2))
        side = self._theme.icon_size * 3 // 4
        self.switch.setIconSize(QSize(side, side))
        self._show_icon()

    def _room_for_words(self, width: int) -> int:
        room = width
        for beside in (self._icon, self.switch):
            if not beside.isHidden():
                room -= beside.sizeHint().width() + self._row.spacing()
        return max(1, room)

    def _show_words(self) -> None:
        words = self.words
        if self._folded:
            room = self._room_for_words(self.width())
            metrics = self._head.fontMetrics()
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        self._head.setWordWrap(not self._folded)
        self._head.setText(words)
        self._head.setToolTip("" if words == self.words else self.words)

    def _show_icon(self) -> None:
        icon, colour = self._shown
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.setPixmap(mark(self._theme, icon, colour, self))


class _Switch(QToolButton):
    """Folds the cards away and shows them; ↑ and ↓ give them more room and less."""

    taller_asked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take ↑ and ↓; the other keys are a button's."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self.taller_asked.emit(step)
