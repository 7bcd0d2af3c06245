"""The text a list is read from, with what was found marked in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from codebook_app.domain.list_reading import FoundCode, ListReading
from codebook_app.gui.theme import Theme

_MOST_MARKED = 2000
_LESSON = (
    "Paste or type anything with codes in it: a list, a note, a bill, a table from a spreadsheet, "
    "the segments of a claim. Or drop a file here."
)


class PastedText(QPlainTextEdit):
    """Takes text; codes are underlined, those asked about waved, what is not read dotted."""

    place_changed = Signal(int)
    """The cursor stands at another place, in characters."""
    file_dropped = Signal(object)
    """The QMimeData of files let go over the text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reading: ListReading | None = None
        self._current: FoundCode | None = None
        self.setAccessibleName("Text to read codes from")
        self.setPlaceholderText(_LESSON)
        self.setTabChangesFocus(True)
        font = theme.font("code")
        font.setWeight(QFont.Weight.Normal)
        self.setFont(font)
        self.setTabStopDistance(self.fontMetrics().horizontalAdvance("0") * 8)
        self.cursorPositionChanged.connect(
            lambda: self.place_changed.emit(_characters(self, self.textCursor().position()))
        )

    def show_reading(self, reading: ListReading | None) -> None:
        """Mark what was found, nothing where there is no reading or it is of another text."""
        self._reading = reading if reading and reading.text == self.toPlainText() else None
        self._mark()

    def show_current(self, found: FoundCode | None) -> None:
        """Mark the current code more than the others, and bring it into sight."""
        self._current = found
        self._mark()
        if found is not None and self._reading is not None and not self.hasFocus():
            cursor = self.textCursor()
            cursor.setPosition(_units(self._reading.text, found.start))
            self.blockSignals(True)
            self.setTextCursor(cursor)
            self.blockSignals(False)

    def _mark(self) -> None:
        if self._reading is None:
            self.setExtraSelections([])
            return
        theme, wave = self._theme, QTextCharFormat.UnderlineStyle.WaveUnderline
        dots = QTextCharFormat.UnderlineStyle.DotLine
        line = QTextCharFormat.UnderlineStyle.SingleUnderline
        text = self._reading.text
        marks: list[QTextEdit.ExtraSelection] = []
        place = _Units(text)
        spans: list[tuple[int, int, str, QTextCharFormat.UnderlineStyle]] = [
            (one.start, one.end, "muted", dots) for one in self._reading.ignored
        ]
        spans += [
            (one.start, one.end, *(("ok", line) if one.oddity is None else ("warning", wave)))
            for one in self._reading.codes
        ]
        for start, end, colour, style in sorted(spans, key=lambda one: one[0])[:_MOST_MARKED]:
            look = QTextCharFormat()
            look.setUnderlineStyle(style)
            look.setUnderlineColor(theme.colour(colour))
            if colour != "muted":
                look.setForeground(theme.colour(colour))
            marks.append(_selection(self, place.of(start), place.of(end), look))
        if self._current is not None and self._current.end:
            look = QTextCharFormat()
            look.setBackground(theme.colour("mark"))
            look.setForeground(theme.colour("on_mark"))
            start, end = self._current.start, self._current.end
            marks.append(_selection(self, _units(text, start), _units(text, end), look))
        self.setExtraSelections(marks)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files too."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Take files everywhere."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Hand files on; text is Qt's."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.file_dropped.emit(event.mimeData())
        else:
            super().dropEvent(event)


class _Units:
    """Turns places of a text, asked for in rising order, into those of Qt, in UTF-16."""

    def __init__(self, text: str) -> None:
        self._plain = text.isascii() or max(map(ord, text), default=0) < 0x10000
        self._text = text

    def of(self, place: int) -> int:
        return place if self._plain else _units(self._text, place)


def _units(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def _characters(view: QPlainTextEdit, position: int) -> int:
    text = view.toPlainText()
    if text.isascii():
        return position
    raw = text.encode("utf-16-le", "surrogatepass")[: 2 * position]
    return len(raw.decode("utf-16-le", "ignore"))


def _selection(
    view: QPlainTextEdit, start: int, end: int, look: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    cursor = QTextCursor(view.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    selection.cursor = cursor
    selection.format = look
    return selection
