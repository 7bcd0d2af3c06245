"""How a line of the code list is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.encounter import EncounterLineModel, finding_word, short_words
from codebook_app.gui.models.encounter_rows import LineRow
from codebook_app.gui.panels.encounter_aside import AsidePainter
from codebook_app.gui.panels.severity import colour_name, icon_name
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_CENTRE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = _CENTRE | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class _Measures:
    """The heights and widths of a row's parts in pixels, as the theme has them."""

    heading: int
    line: int
    small: int
    number: int
    code: int
    pad: int
    gap: int

    @classmethod
    def of(cls, theme: Theme) -> _Measures:
        code, small = QFontMetrics(theme.font("code")), QFontMetrics(theme.font("small"))
        return cls(
            heading=QFontMetrics(theme.font("label")).height() + theme.space(3) + theme.space(1),
            line=max(QFontMetrics(theme.font("body")).height(), code.height()),
            small=small.height(),
            number=small.horizontalAdvance("00"),
            code=code.horizontalAdvance("S72.002A"),
            pad=theme.space(2),
            gap=theme.space(3),
        )


class EncounterLineDelegate(QStyledItemDelegate):
    """Paints a line: the letter or number of its place, code, title, and what stands at its right.

    Above it stand the words of its field of the claim where it is the first there; under it the
    details of a service, and the worst finding in shape and word.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._aside = AsidePainter(theme)
        self._measures = _Measures.of(theme)
        theme.changed.connect(self._measure)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height of the rows of text that the line has."""
        measures, row = self._measures, index.data(EncounterLineModel.RowRole)
        height = measures.line + 2 * measures.pad
        below = bool(row.details) + bool(index.data(EncounterLineModel.FindingsRole))
        height += below * (measures.small + self._theme.space(1))
        if row.heading:
            height += measures.heading
        return QSize(self._theme.length(180), height)

    def aside_area(self, area: QRect, index: Index) -> QRect:
        """Return where in *area*, the line's, stands what is at its right, or is below its title.

        Empty where there is neither.
        """
        row = index.data(EncounterLineModel.RowRole)
        line = self._line_area(self._row_area(area, row))
        if row.aside is not None:
            width = self._aside.width(row.aside) + self._measures.gap
            return QRect(
                line.right() - width, line.top(), width + self._measures.gap, line.height()
            )
        if row.details:
            return QRect(
                line.left(),
                line.bottom(),
                line.width(),
                self._measures.small + self._theme.space(1),
            )
        return QRect()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line in the theme's colours."""
        theme, measures = self._theme, self._measures
        row = index.data(EncounterLineModel.RowRole)
        painter.save()
        if row.heading:
            self._paint_heading(painter, option.rect, row.heading, first=index.row() == 0)
        whole = self._row_area(option.rect, row)
        selected = self._ground(painter, option, whole)
        ink = theme.colour("on_selection" if selected else "text")
        quiet = theme.colour("on_selection" if selected else "muted")

        line = self._line_area(whole)
        painter.setFont(theme.font("small"))
        painter.setPen(quiet)
        number = QRect(line.left(), line.top(), measures.number, line.height())
        painter.drawText(number, _RIGHT, row.place)
        left = number.right() + measures.gap
        title = QRect(line)
        title.setLeft(left + self._paint_code(painter, left, line, row.line.code, ink))
        title.setRight(line.right() - self._paint_right(painter, line, row, quiet, selected))
        painter.setFont(theme.font("body"))
        painter.setPen(ink)
        elided = painter.fontMetrics().elidedText(
            row.line.title, Qt.TextElideMode.ElideRight, title.width()
        )
        painter.drawText(title, _CENTRE, elided)

        below = QRect(left, line.bottom() + theme.space(1), line.right() - left, measures.small)
        if row.details:
            self._aside.paint_details(painter, below, row.details, quiet, selected=selected)
            below.translate(QPoint(0, measures.small + theme.space(1)))
        if index.data(EncounterLineModel.FindingsRole):
            self._paint_mark(painter, below, index, selected=selected)
        painter.restore()

    def _paint_code(self, painter: QPainter, left: int, line: QRect, code: str, ink: QColor) -> int:
        """Paint the code; return the width that it and the gap behind it take."""
        painter.setFont(self._theme.font("code"))
        painter.setPen(ink)
        width = max(self._measures.code, painter.fontMetrics().horizontalAdvance(code))
        painter.drawText(QRect(left, line.top(), width, line.height()), _CENTRE, code)
        return width + self._measures.gap

    def _paint_right(
        self, painter: QPainter, line: QRect, row: LineRow, quiet: QColor, selected: bool
    ) -> int:
        """Paint what stands at the right; return the width that it and its gap take."""
        if row.aside is not None:
            return self._aside.paint(painter, line, row.aside, selected=selected)
        if row.role != "other":
            return 0
        # "HCPCS Level II" would leave the title no room.
        name = code_set_title(row.line.code_set).split()[0]
        painter.setFont(self._theme.font("small"))
        painter.setPen(quiet)
        painter.drawText(line, _RIGHT, name)
        return painter.fontMetrics().horizontalAdvance(name) + self._measures.gap

    def _paint_heading(self, painter: QPainter, area: QRect, words: str, *, first: bool) -> None:
        theme = self._theme
        band = QRect(area.left(), area.top(), area.width(), self._measures.heading)
        if not first:
            painter.fillRect(
                QRect(band.left(), band.top(), band.width(), 1), theme.colour("border")
            )
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("muted"))
        inside = band.adjusted(theme.space(4), theme.space(2), -theme.space(4), 0)
        painter.drawText(inside, _CENTRE, words)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> bool:
        """Paint what lies under a line; return whether it is selected."""
        theme = self._theme
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(area, theme.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            bar = QRect(area)
            bar.setWidth(theme.space(2))
            painter.fillRect(bar, theme.colour("focus"))
        return selected

    def _paint_mark(self, painter: QPainter, area: QRect, index: Index, *, selected: bool) -> None:
        theme = self._theme
        findings = index.data(EncounterLineModel.FindingsRole)
        worst = findings[0]
        words = short_words(worst, index.data(EncounterLineModel.LineRole).code)
        colour = colour_name(worst)

        side = theme.length(14)
        icon = QRect(area.left(), area.top() + (area.height() - side) // 2, side, side)
        theme.icon(icon_name(worst), colour).paint(painter, icon)

        label, small = theme.font("label"), theme.font("small")
        word = finding_word(worst)
        painter.setFont(label)
        painter.setPen(
            theme.colour("on_selection" if selected and worst.override_reason else colour)
        )
        rest = area.adjusted(side + theme.space(2), 0, 0, 0)
        painter.drawText(rest, _CENTRE, word)
        rest.adjust(QFontMetrics(label).horizontalAdvance(word) + theme.space(3), 0, 0, 0)

        painter.setFont(small)
        painter.setPen(theme.colour("on_selection" if selected else "muted"))
        metrics = QFontMetrics(small)
        if len(findings) > 1:
            more = f"+{len(findings) - 1}"
            painter.drawText(rest, _RIGHT, more)
            rest.adjust(0, 0, -metrics.horizontalAdvance(more) - theme.space(3), 0)
        painter.drawText(
            rest,
            _CENTRE,
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, rest.width()),
        )

    def _row_area(self, area: QRect, row: LineRow) -> QRect:
        """Return *area* without the heading."""
        return area.adjusted(0, self._measures.heading if row.heading else 0, 0, 0)

    def _line_area(self, area: QRect) -> QRect:
        """Return where code and title stand in *area*, a line without its heading."""
        side, measures = self._theme.space(3), self._measures
        return QRect(
            area.left() + side, area.top() + measures.pad, area.width() - 2 * side, measures.line
        )

    def _measure(self) -> None:
        self._measures = _Measures.of(self._theme)
