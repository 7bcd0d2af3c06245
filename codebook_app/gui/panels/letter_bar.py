"""The letters of a book that is read by a term, as the cut edge of a printed one shows them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QTabBar, QWidget

from codebook_app.gui.theme import Theme

_LEAST = 15


class LetterBar(QTabBar):
    """A row of letters, one of them marked; the arrow keys walk them, Enter goes into its list.

    A bar of tabs, since that is what a screen reader knows to tell of a row of which one is chosen.
    """

    passed = Signal(str)
    """The arrow keys came to this letter: its list is to be seen, the focus stays here."""
    chosen = Signal(str)
    """This letter was clicked, or Enter was pressed on it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letters: tuple[tuple[str, str], ...] = ()
        self._walking = False
        self._marked = ""
        self._hovered = -1
        self.setMouseTracking(True)
        self.setExpanding(True)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Letters")
        self.setAccessibleDescription("← and → go through the letters, Enter opens the list of one")
        self.currentChanged.connect(self._on_current)
        theme.changed.connect(lambda: self.setIconSize(self.iconSize()))
        self.tabBarClicked.connect(self._on_clicked)

    def show_letters(self, letters: Sequence[tuple[str, str]], current: str) -> None:
        """Show *letters*, each with a few words on what it has; *current* is marked."""
        self.blockSignals(True)
        if tuple(letters) != self._letters:
            self._letters = tuple(letters)
            while self.count() > len(letters):
                self.removeTab(self.count() - 1)
            for at, (letter, words) in enumerate(letters):
                if at >= self.count():
                    self.addTab(letter)
                self.setTabText(at, letter)
                self.setTabToolTip(at, words)
                self.setAccessibleTabName(at, f"{letter}, {words}" if words else letter)
        self.mark(current)
        self.blockSignals(False)

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that are shown."""
        return tuple(letter for letter, _ in self._letters)

    @property
    def current(self) -> str:
        """The letter that is marked, "" for none."""
        return self._marked

    def mark(self, current: str) -> None:
        """Mark a letter, nothing where it is not among them."""
        marked = current if current in self.letters else ""
        if marked != self._marked:
            self._marked = marked
            self.update()
        if marked and self.letters.index(marked) != self.currentIndex():
            before = self.blockSignals(True)
            self.setCurrentIndex(self.letters.index(marked))
            self.blockSignals(before)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if letter := self._letter(self.currentIndex()):
                self.chosen.emit(letter)
        elif len(event.text()) == 1 and event.text().upper() in self.letters:
            self.mark(event.text().upper())
            self.passed.emit(self.current)
        else:
            self._walking = True
            super().keyPressEvent(event)
            self._walking = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102, N802
        theme = self._theme
        cursor = self.currentIndex() if self.hasFocus() else -1
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), theme.colour("window"))
            line = self.rect().adjusted(0, self.height() - 1, 0, 0)
            painter.fillRect(line, theme.colour("border"))
            painter.setFont(theme.font("label"))
            for at in range(self.count()):
                rect, letter = self.tabRect(at), self._letter(at)
                marked = letter == self._marked
                if marked or at == self._hovered:
                    painter.fillRect(rect, theme.colour("selection" if marked else "hover"))
                if marked:
                    bar = theme.length(3)
                    under = QRect(rect.left(), rect.bottom() - bar + 1, rect.width(), bar)
                    painter.fillRect(under, theme.colour("accent"))
                colour = "on_selection" if marked else "link"
                painter.setPen(theme.colour(colour))
                room = rect.adjusted(0, 0, 0, -theme.space(1))
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, letter)
                if at == cursor:
                    painter.setPen(QPen(theme.colour("focus"), 2))
                    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -2), 3, 3)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        super().mouseMoveEvent(event)
        self._hover(self.tabAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102, N802
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.update()

    def _letter(self, at: int) -> str:
        return self._letters[at][0] if 0 <= at < len(self._letters) else ""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.setIconSize(self.iconSize())  # has the tabs measured anew

    def tabSizeHint(self, _index: int) -> QSize:  # noqa: D102, N802
        return QSize(max(self._least, self.width() // max(1, self.count())), self._tall)

    def minimumTabSizeHint(self, _index: int) -> QSize:  # noqa: D102, N802
        return QSize(self._least, self._tall)

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(self._least * 4, self._tall)

    def sizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(self._least * 26, self._tall)

    @property
    def _tall(self) -> int:
        return QFontMetrics(self._theme.font("label")).height() + 4 * self._theme.space(2)

    @property
    def _least(self) -> int:
        return self._theme.length(_LEAST)

    def _on_current(self, at: int) -> None:
        if self._walking and (letter := self._letter(at)):
            self.mark(letter)
            self.passed.emit(letter)

    def _on_clicked(self, at: int) -> None:
        if 0 <= at < len(self._letters):
            self.chosen.emit(self._letters[at][0])
