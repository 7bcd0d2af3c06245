"""What an index holds: Whoosh's fields and columns, and the kinds of text that are searched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from codebook_app.search.cutting import Place

if TYPE_CHECKING:
    from whoosh import fields

LINES = "words"
"""Field of the lines of the book: chapters, sections, categories, codes."""
COMPLETED = "completed"
"""Field of the seventh-character codes, which are folded under their line until asked for."""
TERMS = "terms"
"""Field of the terms of the alphabetic indexes and of the tables that are read by a term."""
CODES = "code"
"""The codes themselves, without dot and in upper case: a flat list beside Whoosh's fields."""

INDEX_NAME = "CODEBOOK"
FORWARD = ".{field}.forward.{part}"
"""How the file ends that holds one array of a field's forward index."""
INDEX_FORMAT = 3
"""Raised whenever the files or the rules for cutting and weighing words change."""


class TextKind(IntEnum):
    """Which text of an entry a word stands in; the weights are those of the kinds."""

    TITLE = 0
    INCLUSION_TERM = 1
    INCLUDES = 2
    NOTE = 3
    INHERITED = 4
    TERM = 5


class DocumentKind(IntEnum):
    """What a document of an index is."""

    LINE = 0
    COMPLETED = 1
    INDEX_TERM = 2
    TABLE_ROW = 3


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
    TextKind.TERM: KindWeight(1.0, 0.45),
}
PLACE_WEIGHTS = {Place.PLAIN: 1.0, Place.PATH: 0.8, Place.ASIDE: 0.3, Place.COLUMN: 0.1}
"""What a word of an index term counts by its place in it."""
SATURATION = 1.2
"""BM25F's k1."""


def schema() -> fields.Schema:
    """Return Whoosh's schema of an index.

    *completes* is the number of the line's document + 1; *kind* a :class:`DocumentKind`.
    """
    # Late: only who builds an index needs it.
    from whoosh import columns, fields

    from codebook_app.search.flat_codec import WeighedWords

    return fields.Schema(
        **{
            LINES: WeighedWords(),
            COMPLETED: WeighedWords(),
            TERMS: WeighedWords(),
            "entry": fields.COLUMN(columns.NumericColumn("I")),
            "billable": fields.COLUMN(columns.NumericColumn("B")),
            "completes": fields.COLUMN(columns.NumericColumn("I")),
            "kind": fields.COLUMN(columns.NumericColumn("B")),
        }
    )
