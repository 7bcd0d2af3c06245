"""How a line of the code list is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from codebook_app.domain.encounter import EncounterLine
from codebook_app.gui.code_set_names import FIRST, code_set_title
from codebook_app.gui.models.encounter import EncounterLineModel, finding_word, short_words
from codebook_app.gui.panels.severity import colour_name, icon_name
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class EncounterLineDelegate(QStyledItemDelegate):
    """Paints a line: number, code and title, and under them the worst finding in shape and word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height of one row of text, or of two where there is a finding."""
        theme = self._theme
        height = self._line_height() + 2 * theme.space(2)
        if index.data(EncounterLineModel.FindingsRole):
            height += self._mark_height() + theme.space(1)
        return QSize(theme.length(180), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line in the theme's colours."""
        theme = self._theme
        line = index.data(EncounterLineModel.LineRole)
        findings = index.data(EncounterLineModel.FindingsRole)
        painter.save()
        selected = self._ground(painter, option)
        ink = theme.colour("on_selection" if selected else "text")
        quiet = theme.colour("on_selection" if selected else "muted")

        area = option.rect.adjusted(
            theme.space(3), theme.space(2), -theme.space(3), -theme.space(2)
        )
        row = QRect(area.left(), area.top(), area.width(), self._line_height())
        small = theme.font("small")
        code_font = theme.font("code")
        number_width = QFontMetrics(small).horizontalAdvance("00")
        centre = Qt.AlignmentFlag.AlignVCenter

        painter.setFont(small)
        painter.setPen(quiet)
        number = QRect(row.left(), row.top(), number_width, row.height())
        painter.drawText(number, centre | Qt.AlignmentFlag.AlignRight, str(index.row() + 1))

        left = number.right() + theme.space(3)
        painter.setFont(code_font)
        painter.setPen(ink)
        code_width = QFontMetrics(code_font).horizontalAdvance("S72.002A")
        code_width = max(code_width, QFontMetrics(code_font).horizontalAdvance(line.code))
        painter.drawText(QRect(left, row.top(), code_width, row.height()), centre, line.code)

        body = theme.font("body")
        title = QRect(row)
        title.setLeft(left + code_width + theme.space(3))
        title.setRight(title.right() - self._paint_book(painter, row, line, quiet))
        painter.setFont(body)
        painter.setPen(ink)
        shown = QFontMetrics(body).elidedText(
            line.title, Qt.TextElideMode.ElideRight, title.width()
        )
        painter.drawText(title, centre, shown)

        if findings:
            mark = QRect(left, row.bottom() + theme.space(1), area.right() - left, 0)
            mark.setHeight(self._mark_height())
            self._paint_mark(painter, mark, index, selected=selected)
        painter.restore()

    def _paint_book(self, painter: QPainter, row: QRect, line: EncounterLine, quiet: QColor) -> int:
        """Paint the code set of a line that is no diagnosis; return the width that it took."""
        if line.code_set == FIRST:
            return 0
        # "HCPCS Level II" would leave the title no room.
        name, small = code_set_title(line.code_set).split()[0], self._theme.font("small")
        painter.setFont(small)
        painter.setPen(quiet)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(row, right, name)
        return QFontMetrics(small).horizontalAdvance(name) + self._theme.space(3)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> bool:
        """Paint what lies under a line; return whether it is selected."""
        theme = self._theme
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, theme.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.colour("hover"))
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            bar = QRect(option.rect)
            bar.setWidth(theme.space(2))
            painter.fillRect(bar, theme.colour("focus"))
        return selected

    def _paint_mark(self, painter: QPainter, area: QRect, index: Index, *, selected: bool) -> None:
        theme = self._theme
        findings = index.data(EncounterLineModel.FindingsRole)
        worst = findings[0]
        words = short_words(worst, index.data(EncounterLineModel.LineRole).code)
        colour = colour_name(worst)
        centre = Qt.AlignmentFlag.AlignVCenter

        side = self._mark_side()
        icon = QRect(area.left(), area.top() + (area.height() - side) // 2, side, side)
        theme.icon(icon_name(worst), colour).paint(painter, icon)

        label, small = theme.font("label"), theme.font("small")
        word = finding_word(worst)
        painter.setFont(label)
        painter.setPen(
            theme.colour("on_selection" if selected and worst.override_reason else colour)
        )
        rest = area.adjusted(side + theme.space(2), 0, 0, 0)
        painter.drawText(rest, centre, word)
        rest.adjust(QFontMetrics(label).horizontalAdvance(word) + theme.space(3), 0, 0, 0)

        painter.setFont(small)
        painter.setPen(theme.colour("on_selection" if selected else "muted"))
        metrics = QFontMetrics(small)
        if len(findings) > 1:
            more = f"+{len(findings) - 1}"
            painter.drawText(rest, centre | Qt.AlignmentFlag.AlignRight, more)
            rest.adjust(0, 0, -metrics.horizontalAdvance(more) - theme.space(3), 0)
        painter.drawText(
            rest,
            centre,
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, rest.width()),
        )

    def _line_height(self) -> int:
        return max(
            QFontMetrics(self._theme.font("body")).height(),
            QFontMetrics(self._theme.font("code")).height(),
        )

    def _mark_height(self) -> int:
        return QFontMetrics(self._theme.font("small")).height()

    def _mark_side(self) -> int:
        return self._theme.length(14)
