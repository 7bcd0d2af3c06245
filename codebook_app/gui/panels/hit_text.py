"""What a hit says in words, and how its text is wrapped."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from codebook_app.domain.search import Hit, HitKind
from codebook_app.gui.models.hits import folded_word, level_word

_DOT = "\N{NO-BREAK SPACE}· "


def code_text(hit: Hit) -> str:
    """Return what stands in the column of codes."""
    level = level_word(hit)
    return f"Ch. {hit.code}" if level == "Chapter" else hit.code


def below_title(hit: Hit, book: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the small line under the title, and the words marked in it.

    *book* says where the hit stands, where that is worth saying.
    """
    first, last = [book] if book else [], [folded_word(hit)] if hit.folded else []
    if hit.kind is not HitKind.CODE:  # the column or the term it refers to says more
        first, last = [], first
    if not hit.reason:
        return _DOT.join([*first, *last]), ()
    start = _DOT.join([*first, f"{hit.reason}: "])
    marks = tuple((a + len(start), b + len(start)) for a, b in hit.reason_marks)
    return _DOT.join([start + hit.reason_text, *last]), marks


def set_block(
    text: str, font: QFont, width: int, lines: int, marks: list[QTextLayout.FormatRange]
) -> QTextLayout:
    """Set *text* in at most *lines* lines of *width* pixels, ending in an ellipsis when cut."""
    layout = _wrapped(text, font, width, marks)
    if layout.lineCount() <= lines:
        return layout
    last = layout.lineAt(lines - 1)
    end = last.textStart() + last.textLength()
    while end > 1:
        cut = text[:end].rstrip() + "…"
        inside = []
        for marked in marks:
            if marked.start < end:
                marked.length = min(marked.length, end - marked.start)
                inside.append(marked)
        layout = _wrapped(cut, font, width, inside)
        if layout.lineCount() <= lines:
            return layout
        end -= 1
    return layout


def _wrapped(
    text: str, font: QFont, width: int, marks: list[QTextLayout.FormatRange]
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(marks)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout
