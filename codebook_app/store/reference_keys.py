"""How what was typed and what is stored are brought to one spelling."""

from __future__ import annotations

import unicodedata

CELL = "cell"
"""The kind of a target that is a cell of a table's row."""


def code_key(code: str) -> str:
    """Return *code* without points, in capitals: ``E1122``, ``B280`` for the ICF's ``b280``."""
    return code.replace(".", "").upper()


def word_key(text: str) -> str:
    """Return *text* without case, accents and repeated blanks."""
    folded = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(one for one in folded if not unicodedata.combining(one)).split())
