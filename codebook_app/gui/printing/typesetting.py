"""Sets a sheet's words in lines and shares them among pages; may run on any one thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from codebook_app.gui.printing.inks import Inks
from codebook_app.gui.printing.paging import Measured, Placed, paginate
from codebook_app.gui.printing.paper_sizes import POINT, TOP, UNITS_PER_INCH, Paper
from codebook_app.gui.printing.sheet import NEW_LINE, Block, Cell, Sheet, Style, Words

_HEAD_LINE, _FOOT_LINE = 44.0, 40.0
_LEADING = 1.12
_BAR_WIDTH = 1.6


@dataclass(slots=True)
class _SetCell:
    layout: QTextLayout
    lines: list[QTextLine]
    lefts: list[float]


@dataclass(slots=True)
class _SetBlock:
    """A block in lines: the height and the baseline of each, in units."""

    block: Block
    cells: list[_SetCell]
    heights: list[float] = field(default_factory=list)
    ascents: list[float] = field(default_factory=list)


class Typeset:
    """A sheet on its pages, ready to be painted. For the thread that made it."""

    def __init__(
        self, sheet: Sheet, paper: Paper, inks: Inks, stop: Callable[[], object] = lambda: None
    ) -> None:
        """Set *sheet*; *stop* is called now and then and may raise to end the work."""
        self._sheet = sheet
        self._paper = paper
        self._inks = inks
        self._fonts = {style: inks.font(style) for style in Style}
        self._blocks: list[_SetBlock] = []
        for number, block in enumerate((*_caution(sheet), *sheet.blocks)):
            if number % 64 == 0:
                stop()
            self._blocks.append(self._set(block))
        self._columns = self._set_columns()
        head = max((sum(one.heights) / POINT for one in self._columns.values()), default=0.0)
        self.pages: tuple[tuple[Placed, ...], ...] = paginate(
            [
                Measured(
                    tuple(height / POINT for height in set_.heights),
                    set_.block.gap,
                    set_.block.kept,
                )
                for set_ in self._blocks
            ],
            paper.text_height,
            paper.text_height - head - 4.0 if head else None,
        )

    @property
    def count(self) -> int:
        """The number of pages."""
        return len(self.pages)

    def paint(self, painter: QPainter, number: int, resolution: float) -> None:
        """Paint page *number*, from 0, the paper's corner at the painter's origin.

        *resolution* is the device's, in dots an inch.
        """
        painter.save()
        painter.scale(resolution / UNITS_PER_INCH, resolution / UNITS_PER_INCH)
        self._paint_frame(painter, number)
        left = (self._paper.width - self._paper.text_width * self._paper.scale) / 2
        painter.translate(left * POINT, TOP * POINT)
        painter.scale(self._paper.scale, self._paper.scale)
        if number and (columns := self._columns_of(number)) is not None:
            self._paint_block(painter, columns, 0, len(columns.heights), 0.0)
            painter.translate(0, sum(columns.heights) + 4.0 * POINT)
        for placed in self.pages[number]:
            block = self._blocks[placed.block]
            self._paint_block(painter, block, placed.first, placed.end, placed.top * POINT)
        painter.restore()

    def guides(self, number: int) -> str:
        """Return the first and the last code or term that begins on page *number*."""
        guides = [
            guide
            for placed in self.pages[number]
            if placed.first == 0 and (guide := self._blocks[placed.block].block.guide)
        ]
        if not guides:
            return ""
        return guides[0] if guides[0] == guides[-1] else f"{guides[0]} – {guides[-1]}"

    # Setting ------------------------------------------------------------------------------

    def _set_columns(self) -> dict[int, _SetBlock]:
        """Return the headings that are repeated on later pages, set, by the identity of each."""
        headings = [self._sheet.columns, *(made.block.columns for made in self._blocks)]
        each = {id(one): one for one in headings if one is not None}
        return {identity: self._set(one) for identity, one in each.items()}

    def _columns_of(self, number: int) -> _SetBlock | None:
        """Return the headings at the top of page *number*, those of its first block if it has."""
        placed = self.pages[number]
        own = self._blocks[placed[0].block].block.columns if placed else None
        return self._columns.get(id(own or self._sheet.columns))

    def _set(self, block: Block) -> _SetBlock:
        made = _SetBlock(block, [self._set_cell(cell) for cell in block.cells])
        count = max((len(cell.lines) for cell in made.cells), default=0)
        for at in range(count):
            beside = [cell.lines[at] for cell in made.cells if at < len(cell.lines)]
            ascent = max(line.ascent() for line in beside)
            descent = max(line.descent() for line in beside)
            made.ascents.append(ascent)
            made.heights.append((ascent + descent) * _LEADING)
        if block.rule and made.heights:
            made.heights[-1] += 3.0 * POINT
        return made

    def _set_cell(self, cell: Cell) -> _SetCell:
        text = "".join(words.text for words in cell.words)
        layout = QTextLayout(text, self._fonts[Style.BODY])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats = []
        at = 0
        for words in cell.words:
            range_ = QTextLayout.FormatRange()
            range_.start, range_.length = at, _units_in(words.text)
            at += range_.length
            format_ = QTextCharFormat()
            format_.setFont(self._fonts[words.style])
            format_.setForeground(self._inks.colour(words))
            range_.format = format_
            formats.append(range_)
        layout.setFormats(formats)
        whole = self._paper.text_width
        width = (min(cell.width, whole - cell.left) if cell.width else whole - cell.left) * POINT
        width = max(width, 30.0 * POINT)
        lines: list[QTextLine] = []
        lefts: list[float] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            begins = line.textStart() == 0 or text[line.textStart() - 1] == NEW_LINE
            hang = 0.0 if begins else cell.hang * POINT
            line.setLineWidth(width - hang)
            lines.append(line)
            lefts.append(cell.left * POINT + hang)
        layout.endLayout()
        return _SetCell(layout, lines, lefts)

    # Painting -----------------------------------------------------------------------------

    def _paint_block(
        self, painter: QPainter, made: _SetBlock, first: int, end: int, top: float
    ) -> None:
        y = top
        for at in range(first, end):
            for cell in made.cells:
                if at < len(cell.lines):
                    line = cell.lines[at]
                    drop = made.ascents[at] - line.ascent()
                    line.draw(painter, QPointF(cell.lefts[at], y + drop) - line.position())
            y += made.heights[at]
        if made.block.bar:
            bar = QRectF(made.block.bar_left * POINT, top, _BAR_WIDTH * POINT, y - top)
            painter.fillRect(bar, QColor(self._inks.colours[made.block.bar]))
        if made.block.rule and end == len(made.heights):
            rule = QRectF(0, y - 1.5 * POINT, self._paper.text_width * POINT, 0.5 * POINT)
            painter.fillRect(rule, QColor(self._inks.colours["control_border"]))

    def _paint_frame(self, painter: QPainter, number: int) -> None:
        """Paint head and foot, whose size the text's zoom does not change."""
        sheet, paper = self._sheet, self._paper
        width = paper.printed_width
        left = (paper.width - width) / 2
        font = self._inks.font(Style.SMALL)
        font.setPixelSize(round(7.5 * POINT))
        painter.setFont(font)
        painter.setPen(QColor(self._inks.colours["muted"]))
        head = (sheet.title if number else sheet.book, self.guides(number))
        foot = (sheet.release_words, f"{sheet.date_words} · page {number + 1} of {self.count}")
        metrics = painter.fontMetrics()
        for baseline, (before, after) in (
            (_HEAD_LINE, head),
            (paper.height - _FOOT_LINE, foot),
        ):
            y = baseline * POINT
            aside = metrics.horizontalAdvance(after)
            room = int(width * POINT - aside - 12 * POINT)
            painter.drawText(
                QPointF(left * POINT, y), _cut(before, metrics.horizontalAdvance, room)
            )
            painter.drawText(QPointF((left + width) * POINT - aside, y), after)
        line = QColor(self._inks.colours["control_border"])
        for y in (_HEAD_LINE + 5.0, paper.height - _FOOT_LINE - 11.0):
            painter.fillRect(QRectF(left * POINT, y * POINT, width * POINT, 0.5 * POINT), line)


def _caution(sheet: Sheet) -> Iterator[Block]:
    """Yield the line that stands above all where the release is not in force."""
    if sheet.caution:
        yield Block((Cell((Words(sheet.caution, Style.LABEL, "warning"),)),), kept=True)


def _units_in(text: str) -> int:
    """Return the length of *text* as Qt counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, advance: Callable[[str], int], room: int) -> str:
    """Return as much of *text* as there is room for, an ellipsis at its end where it is cut."""
    if advance(text) <= room:
        return text
    while text and advance(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
