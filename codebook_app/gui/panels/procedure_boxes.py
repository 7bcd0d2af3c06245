"""The seven characters of a procedure code as they are picked, each in a box with its axis."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from codebook_app.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Box:
    """A character of the code: its *axis*, and what is picked there, "" for nothing yet."""

    axis: str
    character: str = ""
    label: str = ""
    alone: bool = False

    @property
    def spoken(self) -> str:
        """The box in words."""
        if not self.character:
            return f"{self.axis}: not picked"
        alone = ", the only one left" if self.alone else ""
        return f"{self.axis}: {self.character} {self.label}{alone}"


class ProcedureBoxes(QWidget):
    """Paints the boxes; a click on one asks for its column."""

    chosen = Signal(int)
    """The position, 1 to 7, whose column is asked for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._boxes: tuple[Box, ...] = ()
        self._current = 0
        self._is_low = False
        self._lines: dict[tuple[str, int], str] = {}
        self._small, self._big_font = self._fonts()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self._dress)

    def show_boxes(self, boxes: tuple[Box, ...], current: int) -> None:
        """Show *boxes*; *current* is the position whose column is in focus, 0 for none."""
        if (boxes, current) == (self._boxes, self._current):
            return
        self._boxes, self._current = boxes, current
        self.setAccessibleName("Code so far. " + ". ".join(box.spoken for box in boxes))
        self.update()

    def set_low(self, is_low: bool) -> None:
        """Leave out what the characters stand for, where there is little room."""
        if is_low != self._is_low:
            self._is_low = is_low
            self._dress()

    def sizeHint(self) -> QSize:  # noqa: D102, N802
        theme = self._theme
        small = QFontMetrics(self._small).height()
        return QSize(
            theme.length(420),
            (1 if self._is_low else 3) * small
            + QFontMetrics(self._big_font).height()
            + theme.space(4)
            + theme.space(2),
        )

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102, N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self._small), QFontMetrics(self._big_font)
        for at, box in enumerate(self._boxes):
            self._paint(painter, box, self._rect(at), metrics, current=at + 1 == self._current)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        at = self._at(round(event.position().x()))
        if event.button() is Qt.MouseButton.LeftButton and at:
            self.chosen.emit(at)

    def event(self, event: QEvent) -> bool:  # noqa: D102
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(event.pos().x())
            words = self._boxes[at - 1].spoken if at else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _paint(
        self,
        painter: QPainter,
        box: Box,
        rect: QRect,
        metrics: tuple[QFontMetrics, QFontMetrics],
        *,
        current: bool,
    ) -> None:
        theme, (small, big) = self._theme, metrics
        pen = QPen(theme.colour("accent" if current else "border"), 2 if current else 1)
        if not box.character and not current:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setColor(theme.colour("control_border"))
        painter.setPen(pen)
        painter.setBrush(theme.colour("raised" if box.character else "surface"))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.radius, theme.radius)
        inner = rect.adjusted(theme.space(1), theme.space(2), -theme.space(1), -theme.space(1))
        middle = Qt.AlignmentFlag.AlignHCenter
        painter.setFont(self._small)
        painter.setPen(theme.colour("accent" if current else "muted"))
        title = box.axis
        if small.horizontalAdvance(title) > inner.width():
            title = title.removeprefix("Body ")  # System, Part, Region
        axis = small.elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignTop), axis)
        top = inner.top() + small.height()
        painter.setFont(self._big_font)
        painter.setPen(theme.colour("text" if box.character else "muted"))
        painter.drawText(
            QRect(inner.left(), top, inner.width(), big.height()),
            int(middle),
            box.character or "·",
        )
        if self._is_low:
            return
        painter.setFont(self._small)
        painter.setPen(theme.colour("text" if not box.alone else "muted"))
        room = QRect(inner.left(), top + big.height(), inner.width(), 2 * small.lineSpacing())
        key = box.label, inner.width()
        if key not in self._lines:
            self._lines[key] = _in_two_lines(box.label, small, inner.width())
        painter.drawText(room, int(middle), self._lines[key])

    def _rect(self, at: int) -> QRect:
        gap = self._theme.space(1)
        width = (self.width() + gap) / max(len(self._boxes), 1)
        left = round(at * width)
        return QRect(left, 0, round((at + 1) * width) - left - gap, self.height())

    def _at(self, x: int) -> int:
        found = (at for at in range(len(self._boxes)) if x <= self._rect(at).right())
        return next(found, -1) + 1

    def _fonts(self) -> tuple[QFont, QFont]:
        big = self._theme.font("code")
        big.setPointSizeF(self._theme.font("title").pointSizeF())
        return self._theme.font("small"), big

    def _dress(self) -> None:
        self._lines.clear()
        self._small, self._big_font = self._fonts()
        self.updateGeometry()
        self.update()


def _in_two_lines(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return as much of *text* as two lines hold."""
    lines, words = [""], text.split()
    for at, word in enumerate(words):
        tried = f"{lines[-1]} {word}".strip()
        if not lines[-1] or metrics.horizontalAdvance(tried) < width - 1:
            lines[-1] = tried
        elif len(lines) == 1:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[at:]])
            break
    elided = (metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines)
    return "\n".join(elided)
