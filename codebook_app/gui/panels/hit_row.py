"""How one hit is set: code, title with the words that matched, reason, billable state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from codebook_app.domain.search import Hit
from codebook_app.gui.models.hits import HitRole, PartHeading, folded_word, level_word
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Marks = Iterable[tuple[int, int]]

_TITLE_LINES = 3
_REASON_LINES = 2
_CODE_COLUMN = "S72.002A"
_NARROWEST_COLUMN = 150


@dataclass(frozen=True, slots=True)
class _Setting:
    """A row laid out for one width: its texts, and where the title stands beside the code.

    *indent* is the title's distance from the code's left edge, *drop* from its top: in a narrow
    pane the title stands under the code.
    """

    code: str
    indent: int
    drop: int
    title: QTextLayout
    reason: QTextLayout | None
    height: int


class HitRowDelegate(QStyledItemDelegate):
    """Paints hits as two columns, the code and what it means.

    Long titles wrap to three lines and end in an ellipsis; the tooltip and the accessible text
    have all of it. What a colour says, a weight or a shape says too.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings: dict[tuple[Hit, int], _Setting] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Drop the rows laid out so far: other hits come, or another look."""
        self._settings.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height the row needs at the view's width."""
        row = index.data(HitRole.ROW)
        width = self._width(option)
        if isinstance(row, PartHeading):
            metrics = QFontMetricsF(self._theme.font("label"))
            return QSize(width, round(metrics.height()) + self._theme.space(4))
        return QSize(width, self._set(row, width).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = index.data(HitRole.ROW)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, PartHeading):
            self._paint_heading(painter, area, row)
        else:
            state: QStyle.StateFlag = option.state
            self._paint_hit(painter, area, row, state)
        painter.restore()

    # Laying out ---------------------------------------------------------------------------

    def _width(self, option: QStyleOptionViewItem) -> int:
        area: QRect = option.rect
        view = option.widget
        return view.viewport().width() if isinstance(view, QAbstractScrollArea) else area.width()

    def _code_width(self) -> int:
        metrics = QFontMetricsF(self._theme.font("code"))
        return round(metrics.horizontalAdvance(_CODE_COLUMN)) + self._theme.space(4)

    def _sign_width(self) -> int:
        return self._theme.length(12) + self._theme.space(3)

    def _set(self, hit: Hit, width: int) -> _Setting:
        key = (hit, width)
        if key not in self._settings:
            self._settings[key] = self._lay_out(hit, width)
        return self._settings[key]

    def _lay_out(self, hit: Hit, width: int) -> _Setting:
        theme = self._theme
        inner = width - theme.space(4) * 2
        indent, drop = self._code_width(), 0
        column = inner - indent - self._sign_width()
        if column < theme.length(_NARROWEST_COLUMN):
            indent, drop = 0, round(QFontMetricsF(theme.font("body")).height())
            column = max(inner, theme.length(40))
        title = _block(hit.title, theme.font("body"), column, _TITLE_LINES, self._marks(hit.marks))
        word, marks = _below(hit)
        reason = (
            _block(word, theme.font("small"), column, _REASON_LINES, self._marks(marks))
            if word
            else None
        )
        high = drop + title.boundingRect().height()
        if reason is not None:
            high += theme.space(1) + reason.boundingRect().height()
        height = round(high) + theme.space(3) * 2
        return _Setting(_code_text(hit), indent, drop, title, reason, height)

    def _marks(self, marks: Marks) -> list[QTextLayout.FormatRange]:
        ranges = []
        for start, end in marks:
            marked = QTextLayout.FormatRange()
            marked.start = start
            marked.length = end - start
            look = QTextCharFormat()
            look.setBackground(self._theme.colour("mark"))
            look.setForeground(self._theme.colour("on_mark"))
            look.setFontWeight(QFont.Weight.DemiBold)
            marked.format = look
            ranges.append(marked)
        return ranges

    # Painting -----------------------------------------------------------------------------

    def _paint_heading(self, painter: QPainter, area: QRect, heading: PartHeading) -> None:
        theme = self._theme
        inner = area.adjusted(theme.space(4), theme.space(2), -theme.space(4), 0)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, heading.title)
        painter.setFont(theme.font("small"))
        count = f"{heading.count} hits" if heading.count != 1 else "1 hit"
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, count)

    def _paint_hit(self, painter: QPainter, area: QRect, hit: Hit, state: QStyle.StateFlag) -> None:
        theme = self._theme
        setting = self._set(hit, area.width())
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(area, theme.colour("selection"))
            painter.fillRect(
                QRect(area.left(), area.top(), theme.length(3), area.height()),
                theme.colour("accent"),
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        text = theme.colour("on_selection" if selected else "text")
        left, top = area.left() + theme.space(4), area.top() + theme.space(3)

        body, code = QFontMetricsF(theme.font("body")), QFontMetricsF(theme.font("code"))
        painter.setFont(theme.font("code" if not level_word(hit) else "label"))
        painter.setPen(text)
        painter.drawText(
            QRectF(left, top + body.ascent() - code.ascent(), self._code_width(), code.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            setting.code,
        )
        column, title_top = left + setting.indent, top + setting.drop
        painter.setPen(text)
        setting.title.draw(painter, QPointF(column, title_top))
        if setting.reason is not None:
            painter.setPen(text if selected else theme.colour("muted"))
            below = title_top + setting.title.boundingRect().height() + theme.space(1)
            setting.reason.draw(painter, QPointF(column, below))
        if not level_word(hit):
            centre = QPointF(
                area.right() - theme.space(4) - theme.length(4), top + body.height() / 2
            )
            self._paint_sign(painter, centre, hit)

    def _paint_sign(self, painter: QPainter, centre: QPointF, hit: Hit) -> None:
        """Paint the billable sign: a full disc for billable, an empty ring for not billable."""
        theme = self._theme
        radius = theme.length(4)
        colour: QColor = theme.colour("billable" if hit.billable else "not_billable")
        painter.setPen(QPen(colour, max(1.0, theme.length(15) / 10)))
        painter.setBrush(colour if hit.billable else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius, radius)


def _code_text(hit: Hit) -> str:
    level = level_word(hit)
    return f"Ch. {hit.code}" if level == "Chapter" else hit.code


def _below(hit: Hit) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the small line under the title, and the words marked in it."""
    word = folded_word(hit)
    if not hit.reason:
        return word, ()
    start = f"{hit.reason}: "
    marks = tuple((a + len(start), b + len(start)) for a, b in hit.reason_marks)
    return start + hit.reason_text + (f"  ·  {word}" if word else ""), marks


def _block(
    text: str, font: QFont, width: int, lines: int, marks: list[QTextLayout.FormatRange]
) -> QTextLayout:
    """Set *text* in at most *lines* lines of *width* pixels, ending in an ellipsis when cut."""
    layout = _wrapped(text, font, width, marks)
    if layout.lineCount() <= lines:
        return layout
    last = layout.lineAt(lines - 1)
    end = last.textStart() + last.textLength()
    while end > 1:
        cut = text[:end].rstrip() + "…"
        inside = []
        for marked in marks:
            if marked.start < end:
                marked.length = min(marked.length, end - marked.start)
                inside.append(marked)
        layout = _wrapped(cut, font, width, inside)
        if layout.lineCount() <= lines:
            return layout
        end -= 1
    return layout


def _wrapped(
    text: str, font: QFont, width: int, marks: list[QTextLayout.FormatRange]
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(marks)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout
