"""What an index holds: Whoosh's fields and columns, and the kinds of text that are searched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from whoosh import columns, fields

from codebook_app.search.codec import WeighedWords

LINES = "words"
"""Field of the lines of the book: chapters, sections, categories, codes."""
COMPLETED = "completed"
"""Field of the seventh-character codes, which are folded under their line until asked for."""
CODES = "code"
"""Field of the codes themselves, without dot and in upper case."""

INDEX_NAME = "CODEBOOK"
INDEX_FORMAT = 1
"""Raised whenever the files or the rules for cutting and weighing words change."""


class TextKind(IntEnum):
    """Which text of an entry a word stands in; the weights are those of the kinds."""

    TITLE = 0
    INCLUSION_TERM = 1
    INCLUDES = 2
    NOTE = 3
    INHERITED = 4


@dataclass(frozen=True)
class KindWeight:
    """How much a word counts in a kind of text, and how much that text's length takes away."""

    boost: float
    length: float


KIND_WEIGHTS = {
    TextKind.TITLE: KindWeight(1.0, 0.55),
    TextKind.INCLUSION_TERM: KindWeight(0.85, 0.45),
    TextKind.INCLUDES: KindWeight(0.75, 0.45),
    TextKind.NOTE: KindWeight(0.06, 0.1),
    TextKind.INHERITED: KindWeight(0.25, 0.3),
}
SATURATION = 1.2
"""BM25F's k1."""


def schema() -> fields.Schema:
    """Return Whoosh's schema of an index. *completes* is the number of the line's document + 1."""
    return fields.Schema(
        **{
            LINES: WeighedWords(),
            COMPLETED: WeighedWords(),
            CODES: WeighedWords(),
            "entry": fields.COLUMN(columns.NumericColumn("I")),
            "billable": fields.COLUMN(columns.NumericColumn("B")),
            "completes": fields.COLUMN(columns.NumericColumn("I")),
        }
    )
