"""How a code found in a text is drawn: its state, code and title, what is beside, what is odd."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.found_codes import FoundCodesModel, beside_words
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
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.fillRect(rect, theme.colour("selection"))
        ink = theme.colour("on_selection" if selected else "text")
        quiet = theme.colour("on_selection" if selected else "muted")
        side, height = theme.icon_size, QFontMetrics(theme.font("body")).height()
        top, left = rect.top() + theme.space(2), rect.left() + theme.space(2)
        icon, colour = self._mark(row)
        theme.icon(icon, "on_selection" if selected else colour).paint(
            painter, QRect(left, top + (height - side) // 2, side, side)
        )
        left += side + theme.space(3)
        right = rect.right() - theme.space(3)
        indent = left
        aside = self._aside(row)
        if aside:
            font = theme.font("small")
            width = min(QFontMetrics(font).horizontalAdvance(aside) + 1, (right - left) // 2)
            self._write(painter, QRect(right - width, top, width, height), aside, font, quiet)
            right -= width + theme.space(4)
        font = theme.font("code")
        code = found.written if line is None else line.code
        if line is None:
            font.setStrikeOut(True)
        width = min(QFontMetrics(font).horizontalAdvance(code) + 1, right - left)
        self._write(painter, QRect(left, top, width, height), code, font, quiet if line is None
                    else ink)  # fmt: skip
        left += width + theme.space(4)
        title = "left out" if line is None else line.title
        font = theme.font("body")
        self._write(painter, QRect(left, top, right - left, height), title, font, quiet if line is
                    None else ink)  # fmt: skip
        words = self._words(row)
        if words:
            font = theme.font("small")
            asked = found.oddity is not None and not self._model.is_answered(row)
            colour_of = theme.colour("warning") if asked and not selected else quiet
            below = QRect(
                indent,
                top + height + theme.space(1),
                rect.right() - theme.space(3) - indent,
                QFontMetrics(font).height(),
            )
            self._write(painter, below, words, font, colour_of)
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, rect, theme)
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

    def _write(
        self, painter: QPainter, rect: QRect, text: str, font: QFont, colour: QColor
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
