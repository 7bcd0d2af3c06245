"""A table as Gnumeric lays it on the clipboard for itself: every cell is text, whatever is in it.

Gnumeric makes a number of a cell of digits that it pastes from html, text or CSV, and knows none of
the marks by which Excel and LibreOffice keep it as it is. Its own format says of each cell what it
holds, and no other program takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

MIME = "application/x-gnumeric"
_TEXT = 60
"""Gnumeric's number for a value that is text (VALUE_STRING)."""


def clipboard_range(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* as XML, none of their cells left out but those that are empty."""
    cells = "".join(
        f'<gnm:Cell Row="{at}" Col="{place}" ValueType="{_TEXT}">{escape(_printable(text))}'
        "</gnm:Cell>"
        for at, row in enumerate(rows)
        for place, text in enumerate(row)
        if text
    )
    across = max(map(len, rows), default=0)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gnm:ClipboardRange xmlns:gnm="http://www.gnumeric.org/v10.dtd" '
        f'Cols="{across}" Rows="{len(rows)}" BaseCol="0" BaseRow="0">'
        f"<gnm:Cells>{cells}</gnm:Cells></gnm:ClipboardRange>"
    )


def _printable(text: str) -> str:
    """Return *text* without the control characters that XML has no way to write."""
    return "".join(one for one in text if one >= " " or one in "\t\n\r")
