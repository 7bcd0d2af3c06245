"""How the codes of a page are set: its heading, its lines, their seventh characters."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF

from codebook_app.gui.models.page_rows import LineRow, Row, SeventhRow
from codebook_app.gui.models.page_words import State, named, printed_title
from codebook_app.gui.panels.page_badges import BadgeSetter
from codebook_app.gui.panels.page_measures import NO_BREAK, Measures, framed_row, toggle_run
from codebook_app.gui.panels.page_shapes import Figure, SetRow, Shape, frames
from codebook_app.gui.panels.page_text import Run

_FULL_MARK = ("●", "billable")
_OPEN_MARK = ("○", "not_billable")


class LineSetter:
    """Sets the rows that are codes."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._badges = BadgeSetter(measures)

    def heading(self, row: LineRow, right: int) -> SetRow:
        """Set the heading: code and title in large type."""
        title, codes = printed_title(row.line.code)
        runs = [
            Run(named(row.line.code), "code_title", "accent"),
            Run(f"{NO_BREAK}{NO_BREAK}", "title"),
            Run(title, "title"),
        ]
        if codes:
            runs.append(Run(f"  {codes}", "code", "muted"))
        top = self._measures.pad(4)
        text = self._badges.set(
            [*runs, *star_runs(row), *self._state(row)],
            row.flags,
            self._measures.margin,
            top,
            right - self._measures.margin,
            role="title",
        )
        return framed_row(self._measures, text.height + top + self._measures.pad(2), [text])

    def line(self, row: LineRow, width: int, right: int) -> SetRow:
        """Set a line: the code, its title beside it, whether it can be billed."""
        header = row.line.code.has_children and not row.opens and not row.listed
        top = self._measures.pad(3 if header else 2)
        left = self._measures.title_x(row.depth, row.characters, width)
        code = self._measures.setter.set(
            [Run(row.code, "code", "text")], self._measures.code_x(row.depth, width), top, left
        )
        title, codes = printed_title(row.line.code)
        runs = [Run(title, "strong" if header else "body")]
        if codes:
            whole = self._measures.setter.unbroken(codes, "code_small")
            runs += [Run("  "), Run(whole, "code_small", "muted")]
        text = self._badges.set(
            [*runs, *star_runs(row), *self._state(row)],
            row.flags,
            left,
            top,
            right - left,
        )
        return framed_row(self._measures, text.height + top + self._measures.pad(1), [code, text])

    def _state(self, row: LineRow) -> list[Run]:
        if row.state is State.NONE:
            return []
        mark, colour = _FULL_MARK if row.state.is_full else _OPEN_MARK
        words = row.state.value.replace(" ", NO_BREAK)
        runs = [
            Run("   "),
            Run(f"{mark}{NO_BREAK}", "small", colour),
            Run(words, "small", colour),
        ]
        if row.opens:
            runs += [
                Run(NO_BREAK * 2, "small"),
                toggle_run(row, f"seventh characters of {row.code}"),
            ]
        return runs

    def seventh(self, row: SeventhRow, width: int, right: int) -> SetRow:
        """Set a seventh character: what it means, the code it makes, that it is billable."""
        left = self._measures.title_x(row.depth, row.characters, width)
        pad, inset = self._measures.pad(2), self._measures.pad(3)
        key = self._measures.setter.set(
            [Run(row.seventh.character, "code", "seventh")],
            left + self._measures.bar + inset,
            pad,
            40,
        )
        code = [Run(row.seventh.code, "code", "text")]
        state = [Run(f"●{NO_BREAK}{State.BILLABLE.value}", "small", "billable")]
        code_width = self._measures.setter.advance("0" * len(row.code), "code") + self._measures.gap
        state_width = self._measures.setter.advance(state[0].text, "small")
        meaning_x = left + self._measures.bar + inset + 2.4 * self._measures.character
        room = right - meaning_x - code_width - state_width - self._measures.gap
        if room >= self._measures.length(150):
            meaning = self._badges.set(
                [Run(row.seventh.meaning), *star_runs(row)], row.flags, meaning_x, pad, room
            )
            aside = meaning_x + room + self._measures.gap
            texts = [key, meaning]
            texts.append(self._measures.setter.set(code, aside, pad, code_width))
            aside = right - state_width - self._measures.pad(2)
            texts.append(self._measures.setter.set(state, aside, pad, state_width + 4))
            height = meaning.height
        else:  # too narrow for columns: the code above, its meaning below
            room = right - meaning_x - inset
            runs = [*code, Run("   "), *state]
            first = self._badges.set(runs, row.flags, meaning_x, pad, room)
            meaning = self._measures.setter.set(
                [Run(row.seventh.meaning), *star_runs(row)], meaning_x, pad + first.height, room
            )
            texts = [key, first, meaning]
            height = first.height + meaning.height
        height += 2 * pad
        ground = QRectF(left, 0, right - left, height)
        bar = QRectF(left, 0, self._measures.bar, height)
        shapes = [Shape(Figure.FILL, bar, self._measures.colour("seventh"))]
        if not row.last:
            edge = QRectF(
                left + self._measures.bar, height - 1, right - left - self._measures.bar, 1
            )
            shapes.append(Shape(Figure.FILL, edge, self._measures.colour("border")))
        else:
            height += self._measures.pad(3)
        shapes += frames(texts, self._measures.colour, self._measures.box, self._measures.radius)
        raised = Shape(Figure.FILL, ground, self._measures.colour("raised"))
        return SetRow(math.ceil(height), texts, shapes, raised)


def star_runs(row: Row) -> list[Run]:
    """Return the star behind the title of a favourite, nothing behind any other."""
    return [Run("  "), Run(f"★{NO_BREAK}Favourite", "small", "accent")] if row.favourite else []
