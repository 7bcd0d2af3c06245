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
)
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from codebook_app.domain.search import Hit
from codebook_app.gui.models.hit_groups import MoreHits, PartHeading
from codebook_app.gui.models.hits import HitRole, is_coded, level_word
from codebook_app.gui.panels.hit_text import below_title, code_text, set_block
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Marks = Iterable[tuple[int, int]]

_TITLE_LINES = 5
_REASON_LINES = 2
_CODE_COLUMN = "S72.002A"
_NARROWEST_COLUMN = 150
_STAR = "★"
_KEPT = 256
"""Rows kept laid out from one answer to the next: a letter more often leaves most of them."""


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


@dataclass(frozen=True, slots=True)
class _Look:
    """What every row needs of the theme, asked for once and not fifty times a keystroke."""

    body: QFont
    small: QFont
    label: QFont
    code: QFont
    line: float
    code_line: float
    code_drop: float
    code_width: int
    heading_height: int
    more_height: int
    side: int
    top: int
    gap: int
    bar: int
    sign: int
    sign_width: int
    stroke: float
    narrowest: int
    mark: QTextCharFormat
    text: QColor
    muted: QColor
    selection: QColor
    on_selection: QColor
    hover: QColor
    accent: QColor
    link: QColor
    billable: QColor
    not_billable: QColor

    @classmethod
    def of(cls, theme: Theme) -> _Look:
        """Ask *theme*."""
        body, code = QFontMetricsF(theme.font("body")), QFontMetricsF(theme.font("code"))
        mark = QTextCharFormat()
        mark.setBackground(theme.colour("mark"))
        mark.setForeground(theme.colour("on_mark"))
        mark.setFontWeight(QFont.Weight.DemiBold)
        return cls(
            body=theme.font("body"),
            small=theme.font("small"),
            label=theme.font("label"),
            code=theme.font("code"),
            line=body.height(),
            code_line=code.height(),
            code_drop=body.ascent() - code.ascent(),
            code_width=round(code.horizontalAdvance(_CODE_COLUMN)) + theme.space(4),
            heading_height=round(QFontMetricsF(theme.font("label")).height()) + theme.space(4),
            more_height=round(QFontMetricsF(theme.font("small")).height()) + theme.space(4),
            side=theme.space(4),
            top=theme.space(3),
            gap=theme.space(1),
            bar=theme.length(3),
            sign=theme.length(4),
            sign_width=theme.length(12) + theme.space(3),
            stroke=max(1.0, theme.length(15) / 10),
            narrowest=theme.length(_NARROWEST_COLUMN),
            mark=mark,
            text=theme.colour("text"),
            muted=theme.colour("muted"),
            selection=theme.colour("selection"),
            on_selection=theme.colour("on_selection"),
            hover=theme.colour("hover"),
            accent=theme.colour("accent"),
            link=theme.colour("link"),
            billable=theme.colour("billable"),
            not_billable=theme.colour("not_billable"),
        )


class HitRowDelegate(QStyledItemDelegate):
    """Paints hits as two columns, the code and what it means.

    Long titles wrap to five lines and end in an ellipsis; the tooltip and the accessible text
    have all of it. What a colour says, a weight or a shape says too.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = _Look.of(theme)
        self._settings: dict[tuple[object, ...], _Setting] = {}
        theme.changed.connect(self._dress)

    def forget(self) -> None:
        """Drop rows laid out long ago: other hits come, though many of them the same as before."""
        while len(self._settings) > _KEPT:
            del self._settings[next(iter(self._settings))]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height the row needs at the view's width."""
        row = index.data(HitRole.ROW)
        width = self._width(option)
        if isinstance(row, PartHeading):
            return QSize(width, self._look.heading_height)
        if isinstance(row, MoreHits):
            return QSize(width, self._look.more_height)
        return QSize(width, self._set(index, row, width).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = index.data(HitRole.ROW)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, PartHeading):
            self._paint_heading(painter, area, row)
        elif isinstance(row, MoreHits):
            self._paint_more(painter, area, row, option.state)
        else:
            self._paint_hit(painter, area, index, row, option.state)
        painter.restore()

    # Laying out ---------------------------------------------------------------------------

    def _width(self, option: QStyleOptionViewItem) -> int:
        area: QRect = option.rect
        view = option.widget
        return view.viewport().width() if isinstance(view, QAbstractScrollArea) else area.width()

    def _set(self, index: Index, hit: Hit, width: int) -> _Setting:
        book = index.data(HitRole.BOOK)
        key = (
            *(hit.code_set, hit.code, hit.level, hit.billable, hit.folded, hit.title, hit.marks),
            *(hit.reason, hit.reason_text, hit.reason_marks, book, width),
        )
        setting = self._settings.get(key)
        if setting is None:
            setting = self._settings[key] = self._lay_out(hit, book, width)
        return setting

    def _lay_out(self, hit: Hit, book: str, width: int) -> _Setting:
        look = self._look
        inner = width - look.side * 2
        indent, drop = look.code_width, 0
        column = inner - indent - look.sign_width
        if column < look.narrowest:
            indent, drop = 0, round(look.line)
            column = max(inner, look.narrowest // 4)
        title = set_block(hit.title, look.body, column, _TITLE_LINES, self._marks(hit.marks))
        word, marks = below_title(hit, book)
        reason = (
            set_block(word, look.small, column, _REASON_LINES, self._marks(marks)) if word else None
        )
        high = drop + title.boundingRect().height()
        if reason is not None:
            high += look.gap + reason.boundingRect().height()
        height = round(high) + look.top * 2
        return _Setting(code_text(hit), indent, drop, title, reason, height)

    def _marks(self, marks: Marks) -> list[QTextLayout.FormatRange]:
        ranges = []
        for start, end in marks:
            marked = QTextLayout.FormatRange()
            marked.start = start
            marked.length = end - start
            marked.format = self._look.mark
            ranges.append(marked)
        return ranges

    def _dress(self) -> None:
        self._look = _Look.of(self._theme)
        self._settings.clear()

    # Painting -----------------------------------------------------------------------------

    def _paint_heading(self, painter: QPainter, area: QRect, heading: PartHeading) -> None:
        look = self._look
        inner = area.adjusted(look.side, look.gap, -look.side, 0)
        painter.setFont(look.label)
        painter.setPen(look.muted)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, heading.title)
        painter.setFont(look.small)
        count = f"{heading.count} hits" if heading.count != 1 else "1 hit"
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, count)

    def _paint_more(
        self, painter: QPainter, area: QRect, more: MoreHits, state: QStyle.StateFlag
    ) -> None:
        look = self._look
        self._paint_ground(painter, area, state)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.setFont(look.small)
        painter.setPen(look.on_selection if selected else look.link)
        inner = area.adjusted(look.side, 0, -look.side, 0)
        aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, aligned, more.words)

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        look = self._look
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.selection)
            painter.fillRect(QRect(area.left(), area.top(), look.bar, area.height()), look.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, look.hover)

    def _paint_hit(
        self, painter: QPainter, area: QRect, index: Index, hit: Hit, state: QStyle.StateFlag
    ) -> None:
        look = self._look
        setting = self._set(index, hit, area.width())
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, area, state)
        text = look.on_selection if selected else look.text
        left, top = area.left() + look.side, area.top() + look.top

        painter.setFont(look.label if level_word(hit) else look.code)
        painter.setPen(text)
        painter.drawText(
            QRectF(left, top + look.code_drop, look.code_width, look.code_line),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            setting.code,
        )
        if index.data(HitRole.FAVOURITE):
            beside = left + painter.fontMetrics().horizontalAdvance(setting.code) + look.gap
            painter.setFont(look.small)
            painter.setPen(text if selected else look.accent)
            painter.drawText(
                QRectF(beside, top, look.side * 2, look.line),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                _STAR,
            )
            painter.setPen(text)
        column, title_top = left + setting.indent, top + setting.drop
        setting.title.draw(painter, QPointF(column, title_top))
        if setting.reason is not None:
            painter.setPen(text if selected else look.muted)
            below = title_top + setting.title.boundingRect().height() + look.gap
            setting.reason.draw(painter, QPointF(column, below))
        if is_coded(hit):
            centre = QPointF(area.right() - look.side - look.sign, top + look.line / 2)
            self._paint_sign(painter, centre, hit)

    def _paint_sign(self, painter: QPainter, centre: QPointF, hit: Hit) -> None:
        """Paint the billable sign: a full disc for billable, an empty ring for not billable."""
        look = self._look
        colour = look.billable if hit.billable else look.not_billable
        painter.setPen(QPen(colour, look.stroke))
        painter.setBrush(colour if hit.billable else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, look.sign, look.sign)
