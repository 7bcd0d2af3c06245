"""Text set on a page: runs in the fonts and colours of the theme, wrapped, with links in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from codebook_app.gui.theme import Theme

_LEADING = 1.42
"""Line height over the size of the type: open enough to read pages of it."""

_DERIVED = {
    # role: (family and size of, weight, size where another's)
    "strong": ("body", 600, None),
    "code_plain": ("code", 400, None),
    "code_title": ("code", 600, "title"),
    "code_small": ("code", 400, "small"),
    "badge": ("label", 500, None),
}
"""Type roles of the page, made of the theme's."""

_HYPHEN = "\N{NON-BREAKING HYPHEN}"


class LinkAct(Enum):
    """What following a link does."""

    OPEN_PAGE = auto()
    TOGGLE_ROW = auto()
    TELL = auto()


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow in a row: *target* is the code to open, *spoken* what it is called.

    Of one that tells, *target* is what it tells when it is hovered over or followed. *frame* is the
    colour of the frame around it, none where it is empty. Tab stops at those that are *walked* to.
    """

    act: LinkAct
    target: str
    spoken: str
    frame: str = ""
    walked: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one type role and colour; *marked* where it was found."""

    text: str
    role: str = "body"
    colour: str = "text"
    link: Link | None = None
    marked: bool = False


@dataclass(slots=True)
class SetText:
    """Text wrapped to a width, placed at *x*, *y* of its row; *links* are half-open offsets."""

    layout: QTextLayout
    x: float
    y: float
    height: float
    links: tuple[tuple[int, int, Link], ...]

    def draw(
        self, painter: QPainter, top: float, marks: Sequence[QTextLayout.FormatRange] = ()
    ) -> None:
        """Draw the text in a row that begins at *top*, with *marks* on some of its words."""
        self.layout.draw(painter, QPointF(self.x, top + self.y), marks)

    @property
    def last_line_width(self) -> float:
        """How far the last line reaches."""
        line = self.layout.lineAt(self.layout.lineCount() - 1)
        return line.x() + line.naturalTextWidth()

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return where the characters from *start* to *end* stand in the row, a rect a line."""
        found: list[QRectF] = []
        for number in range(self.layout.lineCount()):
            line = self.layout.lineAt(number)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            left, right = _x_of(line.cursorToX(first)), _x_of(line.cursorToX(last))
            found.append(QRectF(self.x + left, self.y + line.y(), right - left, line.height()))
        return found

    def boxes(self, start: int, end: int, above: float, below: float) -> list[QRectF]:
        """Return the same, from so far *above* the line type stands on to so far *below* it."""
        found: list[QRectF] = []
        for rect in self.rects(start, end):
            line = next(
                line
                for line in map(self.layout.lineAt, range(self.layout.lineCount()))
                if self.y + line.y() == rect.y()
            )
            baseline = rect.y() + line.ascent()
            found.append(QRectF(rect.x(), baseline - above, rect.width(), above + below))
        return found


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of text of one type role: their *height*, and where the *baseline* runs in them."""

    height: float
    baseline: float
    average: float


class TextSetter:
    """Sets runs in the theme's type; ask for a new one when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._formats: dict[tuple[str, str, bool], QTextCharFormat] = {}
        self._fonts: dict[str, QFont] = {}
        self._grids: dict[str, Grid] = {}
        self._advances: dict[tuple[str, str], float] = {}
        self._has_hyphen: dict[str, bool] = {}
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def grid(self, role: str) -> Grid:
        """Return the lines that text of a type role is set on."""
        if role not in self._grids:
            font = self._font(role)
            metrics = QFontMetricsF(font)
            height = math.ceil(max(metrics.height(), QFontInfo(font).pixelSize() * _LEADING))
            baseline = round((height - metrics.height()) / 2 + metrics.ascent())
            self._grids[role] = Grid(height, baseline, metrics.averageCharWidth() * 1.03)
        return self._grids[role]

    def box(self, role: str) -> tuple[float, float]:
        """Return how far a frame around a type role reaches above and below its baseline."""
        metrics = QFontMetricsF(self._font(role))
        around = (metrics.ascent() - metrics.capHeight()) * 0.75
        return metrics.capHeight() + around, max(around, metrics.descent() * 0.9)

    def advance(self, text: str, role: str) -> float:
        """Return the width of *text* on one line."""
        key = (text, role)
        if key not in self._advances:
            metrics = QFontMetricsF(self._font(role))
            self._advances[key] = metrics.horizontalAdvance(text)
        return self._advances[key]

    def unbroken(self, code: str, role: str) -> str:
        """Return *code* unbreakable at its hyphen, where the type has a sign for it."""
        if role not in self._has_hyphen:
            self._has_hyphen[role] = QFontMetricsF(self._font(role)).inFontUcs4(ord(_HYPHEN))
        return code.replace("-", _HYPHEN) if self._has_hyphen[role] else code

    def set(
        self,
        runs: Sequence[Run],
        x: float,
        y: float,
        width: float,
        *,
        role: str = "body",
        hang: float = 0,
    ) -> SetText:
        """Wrap *runs* to *width* on the lines of *role*; later lines begin *hang* further in."""
        text = "".join(run.text for run in runs)
        layout = QTextLayout(text, self._font(role))
        layout.setTextOption(self._option)
        layout.setCacheEnabled(True)
        layout.setFormats(list(self._ranges(runs)))
        grid = self.grid(role)
        top = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            inset = hang if top else 0.0
            line.setLineWidth(max(1.0, width - inset))
            line.setPosition(QPointF(inset, top + grid.baseline - line.ascent()))
            top += grid.height
        layout.endLayout()
        return SetText(layout, x, y, top, tuple(_links(runs)))

    def format(self, role: str, colour: str, *, marked: bool = False) -> QTextCharFormat:
        """Return the character format of a type role in a colour of the theme."""
        key = (role, colour, marked)
        if key not in self._formats:
            made = QTextCharFormat()
            made.setFont(self._font(role))
            made.setForeground(QColor(self._theme.colour("on_mark" if marked else colour)))
            if marked:
                made.setBackground(QColor(self._theme.colour("mark")))
            self._formats[key] = made
        return self._formats[key]

    def _font(self, role: str) -> QFont:
        if role not in self._fonts:
            if role not in _DERIVED:
                self._fonts[role] = self._theme.font(role)
            else:
                base, weight, size = _DERIVED[role]
                font = self._theme.font(base)
                font.setWeight(QFont.Weight(weight))
                if size is not None:
                    font.setPointSizeF(self._theme.font(size).pointSizeF())
                self._fonts[role] = font
        return self._fonts[role]

    def _ranges(self, runs: Iterable[Run]) -> Iterable[QTextLayout.FormatRange]:
        start = 0
        for run in runs:
            spread = QTextLayout.FormatRange()
            spread.start = start
            spread.length = units(run.text)
            spread.format = self.format(run.role, run.colour, marked=run.marked)
            start += spread.length
            yield spread


def _links(runs: Iterable[Run]) -> Iterable[tuple[int, int, Link]]:
    start = 0
    for run in runs:
        end = start + units(run.text)
        if run.link is not None:
            yield start, end, run.link
        start = end


def units(text: str) -> int:
    """Return the length of *text* as Qt counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _x_of(answer: object) -> float:
    """Return the x that ``cursorToX`` answers: PySide gives it alone or with the position."""
    if isinstance(answer, tuple):
        answer = answer[0]
    assert isinstance(answer, float)  # noqa: S101
    return answer
