"""The tabular list, before seventh characters complete the codes, and an index, as printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from codebook_app.domain.index_term import IndexBook, IndexTerm
from codebook_app.domain.note import NoteKind


@dataclass(slots=True)
class NoteContainer:
    """One element such as ``excludes1`` with the texts of its notes, in printed order."""

    kind: NoteKind
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PrintedLine:
    """A chapter, section or ``diag`` of the XML; filled while it is read, then left alone.

    *number* counts the lines from 0 in printed order. *seventh* holds the seventh characters
    defined right here and their meanings, None where the line defines none. *file_line* is where
    the element begins, counted from 1.
    """

    number: int
    element: str
    parent: PrintedLine | None
    file_line: int
    code: str = ""
    title: str = ""
    containers: list[NoteContainer] = field(default_factory=list)
    seventh: dict[str, str] | None = None
    has_parts: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTabular:
    """All lines of one tabular XML in printed order, with the fiscal *year* it states.

    *unknown_elements* counts, by name, the elements that were passed over because no edition seen
    so far has them.
    """

    year: int
    lines: list[PrintedLine]
    unknown_elements: dict[str, int]


@dataclass(frozen=True, slots=True)
class PrintedIndex:
    """One index or table as printed.

    *columns* are a table's headings, the term's own first; empty for an index. *misplaced* counts
    the terms whose stated level is not how deep they stand; *unknown_elements* counts, by name,
    the elements that were passed over because no edition seen so far has them.
    """

    book: IndexBook
    year: int
    terms: tuple[IndexTerm, ...]
    columns: tuple[str, ...]
    misplaced: int
    unknown_elements: dict[str, int]
