"""The top bar: the search field, and which release of which dates is looked at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.release import ReleaseChoice
from codebook_app.gui.panels.book_chooser import BookChooser
from codebook_app.gui.theme import Theme

_PLACEHOLDER = "Search:  e11.22,  s72.0,  diabetes chronic kidney,  fract femur neck,  0SR9"


class SearchField(QLineEdit):
    """A line edit that leaves up, down and the page keys to the hits, and Enter to the shell."""

    stepped = Signal(int)
    paged = Signal(int)
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._undo_elsewhere = False
        self.setPlaceholderText(_PLACEHOLDER)
        self.setAccessibleName("Search")
        self.setAccessibleDescription("Hits come as you type; arrow down moves through them")
        self.setProperty("role", "search")
        self._sign = QLabel(self)
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._clear = QToolButton(self)
        self._clear.setProperty("role", "bare")
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Escape does it from the keyboard
        self._clear.setToolTip("Clear the search (Esc)")
        self._clear.setAccessibleName("Clear the search")
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        theme.changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the glass at the left and the cross at the right."""
        super().resizeEvent(event)
        self._place()

    def leave_undo(self) -> None:
        """Let Ctrl+Z undo the encounter's last change until something is typed again."""
        self._undo_elsewhere = True

    def event(self, event: QEvent) -> bool:
        """Keep undo for the encounter where the last thing done was a change to it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Z
            and (self._undo_elsewhere or not (self.isUndoAvailable() or self.isRedoAvailable()))
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move through the hits, open the current one, or clear on Escape."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        match event.key():
            case Qt.Key.Key_Down if plain:
                self.stepped.emit(1)
            case Qt.Key.Key_Up if plain:
                self.stepped.emit(-1)
            case Qt.Key.Key_PageDown if plain:
                self.paged.emit(1)
            case Qt.Key.Key_PageUp if plain:
                self.paged.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self.opened.emit()
            case Qt.Key.Key_Escape if plain and self.text():
                self.clear()
            case _:
                super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take dragged text; files are for the window to import."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def _on_edited(self, _text: str) -> None:
        self._undo_elsewhere = False

    def _dress(self) -> None:
        theme = self._theme
        side = theme.length(18)
        self._sign.setPixmap(theme.icon("search", "muted").pixmap(side, side))
        self._clear.setIcon(theme.icon("close", "muted"))
        self._clear.setIconSize(QSize(side, side))
        room = side + theme.space(3)
        self.setTextMargins(room, 0, room, 0)
        self.setMinimumWidth(theme.length(200))
        self._place()

    def _place(self) -> None:
        theme = self._theme
        side = theme.length(18)
        self._sign.setGeometry(theme.space(4), (self.height() - side) // 2, side, side)
        side += theme.space(2)
        right = self.width() - side - theme.space(3)
        self._clear.setGeometry(right, (self.height() - side) // 2, side, side)


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
