"""What answers for the eye are made of: columns, words, words set in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text


def columns(*headings: str) -> Table:
    """Return an empty table without lines, with *headings* where any are given."""
    from rich.table import Table

    table = Table(box=None, show_header=bool(headings), header_style="dim", pad_edge=False)
    table.padding = (0, 2, 0, 0)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def text(words: str, style: str = "") -> Text:
    """Return *words* as they are, folded where the line ends."""
    # Text, never a plain string: square brackets are words here and no markup.
    from rich.text import Text

    return Text(words, style, overflow="fold")


def indented(words: str, by: int) -> Padding:
    """Return *words* set in by so many blanks, those that are folded too."""
    from rich.padding import Padding

    return Padding(text(words), (0, 0, 0, by), expand=False)


def marked(words: str, marks: Sequence[tuple[int, int]], style: str = "") -> Text:
    """Return *words* with the ranges *marks* in bold."""
    whole = text(words, style)
    for start, end in marks:
        whole.stylize("bold", start, end)
    return whole


def billable(is_billable: bool) -> Text:
    """Return the billable state in words."""
    return text("billable", "green") if is_billable else text("not billable", "dim")
