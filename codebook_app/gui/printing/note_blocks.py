"""A note of the tabular as it is printed: its kind in words, a bar in its tone, codes as codes."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.note import NoteKind
from codebook_app.gui.models.page_rows import NoteRow
from codebook_app.gui.models.page_words import note_words
from codebook_app.gui.note_colours import note_colour
from codebook_app.gui.printing.sheet import Block, Cell, Style, Words

BAR = 6.0
"""How far a text stands from the bar at its left, in points."""
_NOTE_LABEL = 50.0


def note_blocks(row: NoteRow, left: float, width: float) -> Iterator[Block]:
    """Yield the note of *row*, set from *left* in a text *width* points wide.

    The first of several of a kind has their label beside it.
    """
    kind = row.note.kind
    tone = note_colour(kind)
    gap = 2.0 if row.label else 0.0
    if kind is NoteKind.VISUAL_IMPAIRMENT:
        yield from _table(row, left, width)
        return
    if kind is NoteKind.INCLUSION_TERM:
        yield Block((Cell((Words(row.body, Style.BODY, tone),), left, hang=8.0),))
        return
    inside = left + BAR
    if row.label.endswith(":"):
        label = Cell((Words(row.label, Style.LABEL, tone),), inside, width=_label_width(row.label))
        cells: tuple[Cell, ...] = (label, Cell(_body(row), inside + _label_width(row.label)))
    elif row.label:
        between = "" if row.body.startswith((",", ":")) else " "
        first = Words(f"{row.label}{between}", Style.LABEL, tone)
        cells = (Cell((first, *_body(row)), inside, hang=_NOTE_LABEL),)
    else:
        cells = (Cell(_body(row), inside + _NOTE_LABEL),)
    yield Block(cells, gap=gap, bar=tone, bar_left=left)
    for member in row.members:
        character, _, meaning = member.text.partition("  ")
        yield Block(
            (
                Cell((Words(character, Style.CODE_STRONG, tone),), inside, width=14),
                Cell((Words(meaning),), inside + 14, hang=8.0),
            ),
            bar=tone,
            bar_left=left,
        )


def _table(row: NoteRow, left: float, width: float) -> Iterator[Block]:
    """Yield the rows of a table in a note; every cell says its words, repeated ones too."""
    lines = [line.split("\t") for line in row.body.splitlines() if line.strip()]
    wide = (width - left) / max(map(len, lines))
    for number, cells in enumerate(lines):
        style = Style.LABEL if number == 0 else Style.SMALL
        yield Block(
            tuple(
                Cell((Words(cell, style),), left + at * wide, width=wide - 6)
                for at, cell in enumerate(cells)
            ),
            gap=3.0,
            kept=number == 0,
            rule=True,
        )


def _body(row: NoteRow) -> tuple[Words, ...]:
    """Return the note's text, each code in it set as a code."""
    words: list[Words] = []
    end = 0
    for reference in row.references:
        if reference.start < end:
            continue
        words.append(Words(row.body[end : reference.start]))
        words.append(Words(row.body[reference.start : reference.end], Style.CODE))
        end = reference.end
    words.append(Words(row.body[end:]))
    return tuple(one for one in words if one.text) or (Words(note_words(row.note)),)


def _label_width(label: str) -> float:
    return max(_NOTE_LABEL, len(label) * 5.6)
