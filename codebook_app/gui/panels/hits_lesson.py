"""What the pane of hits teaches where there are none: what to type, and what to try instead."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from codebook_app.domain.search import FailedWord
from codebook_app.gui.panels.answer_line import failed_html

_EXAMPLES = (
    ("E11.22", "a code, with or without its dot"),
    ("s72.0", "the first part of a code"),
    ("diabetes chronic kidney", "words, in any order"),
    ("fract femur neck left", "words cut short"),
    ("replacement hip", "procedures, supplies, groups: every book at once"),
)


def how_to(word: str) -> str:
    """Return how to search, as rich text; *word* comes first."""
    rows = "".join(
        f'<p style="margin-bottom:2px"><a href="{escape(text)}"><b>{escape(text)}</b></a><br>'
        f'<span class="muted">{escape(meaning)}</span></p>'
        for text, meaning in _EXAMPLES
    )
    first = f"<p><b>{escape(word)}</b></p>" if word else ""
    return (
        f"{first}<p>Type what the chart says. Hits come as you type.</p>{rows}"
        '<p class="muted">↓ moves into the hits, Enter opens one in the book, '
        "Ctrl+Enter adds it to the encounter.</p>"
    )


def no_hit(query: str, book: str, failed: tuple[FailedWord, ...], indent: int) -> str:
    """Return what to do where nothing was found; *indent* pixels are taken off Qt's for lists."""
    words = "".join(f"<p>{failed_html(query, one)}</p>" for one in failed)
    only = (
        f"<li>Only {escape(book)} was searched: Ctrl+B, then All books, searches the others too."
        "</li>"
        if book
        else ""
    )
    return (
        f"<p><b>Nothing found for “{escape(query)}”.</b></p>{words}"
        f"<ul style='margin-left:-{indent}px'>{only}"
        "<li>Use fewer words, or only the beginnings of words.</li>"
        "<li>Check the spelling; try the plain word for an abbreviation.</li>"
        "<li>Give a code by its first characters: <a href='E11'>E11</a></li>"
        "</ul>"
    )


def lesson() -> QLabel:
    """Return the page that teaches where there are no hits."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.LinksAccessibleByMouse
        | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    )
    label.setAccessibleName("How to search")
    return label
