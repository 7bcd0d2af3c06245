"""The search field: what is typed, the keys that belong to the hits, and a completion to take."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from codebook_app.gui.theme import Theme

_PLACEHOLDER = "Search:  e11.22,  s72.0,  diabetes chronic kidney,  fract femur neck,  0SR9"
_DESCRIPTION = "Hits come as you type; arrow down moves through them"
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class SearchField(QLineEdit):
    """A line edit that leaves up, down and the page keys to the hits, and Enter to the shell.

    A completion that is offered stands pale behind the cursor. Tab takes it while a word is begun,
    the right arrow at any time; otherwise both do what they always do.
    """

    stepped = Signal(int)
    paged = Signal(int)
    opened = Signal()
    completion_stepped = Signal(int)
    """Another completion is wanted: so many further."""
    completed = Signal()
    """The completion was taken; the text is there already."""
    busy_elsewhere = Signal()
    """The person no longer types at the end: completions have no place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._undo_elsewhere = False
        self._offered = ""
        self.setPlaceholderText(_PLACEHOLDER)
        self.setAccessibleName("Search")
        self.setAccessibleDescription(_DESCRIPTION)
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
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def word_begun(self) -> bool:
        """Whether the last word is being typed: no blank follows it."""
        return bool(self.text()) and not self.text()[-1].isspace()

    @property
    def at_end(self) -> bool:
        """Whether what is typed next goes to the end of the text."""
        return self.cursorPosition() == len(self.text()) and not self.hasSelectedText()

    def offer(self, completion: str) -> None:
        """Offer the whole text *completion* to be taken, "" for none."""
        if completion != self._offered:
            self._offered = completion
            told = f". Tab completes to {completion}" if completion else ""
            self.setAccessibleDescription(_DESCRIPTION + told)
            self.update()

    def put(self, text: str) -> None:
        """Put *text* in place of what is typed, as a change that undo takes back."""
        self.selectAll()
        self.insert(text)

    def word_left(self) -> int:
        """Return where the word being typed begins, in pixels from the field's left edge."""
        text = self.text()
        typed = text[len(text[: len(text.rstrip())].rpartition(" ")[0]) :].strip()
        width = self.fontMetrics().horizontalAdvance(typed) if self.word_begun else 0
        return max(0, self.cursorRect().center().x() - width)

    def leave_undo(self) -> None:
        """Let Ctrl+Z undo the encounter's last change until something is typed again."""
        self._undo_elsewhere = True

    # Qt's events --------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the glass at the left and the cross at the right."""
        super().resizeEvent(event)
        self._place()
        self.busy_elsewhere.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that nothing is typed any more."""
        super().focusOutEvent(event)
        self.busy_elsewhere.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the text, and behind it the rest of the completion where there is room."""
        super().paintEvent(event)
        rest = self._pale_rest()
        if not rest:
            return
        cursor = self.cursorRect()
        left = cursor.center().x() + 1
        room = self._clear.x() - self._theme.space(2) - left
        if room <= 0:
            return
        painter = QPainter(self)
        painter.setPen(self._theme.colour("muted"))
        shown = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, room)
        area = QRect(left, cursor.top(), room, cursor.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def event(self, event: QEvent) -> bool:
        """Take a completion on Tab; keep undo for the encounter where that was changed last."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
                if event.modifiers() in _PLAIN and self.word_begun and self._take():
                    return True
            elif (
                event.type() == QEvent.Type.ShortcutOverride
                and event.key() == Qt.Key.Key_Z
                and (self._undo_elsewhere or not (self.isUndoAvailable() or self.isRedoAvailable()))
            ):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move through the hits, open the current one, or clear on Escape."""
        plain = event.modifiers() in _PLAIN
        other = event.modifiers() == Qt.KeyboardModifier.ControlModifier and bool(self._offered)
        match event.key():
            case Qt.Key.Key_Down if plain:
                self.stepped.emit(1)
            case Qt.Key.Key_Up if plain:
                self.stepped.emit(-1)
            case Qt.Key.Key_Down if other:
                self.completion_stepped.emit(1)
            case Qt.Key.Key_Up if other:
                self.completion_stepped.emit(-1)
            case Qt.Key.Key_PageDown if plain:
                self.paged.emit(1)
            case Qt.Key.Key_PageUp if plain:
                self.paged.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self.opened.emit()
            case Qt.Key.Key_Escape if plain and self.text():
                self.clear()
            case Qt.Key.Key_Right if plain and self._take():
                pass
            case _:
                super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take dragged text; files are for the window to import."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    # Its own ------------------------------------------------------------------------------

    def _take(self) -> bool:
        """Take the completion that is offered; return whether there is one to take here."""
        if not self._offered or not self.at_end:
            return False
        self.put(self._offered)
        self.completed.emit()
        return True

    def _pale_rest(self) -> str:
        typed = self.text()
        fits = self._offered.casefold().startswith(typed.casefold())
        if not fits or not self.word_begun or not self.at_end or not self.hasFocus():
            return ""
        return self._offered[len(typed) :].rstrip()

    def _on_edited(self, _text: str) -> None:
        self._undo_elsewhere = False

    def _on_cursor_moved(self) -> None:
        if not self.at_end:
            self.busy_elsewhere.emit()

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
