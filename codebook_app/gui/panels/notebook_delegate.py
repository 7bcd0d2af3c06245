"""How a row of the notebook is drawn: its icon, code and title, and a note's text below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from codebook_app.domain.notebook import Bookmark, Favourite, Folder, OwnNote
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.notebook_rows import GONE, NotebookRow
from codebook_app.gui.panels.hit_text import set_block
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOTE_LINES = 2
_FIRST_CODE_SET = "icd10cm"


class NotebookDelegate(QStyledItemDelegate):
    """Draws a :class:`NotebookRow`; rows of one line, notes with up to two more of their text."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height a row needs in the width it has."""
        row: NotebookRow | None = index.internalPointer() if index.isValid() else None
        theme = self._theme
        height = QFontMetrics(theme.font("body")).height() + 2 * theme.space(2)
        if row is not None and row.detail:
            width = self._text_width(option, row)
            height += round(self._detail(row, width).boundingRect().height()) + theme.space(1)
        return QSize(theme.length(120), max(height, theme.length(28)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: NotebookRow | None = index.internalPointer() if index.isValid() else None
        if row is None:
            return
        theme = self._theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.fillRect(rect, theme.colour("selection"))
        ink = theme.colour("on_selection" if selected else "text")
        quiet = theme.colour("on_selection" if selected else "muted")
        side = theme.icon_size
        line = QFontMetrics(theme.font("body")).height()
        top = rect.top() + theme.space(2)
        left = rect.left() + theme.space(1)
        theme.icon(_icon(row), "on_selection" if selected else _colour(row)).paint(
            painter, QRect(left, top + (line - side) // 2, side, side)
        )
        left += side + theme.space(3)
        right = rect.right() - theme.space(3)
        tail = self._tail(row)
        if tail:
            font = theme.font("small")
            width = QFontMetrics(font).horizontalAdvance(tail) + 1
            self._write(
                painter,
                QRect(right - width, top, width, line),
                tail,
                font,
                theme.colour("warning") if row.gone and not selected else quiet,
            )
            right -= width + theme.space(4)
        if row.code:
            font = theme.font("code")
            # A pixel more: what is measured in whole pixels may be drawn a part of one wider.
            advance = QFontMetrics(font).horizontalAdvance(row.named) + 1
            width = min(advance, max(0, right - left))
            self._write(painter, QRect(left, top, width, line), row.named, font, ink)
            left += width + theme.space(4)
        font = theme.font("label" if row.parent is None or row.parent.parent is None else "body")
        if isinstance(row.entry, Folder):
            font.setWeight(QFont.Weight.DemiBold)
        title = row.title
        if row.code and title.startswith(row.code):
            title = title[len(row.code) :].strip()
        self._write(painter, QRect(left, top, right - left, line), title, font, ink)
        if row.detail:
            where = QPointF(
                rect.left() + theme.space(1) + side + theme.space(3),
                top + line + theme.space(1),
            )
            painter.setPen(quiet)
            self._detail(row, self._text_width(option, row)).draw(painter, where)
        if state & QStyle.StateFlag.State_HasFocus and selected:
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), theme.radius, theme.radius)
        painter.restore()

    def createEditor(  # noqa: N802 - Qt's name
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: Index,  # noqa: ARG002
    ) -> QWidget:
        """Return a field for another name."""
        line = QLineEdit(parent)
        line.setAccessibleName("Name")
        line.setMaxLength(200)
        return line

    def _text_width(self, option: QStyleOptionViewItem, row: NotebookRow) -> int:
        theme = self._theme
        rect: QRect = option.rect
        width = rect.width()
        view = self.parent()
        if width <= 0 and isinstance(view, QWidget):
            depth = 1
            above = row.parent
            while above is not None and above.parent is not None:
                depth, above = depth + 1, above.parent
            width = view.width() - depth * theme.length(20)
        used = theme.space(1) + theme.icon_size + 2 * theme.space(3)
        return max(theme.length(80), width - used)

    def _detail(self, row: NotebookRow, width: int) -> QTextLayout:
        return set_block(row.detail, self._theme.font("small"), width, _NOTE_LINES, [])

    def _tail(self, row: NotebookRow) -> str:
        said = []
        if isinstance(row.entry, OwnNote):
            said.append(row.entry.changed_at.astimezone().date().isoformat())
        if row.code_set and row.code_set != _FIRST_CODE_SET:
            said.insert(0, code_set_title(row.code_set))
        if row.gone:
            said.insert(0, GONE)
        if row.rows:
            said.append(str(_entries(row)))
        return " · ".join(said)

    def _write(
        self, painter: QPainter, rect: QRect, text: str, font: QFont, colour: QColor
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _entries(row: NotebookRow) -> int:
    return sum(_entries(one) if isinstance(one.entry, Folder) else 1 for one in row.rows)


def _icon(row: NotebookRow) -> str:
    match row.entry:
        case OwnNote():
            return "note"
        case Bookmark():
            return "bookmark"
        case Favourite():
            return "star-filled"
        case Folder():
            return "folder"
    return {"Favourites": "star", "Bookmarks": "bookmark"}.get(str(row.entry), "note")


def _colour(row: NotebookRow) -> str:
    return "accent" if isinstance(row.entry, Favourite) else "muted"
