"""What a person types made fit to be kept: no characters that no file could hold."""

from __future__ import annotations

import re

from codebook_app.errors import KnownError

LONGEST_NOTE = 100_000
LONGEST_NAME = 200
# Control characters and halves of characters; a note keeps its line breaks and tabs.
_NOT_TEXT = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
_LINE_BREAK = re.compile("\\r\\n?|[\\u2028\\u2029\\x0b\\x0c\\x85]")


def note_text(text: str) -> str:
    """Return *text* with the line breaks of one kind. KnownError where it is without end."""
    text = _NOT_TEXT.sub("", _LINE_BREAK.sub("\n", text))
    if len(text) > LONGEST_NOTE:
        raise KnownError(
            f"A note holds {LONGEST_NOTE:,} characters at most; this one has {len(text):,}.",
            "Shorten it, or begin another one.",
        )
    return text


def one_line(text: str) -> str:
    """Return *text* in one line without blanks around it, as long as it is."""
    return " ".join(_NOT_TEXT.sub("", " ".join(text.split())).split())


def name_of(text: str, what: str) -> str:
    """Return *text* as a name of 200 characters at most; KnownError where it is blank.

    *what* begins the sentence that says so: "A folder".
    """
    name = one_line(text)[:LONGEST_NAME].rstrip()
    if not name:
        raise KnownError(f"{what} needs a name.", "Type one, or keep the one it has.")
    return name
