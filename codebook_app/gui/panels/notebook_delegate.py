"""How a row of the notebook is drawn: its icon, code and title, and a note's text below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from codebook_app.domain.notebook import Bookmark, Favourite, Folder, OwnNote
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.notebook_rows import GONE, NotebookRow
from codebook_app.gui.panels.code_row import CodeRow
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
        painter.save()
        drawn = CodeRow(painter, option, theme, theme.space(1))
        drawn.icon(_icon(row), _colour(row))
        indent = drawn.left
        if tail := self._tail(row):
            warns = row.gone and not drawn.selected
            drawn.beside(tail, theme.colour("warning") if warns else drawn.quiet)
        if row.code:
            drawn.code(row.named, drawn.ink)
        font = theme.font("label" if row.parent is None or row.parent.parent is None else "body")
        if isinstance(row.entry, Folder):
            font.setWeight(QFont.Weight.DemiBold)
        title = row.title
        if row.code and title.startswith(row.code):
            title = title[len(row.code) :].strip()
        drawn.title(title, font, drawn.ink)
        if row.detail:
            painter.setPen(drawn.quiet)
            where = QPointF(indent, drawn.top + drawn.height + theme.space(1))
            self._detail(row, self._text_width(option, row)).draw(painter, where)
        if drawn.focused and drawn.selected:
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = drawn.rect.adjusted(0, 0, -1, -1)
            painter.drawRoundedRect(ring, theme.radius, theme.radius)
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
