"""How an ICD-10-PCS code is written.

Seven characters without a point, each a digit or a letter other than I and O, which would be taken
for 1 and 0. The first three name the table that the code is built of (ICD-10-PCS Official
Guidelines for Coding and Reporting, A1 and A2).
"""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CHARACTER = "[0-9A-HJ-NP-Z]"
TABLE_LENGTH = 3
FULL_LENGTH = 7
_BEGINNING = re.compile(f"{CHARACTER}{{1,{FULL_LENGTH}}}")
_MISREAD = str.maketrans("IO", "10")


def normalise(text: str) -> str | None:
    """Return the code that *text* spells, or None if it has no such shape.

    Letters may be small; I and O, which no code has, are read as 1 and 0: ``o0160zb`` is
    ``00160ZB``. Many a word of seven letters has the shape too: whether any release holds the code
    is not asked.
    """
    code = looks_like_prefix(text)
    return code if code is not None and len(code) == FULL_LENGTH else None


def looks_like_prefix(text: str) -> str | None:
    """Return the beginning of codes, one to seven characters, that *text* spells, or None.

    ``0sr`` is ``0SR``; I and O are read as :func:`normalise` reads them.
    """
    code = text.strip().upper().translate(_MISREAD)
    return code if _BEGINNING.fullmatch(code) else None


def parent(code: str) -> str:
    """Return the line above *code*: its table, body system or section; empty for a section."""
    return code[:TABLE_LENGTH] if len(code) > TABLE_LENGTH else code[:-1]
