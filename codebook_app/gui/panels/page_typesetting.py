"""How each row of a page is laid out: indents, columns, bars, marks, in the theme's type."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from codebook_app.domain.note import NoteKind
from codebook_app.gui.models.page_rows import (
    CharacterRow,
    GroupRow,
    LineRow,
    NoteRow,
    OriginRow,
    Row,
    SeventhRow,
    TextRow,
)
from codebook_app.gui.models.page_words import State, link_target, named, printed_title
from codebook_app.gui.panels.page_text import Link, LinkAct, Run, SetText, TextSetter
from codebook_app.gui.theme import Theme

NOTE_COLOURS = {
    NoteKind.INCLUDES: "includes",
    NoteKind.INCLUSION_TERM: "inclusion_term",
    NoteKind.EXCLUDES1: "excludes1",
    NoteKind.EXCLUDES2: "excludes2",
    NoteKind.CODE_FIRST: "code_first",
    NoteKind.USE_ADDITIONAL_CODE: "use_additional",
    NoteKind.CODE_ALSO: "code_also",
    NoteKind.NOTES: "note",
    NoteKind.SEVENTH_CHARACTER_NOTE: "seventh",
    NoteKind.VISUAL_IMPAIRMENT: "note",
}
"""The theme's colour for each kind of note; the label says the kind in words."""

_MARKS = {State.BILLABLE: ("●", "billable"), State.NONE: ("", "text")}
_OPEN_MARK = ("○", "not_billable")
_MEASURE = 800  # pixels at 100 %: longer lines tire the eye
_NARROW = 460
_TOGGLES = {True: "▾", False: "▸"}
_NO_BREAK = "\N{NO-BREAK SPACE}"


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

    def draw(self, painter: QPainter, top: float) -> None:
        """Draw the row where its top is at *top*."""
        for shape in self.shapes:
            shape.draw(painter, top)
        for text in self.texts:
            text.draw(painter, top)

    @property
    def links(self) -> list[tuple[Link, list[QRectF]]]:
        """The links of the row in reading order, with where they stand in it."""
        return [
            (link, text.rects(start, end)) for text in self.texts for start, end, link in text.links
        ]


class Typesetter:
    """Lays out rows for a width; make a new one when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._setter = TextSetter(theme)
        self._margin = theme.space(5)
        self._bar = theme.length(3)
        self._gap = theme.space(4)
        self._label_column = max(
            self._setter.advance(f"{kind.label}: ", "label")
            for kind in (NoteKind.EXCLUDES1, NoteKind.EXCLUDES2, NoteKind.INCLUDES)
        ) + theme.space(2)
        self._code_width = self._setter.advance("0", "code")
        self._step = theme.length(20), theme.length(12)
        self._narrow = theme.length(_NARROW)
        self._measure = self._margin + theme.length(_MEASURE)
        self._estimates: dict[tuple[type[Row], int, int, int], tuple[float, int, int]] = {}
        self._pads = {step: theme.space(step) for step in range(1, 7)}

    def set(self, row: Row, width: int) -> SetRow:
        """Return *row* laid out on a page of *width* pixels."""
        right = self._right(width)
        match row:
            case LineRow() if row.depth == 0:
                return self._heading(row, right)
            case LineRow():
                return self._line(row, width, right)
            case NoteRow() if row.note.kind is NoteKind.VISUAL_IMPAIRMENT:
                return self._table(row, width, right)
            case NoteRow():
                return self._note(row, width, right)
            case SeventhRow():
                return self._seventh(row, width, right)
            case CharacterRow():
                return self._character(row, width, right)
            case OriginRow():
                return self._origin(row, right)
            case GroupRow():
                return self._group(row, width)
            case TextRow():
                return self._text(row, right)
            case _:
                raise TypeError(f"no way to set {type(row).__name__}")

    def estimate(self, row: Row, width: int) -> int:
        """Return about how high *row* will be, at a hundredth of the cost of setting it."""
        if isinstance(row, LineRow):
            length = len(row.line.code.title)
        elif isinstance(row, NoteRow):
            length = len(row.body)
        else:
            length = len(row.text)
        place = (type(row), getattr(row, "depth", 0), getattr(row, "characters", 0), width)
        if place not in self._estimates:
            self._estimates[place] = self._a_line_of(*place)
        fits, height, pad = self._estimates[place]
        return math.ceil((length + 1) / fits) * height + pad

    def _a_line_of(
        self, kind: type[Row], depth: int, characters: int, width: int
    ) -> tuple[float, int, int]:
        """Return how many characters fit a line, how high it is, and what stands around it."""
        role, pad, left = "body", self._pads[2], float(self._margin)
        if issubclass(kind, LineRow):
            left = self._title_x(depth, characters, width)
            role, pad = ("title", self._pads[5]) if depth == 0 else ("body", self._pads[3])
        elif issubclass(kind, NoteRow):
            left = self._note_x(depth, characters, width) + self._label_column
        elif issubclass(kind, SeventhRow):
            left = self._title_x(depth, characters, width) + 12 * self._code_width
        grid = self._setter.grid(role)
        room = max(self._right(width) - left, 40)
        return room / grid.average, round(grid.height), pad

    @property
    def line_height(self) -> int:
        """The height of a line of body text, to scroll by."""
        return round(self._setter.grid("body").height)

    def _right(self, width: int) -> int:
        return min(width - self._margin, self._measure)

    def _code_x(self, depth: int, width: int) -> int:
        step = self._step[width < self._narrow]
        return self._margin + max(0, depth - 1) * step

    def _title_x(self, depth: int, characters: int, width: int) -> int:
        return round(self._code_x(depth, width) + characters * self._code_width + self._gap)

    def _note_x(self, depth: int, characters: int, width: int) -> int:
        return self._margin if depth == 0 else self._title_x(depth, characters, width)

    # Codes --------------------------------------------------------------------------------

    def _heading(self, row: LineRow, right: int) -> SetRow:
        title, codes = printed_title(row.line.code)
        runs = [
            Run(named(row.line.code), "code_title", "accent"),
            Run(f"{_NO_BREAK}{_NO_BREAK}", "title"),
            Run(title, "title"),
        ]
        if codes:
            runs.append(Run(f"  {codes}", "code", "muted"))
        top = self._pads[4]
        text = self._setter.set(
            [*runs, *self._state(row)], self._margin, top, right - self._margin, role="title"
        )
        return self._set(text.height + top + self._pads[2], [text], row)

    def _line(self, row: LineRow, width: int, right: int) -> SetRow:
        header = row.line.code.has_children and not row.opens and not row.listed
        top = self._pads[3 if header else 2]
        left = self._title_x(row.depth, row.characters, width)
        code = self._setter.set(
            [Run(row.code, "code", "text")], self._code_x(row.depth, width), top, left
        )
        title, codes = printed_title(row.line.code)
        runs = [Run(title, "strong" if header else "body")]
        if codes:
            runs.append(
                Run(f"  {codes}".replace("-", "\N{NON-BREAKING HYPHEN}"), "code_small", "muted")
            )
        text = self._setter.set([*runs, *self._state(row)], left, top, right - left)
        return self._set(text.height + top + self._pads[1], [code, text], row)

    def _state(self, row: LineRow) -> list[Run]:
        if row.state is State.NONE:
            return []
        mark, colour = _MARKS.get(row.state, _OPEN_MARK)
        words = row.state.value.replace(" ", _NO_BREAK)
        runs = [
            Run("   "),
            Run(f"{mark}{_NO_BREAK}", "small", colour),
            Run(words, "small", colour),
        ]
        if row.opens:
            runs += [
                Run(_NO_BREAK * 2, "small"),
                self._toggle(row, f"seventh characters of {row.code}"),
            ]
        return runs

    def _toggle(self, row: Row, spoken: str) -> Run:
        words = f"{_NO_BREAK}7th{_NO_BREAK}{_TOGGLES[row.open]}{_NO_BREAK}"
        return Run(words, "label", "seventh", Link(LinkAct.TOGGLE_ROW, "", spoken))

    def _seventh(self, row: SeventhRow, width: int, right: int) -> SetRow:
        left = self._title_x(row.depth, row.characters, width)
        pad, inset = self._pads[2], self._pads[3]
        key = self._setter.set(
            [Run(row.seventh.character, "code", "seventh")], left + self._bar + inset, pad, 40
        )
        code = [Run(row.seventh.code, "code", "text")]
        state = [Run(f"●{_NO_BREAK}{State.BILLABLE.value}", "small", "billable")]
        code_width = self._setter.advance("0" * len(row.code), "code") + self._gap
        state_width = self._setter.advance(state[0].text, "small")
        meaning_x = left + self._bar + inset + 2.4 * self._code_width
        room = right - meaning_x - code_width - state_width - self._gap
        if room >= self._theme.length(150):
            meaning = self._setter.set([Run(row.seventh.meaning)], meaning_x, pad, room)
            aside = meaning_x + room + self._gap
            texts = [key, meaning]
            texts.append(self._setter.set(code, aside, pad, code_width))
            aside = right - state_width - self._pads[2]
            texts.append(self._setter.set(state, aside, pad, state_width + 4))
            height = meaning.height
        else:  # too narrow for columns: the code above, its meaning below
            first = self._setter.set(
                [*code, Run("   "), *state], meaning_x, pad, right - meaning_x - inset
            )
            meaning = self._setter.set(
                [Run(row.seventh.meaning)],
                meaning_x,
                pad + first.height,
                right - meaning_x - inset,
            )
            texts = [key, first, meaning]
            height = first.height + meaning.height
        height += 2 * pad
        ground = QRectF(left, 0, right - left, height)
        bar = QRectF(left, 0, self._bar, height)
        shapes = [Shape(Figure.FILL, bar, self._theme.colour("seventh"))]
        if not row.last:
            edge = QRectF(left + self._bar, height - 1, right - left - self._bar, 1)
            shapes.append(Shape(Figure.FILL, edge, self._theme.colour("border")))
        else:
            height += self._pads[3]
        raised = Shape(Figure.FILL, ground, self._theme.colour("raised"))
        return SetRow(math.ceil(height), texts, shapes, raised)

    # Notes --------------------------------------------------------------------------------

    def _note(self, row: NoteRow, width: int, right: int) -> SetRow:
        kind = row.note.kind
        colour = NOTE_COLOURS[kind]
        left: float = self._note_x(row.depth, row.characters, width)
        if kind is NoteKind.INCLUSION_TERM:
            text = self._setter.set(
                self._body(row, colour),
                left,
                0,
                right - left,
                hang=self._pads[4],
            )
            return self._set(text.height + self._pads[2 if row.last else 1], [text], row)
        gap = self._pads[2] if row.label else 0
        inside = left + self._bar + self._pads[3]
        column = inside + self._label_column
        texts: list[SetText] = []
        if row.label.endswith(":"):
            label = [Run(row.label, "label", colour)]
            texts.append(self._setter.set(label, inside, gap, right - inside))
            # A label wider than the column pushes only its own first line aside.
            column = max(column, inside + self._setter.advance(f"{row.label} ", "label"))
            texts.append(self._setter.set(self._body(row), column, gap, right - column))
        elif row.label:
            space = "" if row.body.startswith((",", ":")) else " "
            runs = [Run(f"{row.label}{space}", "label", colour), *self._body(row)]
            hang = self._label_column
            texts.append(self._setter.set(runs, inside, gap, right - inside, hang=hang))
        else:
            texts.append(self._setter.set(self._body(row), column, gap, right - column))
        height = texts[-1].height + gap
        bar = QRectF(left, gap, self._bar, height - gap)
        made = self._set(height + (self._pads[2] if row.last else 0), texts, row)
        made.shapes.append(Shape(Figure.FILL, bar, self._theme.colour(colour)))
        return made

    def _body(self, row: NoteRow, colour: str = "text") -> list[Run]:
        """Return the note's text with every code in it a link."""
        runs: list[Run] = []
        end = 0
        for reference in row.references:
            if reference.start < end:
                continue
            words = row.body[reference.start : reference.end]
            runs.append(Run(row.body[end : reference.start], "body", colour))
            link = Link(LinkAct.OPEN_PAGE, link_target(reference), words)
            runs.append(
                Run(words.replace("-", "\N{NON-BREAKING HYPHEN}"), "code_plain", "link", link)
            )
            end = reference.end
        runs.append(Run(row.body[end:], "body", colour))
        if row.opens:
            runs += [Run("  "), self._toggle(row, "what the seventh characters mean")]
        return [run for run in runs if run.text]

    def _character(self, row: CharacterRow, width: int, right: int) -> SetRow:
        left = self._note_x(row.depth, row.characters, width)
        inside = left + self._bar + self._pads[3]
        meaning_x = inside + 2.4 * self._code_width
        key = self._setter.set([Run(row.character, "code", "seventh")], inside, 0, 40)
        meaning = self._setter.set([Run(row.meaning)], meaning_x, 0, right - meaning_x)
        bar = QRectF(left, 0, self._bar, meaning.height)
        shape = Shape(Figure.FILL, bar, self._theme.colour("seventh"))
        return SetRow(math.ceil(meaning.height), [key, meaning], [shape])

    def _table(self, row: NoteRow, width: int, right: int) -> SetRow:
        """Set a table; a row that repeats the first cell of the one above goes on under it."""
        left = self._note_x(row.depth, row.characters, width)
        lines = [line.split("\t") for line in row.body.splitlines() if line.strip()]
        wide = (right - left) / max(map(len, lines))
        pad, top = self._pads[2], float(self._pads[3])
        texts: list[SetText] = []
        shapes: list[Shape] = []
        above = ""
        for number, cells in enumerate(lines):
            if continues := cells[0] == above and number > 0:
                top -= pad
            else:
                rule = QRectF(left, top, right - left, 1)
                shapes.append(Shape(Figure.FILL, rule, self._theme.colour("border")))
            role, colour = ("label", "muted") if number == 0 else ("small", "text")
            placed = [
                self._setter.set(
                    [Run(cell, role, colour)],
                    left + position * wide + pad,
                    top + pad,
                    wide - 2 * pad,
                    role="small",
                )
                for position, cell in enumerate(cells)
                if cell and not (continues and position == 0)
            ]
            texts += placed
            top += max((text.height for text in placed), default=0) + 2 * pad
            above = cells[0]
        rule = QRectF(left, top, right - left, 1)
        shapes.append(Shape(Figure.FILL, rule, self._theme.colour("border")))
        return SetRow(math.ceil(top + self._pads[3]), texts, shapes)

    # Everything else ----------------------------------------------------------------------

    def _origin(self, row: OriginRow, right: int) -> SetRow:
        name = named(row.origin)
        link = Link(LinkAct.OPEN_PAGE, row.origin.code, name)
        runs = [
            Run(f"{row.words} ", "small", "muted"),
            Run(name, "code_small", "link", link),
        ]
        if row.titled:
            runs.append(Run(f"  {printed_title(row.origin)[0]}", "small", "muted"))
        top = self._pads[3]
        text = self._setter.set(
            runs, self._margin, top, right - self._margin, role="small", hang=self._gap
        )
        return SetRow(math.ceil(text.height + top), [text])

    def _group(self, row: GroupRow, width: int) -> SetRow:
        pad, inset = self._pads[2], self._pads[3]
        left = self._margin - inset
        runs = [
            Run(
                f"{_TOGGLES[row.open]}{_NO_BREAK}{_NO_BREAK}{row.words}",
                "label",
                "text",
                Link(LinkAct.TOGGLE_ROW, "", row.words),
            ),
            Run(f"   {row.summary}", "small", "muted"),
        ]
        wide = self._right(width) - self._margin
        text = self._setter.set(runs, self._margin, 2 * pad, wide, role="small", hang=self._gap)
        ground = QRectF(left, pad, wide + 2 * inset, text.height + 2 * pad)
        shape = Shape(Figure.FILL, ground, self._theme.colour("raised"), self._theme.radius)
        return SetRow(math.ceil(text.height + 4 * pad), [text], ground=shape)

    def _text(self, row: TextRow, right: int) -> SetRow:
        top = self._pads[4 if row.role in ("title", "heading") else 2]
        colour = "muted" if row.role == "small" else "text"
        text = self._setter.set(
            [Run(row.words, row.role, colour)],
            self._margin,
            top,
            right - self._margin,
            role=row.role,
        )
        return SetRow(math.ceil(text.height + top + self._pads[1]), [text])

    def _set(self, height: float, texts: list[SetText], row: Row) -> SetRow:
        """Return the row with a frame around what opens it."""
        shapes: list[Shape] = []
        if row.opens:
            seventh = self._theme.colour("seventh")
            for text in texts:
                for start, end, link in text.links:
                    if link.act is LinkAct.TOGGLE_ROW:
                        shapes += [
                            Shape(Figure.FRAME, rect, seventh, self._theme.radius)
                            for rect in text.rects(start, end)
                        ]
        return SetRow(math.ceil(height), texts, shapes)
