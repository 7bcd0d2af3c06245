"""How the rows of an index, a table read by a term, and a list of books are set."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF

from codebook_app.gui.models.index_rows import (
    FactRow,
    HeadingsRow,
    Lead,
    LinksRow,
    PathRow,
    PlaceRow,
    TermRow,
    path_words,
)
from codebook_app.gui.panels.page_measures import NO_BREAK, Measures
from codebook_app.gui.panels.page_shapes import Figure, SetRow, Shape
from codebook_app.gui.panels.page_text import Link, LinkAct, Run

_WIDEST_CELL = "C44.1092-"
"""A column of codes is as wide as this and a gap."""
_TERM_SHARE = 0.24
"""The part of the page that terms need beside columns; in less the codes stand below."""


class TermSetter:
    """Sets terms, the headings of their columns, and rows that only name something to open."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._step = measures.length(18)
        self._placed: dict[tuple[tuple[str, ...], int], Sequence[tuple[float, float]] | None] = {}

    def term(self, row: TermRow, right: int) -> SetRow:
        """Set a term under its main term, nonessential modifiers light, codes as links."""
        if row.columns and row.cells:
            return self._table_row(row, right)
        left = self._left(row)
        runs = [*self._title(row)]
        for lead in row.leads:
            runs += [Run("   " if runs else ""), *self._lead(lead)]
        top = self._measures.pad(4 if row.depth == 0 else 2)
        role = "heading" if row.depth == 0 else "body"
        text = self._measures.setter.set(
            runs, left, top, right - left, role=role, hang=2 * self._measures.gap
        )
        height = text.height + top + self._measures.pad(2 if row.depth == 0 else 1)
        return SetRow(math.ceil(height), [text], self._guides(row, height))

    def headings(self, row: HeadingsRow, right: int) -> SetRow:
        """Set the headings over a table's columns."""
        measures, pad = self._measures, self._measures.pad(2)
        columns = self._columns(row.columns[1:], right)
        if columns is None:
            return SetRow(pad, [])
        places = [(float(measures.margin), columns[0][0] - measures.margin), *columns]
        texts = [
            measures.setter.set([Run(name, "label", "muted")], x, pad, room, role="small")
            for name, (x, room) in zip(row.columns, places, strict=True)
        ]
        height = max(text.height for text in texts) + 2 * pad
        rule = QRectF(measures.margin, height - 1, right - measures.margin, 1)
        return SetRow(
            math.ceil(height), texts, [Shape(Figure.FILL, rule, measures.colour("border"))]
        )

    def place(self, row: PlaceRow, right: int) -> SetRow:
        """Set something to open: its name, and a few words on it."""
        measures, top = self._measures, self._measures.pad(2)
        link = Link(LinkAct.OPEN_PAGE, row.place, row.name)
        runs = [Run(row.name, "body", "link", link)]
        if row.tail:
            runs.append(Run(f"   {row.tail}", "small", "muted"))
        text = measures.setter.set(
            runs, measures.margin, top, right - measures.margin, hang=measures.gap
        )
        return SetRow(math.ceil(text.height + top + measures.pad(1)), [text])

    def links(self, row: LinksRow, right: int) -> SetRow:
        """Set several things to open in a line, or as many lines as they need."""
        measures, top = self._measures, self._measures.pad(2)
        role, between = ("code", "  ") if row.letters else ("body", "    ")
        runs: list[Run] = []
        for name, place in row.links:
            spoken = f"main terms in {name}" if row.letters else name
            link = Link(LinkAct.OPEN_PAGE, place, spoken)
            runs += [Run(name.replace(" ", NO_BREAK), role, "link", link), Run(between)]
        text = measures.setter.set(runs, measures.margin, top, right - measures.margin)
        return SetRow(math.ceil(text.height + 2 * top), [text])

    def fact(self, row: FactRow, right: int) -> SetRow:
        """Set a fact: its name in a column of its own, its value and what that means."""
        measures, top = self._measures, self._measures.pad(1)
        name = f"{row.fact.name}  "
        column: float = measures.margin + measures.length(158)
        column = max(column, measures.margin + measures.setter.advance(name, "label"))
        label = measures.setter.set(
            [Run(row.fact.name, "label", "muted")], measures.margin, top, column, role="small"
        )
        runs = [Run(row.fact.value)]
        if row.fact.meaning:
            runs += [Run(f"   {row.fact.meaning}", "small", "muted")]
        text = measures.setter.set(runs, column, top, right - column)
        return SetRow(math.ceil(max(label.height, text.height) + top), [label, text])

    def path(self, row: PathRow, right: int) -> SetRow:
        """Set a way through an index, the whole of it a link to where it stands.

        The index is named beside the first of its ways only.
        """
        measures, top = self._measures, self._measures.pad(3 if row.first else 1)
        words, label = path_words(row.path), row.path.book.label
        column = measures.margin + measures.setter.advance(f"{label}  ", "label")
        link = Link(LinkAct.OPEN_PAGE, row.place, words)
        runs = [Run(words, "body", "link", link)]
        if row.path.code:
            runs.append(Run(f"{NO_BREAK * 2}{row.path.code}", "code_small", "muted"))
        text = measures.setter.set(runs, column, top, right - column, hang=measures.gap)
        texts = [text]
        if row.first:
            named = [Run(label, "label", "muted")]
            texts.append(measures.setter.set(named, measures.margin, top, column, role="body"))
        return SetRow(math.ceil(text.height + top), texts)

    # Parts ----------------------------------------------------------------------------------

    def _left(self, row: TermRow) -> float:
        return self._measures.margin + row.depth * self._step

    def _title(self, row: TermRow) -> list[Run]:
        """Return the title with what does not bear on the code in parentheses and light."""
        role = "heading" if row.depth == 0 else "body"
        title, end = row.term.title, 0
        runs: list[Run] = []
        for start, stop in row.term.modifiers:
            runs.append(Run(title[end:start], role))
            runs.append(Run(title[start:stop], "body", "muted"))
            end = stop
        runs.append(Run(title[end:], role))
        return [run for run in runs if run.text]

    def _cell_runs(self, cell: Lead) -> list[Run]:
        if not cell.target:
            return [Run(cell.text, "code_small", "muted")]
        link = Link(LinkAct.OPEN_PAGE, cell.target, f"{cell.words}, {cell.text}")
        whole = self._measures.setter.unbroken(cell.text, "code_small")
        return [Run(whole, "code_small", "link", link)]

    def _lead(self, lead: Lead) -> list[Run]:
        runs = [Run(f"{lead.words} ", "small", "muted")] if lead.words else []
        if not lead.target:
            return [*runs, Run(lead.text, "body", "muted")]
        link = Link(LinkAct.OPEN_PAGE, lead.target, lead.text)
        if lead.target.startswith("@"):
            return [*runs, Run(lead.text, "body", "link", link)]
        whole = self._measures.setter.unbroken(lead.text, "code_plain")
        return [*runs, Run(whole, "code_plain", "link", link)]

    def _guides(self, row: TermRow, height: float) -> list[Shape]:
        """Return a hair line for each level above, so that the eye finds back over a long list."""
        measures = self._measures
        return [
            Shape(
                Figure.FILL,
                QRectF(measures.margin + level * self._step + measures.pad(2), 0, 1, height),
                measures.colour("border"),
            )
            for level in range(row.depth)
        ]

    def _columns(
        self, headings: tuple[str, ...], right: int
    ) -> Sequence[tuple[float, float]] | None:
        """Return where each column begins and its width, None where they leave terms no room.

        A column is as wide as a code, and as the longest word of its heading.
        """
        if (headings, right) not in self._placed:
            self._placed[headings, right] = self._place_columns(headings, right)
        return self._placed[headings, right]

    def _place_columns(
        self, headings: tuple[str, ...], right: int
    ) -> Sequence[tuple[float, float]] | None:
        setter = self._measures.setter
        least = setter.advance(_WIDEST_CELL, "code_small")
        wide = [
            max(least, *(setter.advance(word, "label") for word in heading.split() or [""]))
            + self._measures.pad(3)
            for heading in headings
        ]
        begin = right - sum(wide)
        if begin - self._measures.margin < (right - self._measures.margin) * _TERM_SHARE:
            return None
        return [(begin + sum(wide[:at]), each) for at, each in enumerate(wide)]

    def _table_row(self, row: TermRow, right: int) -> SetRow:
        measures, left, top = self._measures, self._left(row), self._measures.pad(2)
        columns = self._columns(row.columns, right)
        title = self._title(row)
        for lead in row.leads:
            title += [Run("   "), *self._lead(lead)]
        if columns is None:
            text = measures.setter.set(title, left, top, right - left, hang=measures.gap)
            runs: list[Run] = []
            for cell in row.cells:
                if cell.target:
                    runs += [Run(f"{cell.words} ", "small", "muted"), *self._cell_runs(cell)]
                    runs.append(Run("   "))
            inside = left + measures.gap
            below = measures.setter.set(runs, inside, top + text.height, right - inside)
            texts, height = [text, below], text.height + below.height
        else:
            text = measures.setter.set(
                title, left, top, columns[0][0] - left - measures.pad(3), hang=measures.gap
            )
            texts = [text]
            texts += [
                measures.setter.set(self._cell_runs(cell), x, top, room)
                for (x, room), cell in zip(columns, row.cells, strict=False)
            ]
            height = max(each.height for each in texts)
        height += top + measures.pad(1)
        return SetRow(math.ceil(height), texts, self._guides(row, height))
