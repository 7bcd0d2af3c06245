"""How the notes of a page are set: labels, bars, links, the table of visual impairment."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF

from codebook_app.domain.note import NoteKind
from codebook_app.gui.models.aside_rows import OwnNoteRow
from codebook_app.gui.models.page_rows import CharacterRow, NoteRow
from codebook_app.gui.models.page_words import link_target
from codebook_app.gui.note_colours import note_colour
from codebook_app.gui.panels.page_measures import Measures, framed_row, toggle_run
from codebook_app.gui.panels.page_shapes import Figure, SetRow, Shape
from codebook_app.gui.panels.page_text import Link, LinkAct, Run, SetText


class NoteSetter:
    """Sets the rows that are notes."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def note(self, row: NoteRow, width: int, right: int) -> SetRow:
        """Set a note beside the bar of its kind, behind its label."""
        kind = row.note.kind
        colour = note_colour(kind)
        left: float = self._measures.note_x(row.depth, row.characters, width)
        if kind is NoteKind.INCLUSION_TERM:
            text = self._measures.setter.set(
                self._body(row, colour),
                left,
                0,
                right - left,
                hang=self._measures.pad(4),
            )
            height = text.height + self._measures.pad(2 if row.last else 1)
            return framed_row(self._measures, height, [text])
        gap = self._measures.pad(2) if row.label else 0
        inside = left + self._measures.bar + self._measures.pad(3)
        column = inside + self._measures.label
        texts: list[SetText] = []
        if row.label.endswith(":"):
            label = [Run(row.label, "label", colour)]
            texts.append(self._measures.setter.set(label, inside, gap, right - inside))
            # A label wider than the column pushes only its own first line aside.
            column = max(column, inside + self._measures.setter.advance(f"{row.label} ", "label"))
            texts.append(self._measures.setter.set(self._body(row), column, gap, right - column))
        elif row.label:
            space = "" if row.body.startswith((",", ":")) else " "
            runs = [Run(f"{row.label}{space}", "label", colour), *self._body(row)]
            hang = self._measures.label
            texts.append(self._measures.setter.set(runs, inside, gap, right - inside, hang=hang))
        else:
            texts.append(self._measures.setter.set(self._body(row), column, gap, right - column))
        height = texts[-1].height + gap
        bar = QRectF(left, gap, self._measures.bar, height - gap)
        below = self._measures.pad(2) if row.last else 0
        made = framed_row(self._measures, height + below, texts)
        made.shapes.append(Shape(Figure.FILL, bar, self._measures.colour(colour)))
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
            whole = self._measures.setter.unbroken(words, "code_plain")
            runs.append(Run(whole, "code_plain", "link", link))
            end = reference.end
        runs.append(Run(row.body[end:], "body", colour))
        if row.opens:
            runs += [Run("  "), toggle_run(row, "what the seventh characters mean")]
        return [run for run in runs if run.text]

    def own(self, row: OwnNoteRow, width: int, right: int) -> SetRow:
        """Set a note of the person's own on a slip, which no note of the book stands on."""
        setter, pad = self._measures.setter, self._measures.pad(3)
        colour = self._measures.colour
        left = self._measures.note_x(row.depth, row.characters, width)
        inside, room = left + pad, right - left - 2 * pad
        edit = Link(LinkAct.OPEN_PAGE, row.edits, f"your note on {row.note.code}")
        head = [
            Run(row.label, "label", "own_note"),
            Run("   ", "small"),
            Run("Edit", "small", "link", edit),
        ]
        top = 2.0 * pad
        texts = [setter.set(head, inside, top, room, role="small")]
        top += texts[0].height
        for paragraph in row.note.text.splitlines():
            texts.append(setter.set([Run(paragraph, "body", "text")], inside, top, room))
            top += texts[-1].height
        slip = QRectF(left, pad, right - left, top)
        radius = self._measures.radius
        shapes = [
            Shape(Figure.FILL, slip, colour("own_note_ground"), radius),
            Shape(Figure.FRAME, slip, colour("own_note"), radius),
        ]
        return SetRow(math.ceil(top + 2 * pad), texts, shapes)

    def character(self, row: CharacterRow, width: int, right: int) -> SetRow:
        """Set what a seventh character means, under the note that defines it."""
        left = self._measures.note_x(row.depth, row.characters, width)
        inside = left + self._measures.bar + self._measures.pad(3)
        meaning_x = inside + 2.4 * self._measures.character
        key = self._measures.setter.set([Run(row.character, "code", "seventh")], inside, 0, 40)
        meaning = self._measures.setter.set([Run(row.meaning)], meaning_x, 0, right - meaning_x)
        bar = QRectF(left, 0, self._measures.bar, meaning.height)
        shape = Shape(Figure.FILL, bar, self._measures.colour("seventh"))
        return SetRow(math.ceil(meaning.height), [key, meaning], [shape])

    def table(self, row: NoteRow, width: int, right: int) -> SetRow:
        """Set a table; a row that repeats the first cell of the one above goes on under it."""
        left = self._measures.note_x(row.depth, row.characters, width)
        lines = [line.split("\t") for line in row.body.splitlines() if line.strip()]
        wide = (right - left) / max(map(len, lines))
        pad, top = self._measures.pad(2), float(self._measures.pad(3))
        texts: list[SetText] = []
        shapes: list[Shape] = []
        above = ""
        for number, cells in enumerate(lines):
            if continues := cells[0] == above and number > 0:
                top -= pad
            else:
                rule = QRectF(left, top, right - left, 1)
                shapes.append(Shape(Figure.FILL, rule, self._measures.colour("border")))
            role, colour = ("label", "muted") if number == 0 else ("small", "text")
            placed = [
                self._measures.setter.set(
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
        shapes.append(Shape(Figure.FILL, rule, self._measures.colour("border")))
        return SetRow(math.ceil(top + self._measures.pad(3)), texts, shapes)
