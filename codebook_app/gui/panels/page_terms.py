"""How the rows of an index, a table read by a term, and a list of books are set."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QRectF

from codebook_app.domain.index_term import IndexTerm
from codebook_app.gui.models.index_rows import (
    FactRow,
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
from codebook_app.services.term_finding import marks_of

_STEP = 18
_LEAST_STEP = 9
_DEEPEST = 9
"""As deep as the index goes; its steps must leave the codes there room."""
_SHARE_OF_STEPS = 0.3


def title_runs(term: IndexTerm, words: Sequence[str], role: str, colour: str) -> list[Run]:
    """Return the title of *term*, light what does not bear on the code, marked what was found."""
    title, ends = term.title, {0, len(term.title)}
    marks = marks_of(title, words)
    for start, stop in (*term.modifiers, *marks):
        ends |= {start, stop}
    places = sorted(ends)
    runs: list[Run] = []
    for start, stop in pairwise(places):
        light = any(first <= start < last for first, last in term.modifiers)
        runs.append(
            Run(
                title[start:stop],
                "body" if light else role,
                "muted" if light else colour,
                marked=any(first <= start < last for first, last in marks),
            )
        )
    return runs


def lead_runs(lead: Lead, code: Callable[[str], Run]) -> list[Run]:
    """Return what a term leads to: its words light, a link where it opens something."""
    runs = [Run(f"{lead.words} ", "small", "muted")] if lead.words else []
    if not lead.target:
        return [*runs, Run(lead.text, "body", "muted")]
    link = Link(LinkAct.OPEN_PAGE, lead.target, lead.text)
    if lead.target.startswith("@"):
        return [*runs, Run(lead.text, "body", "link", link)]
    return [*runs, replace(code(lead.text), link=link)]


class TermSetter:
    """Sets terms, the headings of their columns, and rows that only name something to open."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._steps = measures.length(_LEAST_STEP), measures.length(_STEP)

    def term(self, row: TermRow, right: int) -> SetRow:
        """Set a term under its main term, nonessential modifiers light, codes as links."""
        step = self._step(right)
        left = self._measures.margin + row.depth * step
        role = "heading" if row.depth == 0 else "body"
        runs = title_runs(row.term, row.words, role, "muted" if row.above else "text")
        for lead in row.leads:
            runs += [Run("   " if runs else ""), *lead_runs(lead, self._code)]
        top = self._measures.pad(4 if row.depth == 0 else 2)
        text = self._measures.setter.set(
            runs, left, top, right - left, role=role, hang=2 * self._measures.gap
        )
        height = text.height + top + self._measures.pad(2 if row.depth == 0 else 1)
        return SetRow(math.ceil(height), [text], self._guides(row.depth, step, height))

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

    def _step(self, right: int) -> int:
        """Return how far a level is set in: less where the deepest would have no room left."""
        least, most = self._steps
        room = (right - self._measures.margin) * _SHARE_OF_STEPS
        return min(most, max(least, round(room / _DEEPEST)))

    def _code(self, code: str) -> Run:
        return Run(self._measures.setter.unbroken(code, "code_plain"), "code_plain", "link")

    def _guides(self, depth: int, step: int, height: float) -> list[Shape]:
        """Return a hair line for each level above, so that the eye finds back over a long list."""
        measures = self._measures
        return [
            Shape(
                Figure.FILL,
                QRectF(measures.margin + level * step + measures.pad(2), 0, 1, height),
                measures.colour("border"),
            )
            for level in range(depth)
        ]
