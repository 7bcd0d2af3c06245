"""What the ICD-10-PCS builder says in a line."""

from __future__ import annotations

from codebook_app.domain.procedure_build import GrowingCode
from codebook_app.domain.procedure_column import LENGTH, Column
from codebook_app.domain.procedure_page import ProcedurePage


def remaining_word(code: GrowingCode) -> str:
    """Return how many codes are left, and what to pick next."""
    left = code.remaining
    codes = "1 code" if left == 1 else f"{left:,} codes"
    if code.table_wanted:
        return f"{codes} in this table."
    axis = code.axis_title(min(code.next_position, LENGTH))
    return f"{codes} left. Pick the {axis.lower()} by its key."


def not_offered(column: Column, character: str) -> str:
    """Return that *character* is no value of the column, and which are."""
    if not column.values:
        return "Nothing can be picked here yet."
    keys = " ".join(dict.fromkeys(one.value.character for one in column.values))
    return f"{character} is no {column.title.lower()} here. There are: {keys}"


def column_name(column: Column, label: str) -> str:
    """Return the name of the column for screen readers, with what is picked in it."""
    return f"{column.title}, {column.picked} {label} picked" if column.picked else column.title


def derived_word(page: ProcedurePage) -> str:
    """Return that the values' names are read from titles, "" where the release has tables."""
    if not page.outline.derived:
        return ""
    return "This release has no tables: what values are called is read from the titles."


def joined(words: list[str]) -> str:
    """Return *words*, one at least, as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
