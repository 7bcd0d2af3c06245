"""What a line of the code list says beside its code: POA, a day, the details of a service."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from codebook_app.gui.models.encounter_rows import POA_WORDS, Part
from codebook_app.gui.theme import Theme

_CENTRE = Qt.AlignmentFlag.AlignVCenter


class AsidePainter:
    """Paints a POA in a small frame, a day as small text, and what is missing in a dashed frame.

    An indicator other than Y stands out: it is what a hospital-acquired condition hangs on.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def width(self, part: Part) -> int:
        """Return the pixels that *part* takes."""
        theme = self._theme
        if not _framed(part):
            return QFontMetrics(theme.font("small")).horizontalAdvance(part.text)
        metrics = QFontMetrics(theme.font("label"))
        inside = metrics.horizontalAdvance(part.text if part.missing else "W")
        return inside + 2 * (theme.space(2) + 1)

    def paint(self, painter: QPainter, line: QRect, part: Part, *, selected: bool) -> int:
        """Paint *part* at the right of *line*; return the width that it and its gap take."""
        theme, width = self._theme, self.width(part)
        area = QRect(line.right() - width + 1, line.top(), width, line.height())
        colour = theme.colour("on_selection" if selected else _colour(part))
        painter.setPen(colour)
        if _framed(part):
            label = theme.font("label")
            tall = min(QFontMetrics(label).height() + theme.space(1), area.height())
            frame = QRectF(area.left(), area.top() + (area.height() - tall) / 2, width, tall)
            self._frame(painter, frame, part, colour)
            painter.setFont(label)
            painter.drawText(area, _CENTRE | Qt.AlignmentFlag.AlignHCenter, part.text)
        else:
            painter.setFont(theme.font("small"))
            painter.drawText(area, _CENTRE | Qt.AlignmentFlag.AlignRight, part.text)
        return width + theme.space(3)

    def paint_details(
        self,
        painter: QPainter,
        area: QRect,
        parts: tuple[Part, ...],
        quiet: QColor,
        *,
        selected: bool,
    ) -> None:
        """Paint *parts* beside one another in *area*, as many as it holds."""
        theme = self._theme
        gap, left = theme.space(4), area.left()
        for part in parts:
            font = theme.font("label" if part.missing else "small")
            width = QFontMetrics(font).horizontalAdvance(part.text)
            if left + width > area.right() + 1:
                painter.setFont(theme.font("small"))
                painter.drawText(QRect(left, area.top(), gap, area.height()), _CENTRE, "…")
                return
            painter.setFont(font)
            painter.setPen(
                theme.colour("on_selection" if selected else "warning") if part.missing else quiet
            )
            painter.drawText(QRect(left, area.top(), width, area.height()), _CENTRE, part.text)
            left += width + gap

    def _frame(self, painter: QPainter, frame: QRectF, part: Part, colour: QColor) -> None:
        radius = self._theme.length(3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour, 1)
        if part.missing:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.restore()


def _framed(part: Part) -> bool:
    return part.missing or part.text in POA_WORDS


def _colour(part: Part) -> str:
    if part.missing:
        return "warning"
    if part.text in POA_WORDS and part.text != "Y":
        return "flag_severity"
    return "muted"
