"""How a code found in a text is drawn: its state, code and title, what is beside, what is odd."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.found_codes import FoundCodesModel, beside_words
from codebook_app.gui.panels.code_row import CodeRow
from codebook_app.gui.panels.focus_ring import paint_focus
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_FIRST_CODE_SET = "icd10cm"


class FoundCodeDelegate(QStyledItemDelegate):
    """Draws a row of a :class:`FoundCodesModel`: one line, a second one where there is a word."""

    def __init__(self, model: FoundCodesModel, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._model = model
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return the height a row needs."""
        theme = self._theme
        height = QFontMetrics(theme.font("body")).height()
        if self._words(index.row()):
            height += QFontMetrics(theme.font("small")).height() + theme.space(1)
        return QSize(theme.length(160), height + 2 * theme.space(2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        theme, row = self._theme, index.row()
        found, line = self._model.found_at(row), self._model.line_at(row)
        if found is None:
            return
        painter.save()
        drawn = CodeRow(painter, option, theme, theme.space(2))
        drawn.icon(*self._mark(row))
        indent = drawn.left
        if aside := self._aside(row):
            drawn.beside(aside, drawn.quiet, share=2)
        ink = drawn.quiet if line is None else drawn.ink
        drawn.code(found.written if line is None else line.code, ink, struck=line is None)
        drawn.title("left out" if line is None else line.title, theme.font("body"), ink)
        if words := self._words(row):
            font = theme.font("small")
            asked = found.oddity is not None and not self._model.is_answered(row)
            below = QRect(
                indent,
                drawn.top + drawn.height + theme.space(1),
                drawn.rect.right() - theme.space(3) - indent,
                QFontMetrics(font).height(),
            )
            colour = theme.colour("warning") if asked and not drawn.selected else drawn.quiet
            drawn.write(below, words, font, colour)
        if drawn.focused:
            paint_focus(painter, drawn.rect, theme)
        painter.restore()

    def _mark(self, row: int) -> tuple[str, str]:
        found, line = self._model.found_at(row), self._model.line_at(row)
        if found is not None and found.oddity is not None and not self._model.is_answered(row):
            return "help", "warning"
        if line is None:
            return "remove", "muted"
        return ("ok", "ok") if found is not None and not found.remark else ("information", "muted")

    def _aside(self, row: int) -> str:
        line = self._model.line_at(row)
        if line is None:
            return ""
        words = beside_words(line)
        if line.code_set != _FIRST_CODE_SET:
            words.append(code_set_title(line.code_set))
        return " · ".join(words)

    def _words(self, row: int) -> str:
        found = self._model.found_at(row)
        if found is None:
            return ""
        if found.oddity is None:
            return found.remark
        return "" if self._model.is_answered(row) else found.oddity.text
