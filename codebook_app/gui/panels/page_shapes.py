"""What a laid out row consists of, ready to be painted: texts and shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout

from codebook_app.gui.panels.page_text import Link, LinkAct, SetText

_TOLD_ALPHA = 120


class Figure(Enum):
    """What is drawn besides text."""

    FILL = auto()
    FRAME = auto()


@dataclass(frozen=True, slots=True)
class Shape:
    """A rounded rectangle of the row, filled or framed."""

    figure: Figure
    rect: QRectF
    colour: QColor
    radius: float = 0

    def draw(self, painter: QPainter, top: float) -> None:
        """Draw the shape in a row that begins at *top*."""
        rect = self.rect.translated(0, top)
        if self.figure is Figure.FRAME:
            painter.setPen(QPen(self.colour, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        elif not self.radius:
            painter.fillRect(rect, self.colour)
            return
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour)
        painter.drawRoundedRect(rect, self.radius, self.radius)


@dataclass(slots=True)
class SetRow:
    """A row laid out for one width: *height* in whole pixels, texts and shapes in it.

    *ground* is what it stands on while it is not in focus.
    """

    height: int
    texts: list[SetText]
    shapes: list[Shape] = field(default_factory=list)
    ground: Shape | None = None

    def draw(
        self,
        painter: QPainter,
        top: float,
        marks: Sequence[Sequence[QTextLayout.FormatRange]] = (),
    ) -> None:
        """Draw the row where its top is at *top*; *marks* are on words of each text, if any."""
        for shape in self.shapes:
            shape.draw(painter, top)
        if marks:
            for text, of_text in zip(self.texts, marks, strict=True):
                text.draw(painter, top, of_text)
        else:
            for text in self.texts:
                text.draw(painter, top)

    @property
    def links(self) -> list[tuple[Link, list[QRectF]]]:
        """The links of the row in reading order, with where they stand in it."""
        return [
            (link, text.rects(start, end)) for text in self.texts for start, end, link in text.links
        ]


def frames(
    texts: Sequence[SetText],
    colour: Callable[[str], QColor],
    box: tuple[float, float],
    radius: float,
) -> list[Shape]:
    """Return a frame around each link in *texts* that is to have one.

    *box* is how far it reaches above and below the line the type stands on.
    """
    return [
        Shape(Figure.FRAME, rect, _soft(colour(link.frame), link), radius)
        for text in texts
        for start, end, link in text.links
        if link.frame
        for rect in text.boxes(start, end, *box)
    ]


def _soft(colour: QColor, link: Link) -> QColor:
    """Return the colour of a frame: lighter around what is only told than around a button."""
    if link.act is LinkAct.TELL:
        colour.setAlpha(_TOLD_ALPHA)
    return colour
