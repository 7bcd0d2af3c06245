"""The top bar: the search field, and which release of which dates is looked at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from codebook_app.domain.release import ReleaseChoice
from codebook_app.gui.panels.book_chooser import BookChooser
from codebook_app.gui.panels.search_field import SearchField
from codebook_app.gui.theme import Theme


class ElidedLabel(QLabel):
    """A line of text that gives way when there is no room, ending in an ellipsis."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a few letters only."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 12), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what there is room for."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), shown)


class TopBar(QFrame):
    """Search field, book and release, side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._outside = False
        self.setProperty("role", "bar")
        self.field = SearchField(theme)
        self.book = BookChooser()
        self._sign = QLabel()
        self._release = ElidedLabel()
        self._release.setProperty("role", "release")
        self._release.setAccessibleName("Release")
        self._dates = ElidedLabel()
        self._dates.setProperty("role", "small")
        self._dates.setAccessibleName("Date of service and dates in force")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._release)
        words.addWidget(self._dates)
        layout = QHBoxLayout(self)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.book)
        layout.addWidget(self._sign)
        layout.addLayout(words)
        theme.changed.connect(self._dress)
        self._dress()

    def choose_book(self) -> None:
        """Open the list of books."""
        self.book.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.book.showPopup()

    def show_release(self, choice: ReleaseChoice, on: date | None) -> None:
        """Show the release read for the date of service *on*, and whether it is in force then."""
        release = choice.release
        dates = f"{release.effective_from.isoformat()} to {release.effective_to.isoformat()}"
        if choice.in_force:
            served = f"Date of service {on.isoformat()}" if on else "No date of service"
            word = f"{served} · in force {dates}"
        elif on is None:
            word = f"Not in force today, only {dates}"
        else:
            word = f"Date of service {on.isoformat()} lies outside {dates}"
        self._tell(release.title, word, choice.word, outside=not choice.in_force)

    def show_no_release(self, word: str) -> None:
        """Say that there is no release to read yet."""
        self._tell("No code set yet", word, word, outside=False)

    def _tell(self, release: str, dates: str, tip: str, *, outside: bool) -> None:
        self._outside = outside
        self._release.setText(release)
        self._dates.setText(dates)
        self._dates.setProperty("role", "outside" if outside else "small")
        self._dates.style().polish(self._dates)
        for label in (self._sign, self._release, self._dates):
            label.setToolTip(tip)
        self._release.setAccessibleDescription(tip)
        self._dress()

    def _dress(self) -> None:
        theme = self._theme
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(
                theme.space(5), theme.space(3), theme.space(5), theme.space(3)
            )
            layout.setSpacing(theme.space(3))
        name, colour = ("warning", "warning") if self._outside else ("calendar", "muted")
        side = theme.length(20)
        self._sign.setPixmap(theme.icon(name, colour).pixmap(side, side))
