"""Takes the entries of a release apart into numbered words, texts and phrases, in NumPy arrays.

A *text* is a run of words. A *phrase* is a text as one document holds it: its own title,
inclusion term or note, or an inclusion term that it inherits from a line above.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from codebook_app.domain.search import HitKind, SearchableEntry, SearchableTerm
from codebook_app.progress import CancelToken, Progress, ProgressSink
from codebook_app.search.cutting import TextCutter
from codebook_app.search.schema import DocumentKind, TextKind
from codebook_app.search.see import References
from codebook_app.search.text import without_codes

_REPORT_EVERY = 4096
_NOT_INHERITED = frozenset({"chapter", "section"})
_TERMINATED = "terminated "
"""What the level of a HCPCS code or modifier begins with that is no longer in use."""
_SHORTEST_CODE = 3
"""No longer than a category: a term's code that is not in the book is led back to it at most."""


class Phrases(NamedTuple):
    """The phrases of a field, and from which on those of each document are."""

    text: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    position: NDArray[np.uint16]
    origin: NDArray[np.uint32]
    of_document: NDArray[np.uint32]


@dataclass
class Texts:
    """The texts of one field's documents, as they are read. Documents count from 0 in a field.

    Where *sole* is set, each document is the one phrase of that kind that it was added with.
    """

    sole: TextKind | None = None
    cutter: TextCutter = field(default_factory=TextCutter)
    phrase_text: array[int] = field(default_factory=lambda: array("I"))
    phrase_kind: array[int] = field(default_factory=lambda: array("B"))
    phrase_position: array[int] = field(default_factory=lambda: array("H"))
    phrase_origin: array[int] = field(default_factory=lambda: array("I"))
    document_phrases: array[int] = field(default_factory=lambda: array("I", [0]))

    def add_phrase(self, text: int, kind: TextKind, position: int, origin: int) -> None:
        """Say that the current document holds *text*, as the *position*-th of entry *origin*."""
        self.phrase_text.append(text)
        self.phrase_kind.append(kind)
        self.phrase_position.append(min(position, 0xFFFF))
        self.phrase_origin.append(origin)

    def end_document(self) -> None:
        """Close the current document."""
        self.document_phrases.append(len(self.phrase_text))

    def add_sole(self, origin: int) -> None:
        """Say that the text just cut is the whole next document, of entry *origin*."""
        self.phrase_origin.append(origin)

    def phrases(self) -> Phrases:
        """Return all phrases that were added."""
        origin = np.array(self.phrase_origin, np.uint32)
        if self.sole is not None:
            count = len(origin)
            return Phrases(
                np.arange(count, dtype=np.uint32),
                np.full(count, self.sole, np.uint8),
                np.zeros(count, np.uint16),
                origin,
                np.arange(count + 1, dtype=np.uint32),
            )
        return Phrases(
            np.array(self.phrase_text, np.uint32),
            np.array(self.phrase_kind, np.uint8),
            np.array(self.phrase_position, np.uint16),
            origin,
            np.array(self.document_phrases, np.uint32),
        )


@dataclass
class Collected:
    """Everything an index is made from.

    The documents are the lines, then the completed codes, then the terms. *leads* are the lines
    that each term's codes stand at, those of term *n* from ``lead_starts[n]`` on.
    """

    lines: Texts = field(default_factory=Texts)
    completed: Texts = field(default_factory=lambda: Texts(sole=TextKind.TITLE))
    terms: Texts = field(default_factory=lambda: Texts(sole=TextKind.TERM))
    line_ids: array[int] = field(default_factory=lambda: array("I"))
    line_billable: array[int] = field(default_factory=lambda: array("B"))
    line_terminated: array[int] = field(default_factory=lambda: array("B"))
    completed_ids: array[int] = field(default_factory=lambda: array("I"))
    completes: array[int] = field(default_factory=lambda: array("I"))
    term_ids: array[int] = field(default_factory=lambda: array("I"))
    term_kinds: array[int] = field(default_factory=lambda: array("B"))
    codes: list[tuple[str, int]] = field(default_factory=list)
    completed_codes: list[tuple[str, int]] = field(default_factory=list)
    leads: array[int] = field(default_factory=lambda: array("I"))
    lead_starts: array[int] = field(default_factory=lambda: array("I", [0]))

    @property
    def documents(self) -> int:
        """How many documents there are of all kinds."""
        return len(self.line_ids) + len(self.completed_ids) + len(self.term_ids)


def collect(
    entries: Iterable[SearchableEntry],
    terms: Iterable[SearchableTerm],
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> Collected:
    """Read *entries*, which come in printed order, a line before what completes it, and *terms*.

    Raises :class:`~codebook_app.progress.Cancelled` when *cancel* says so.
    """
    collected = Collected()

    def told(count: int, of_what: str) -> None:
        if cancel is not None:
            cancel.raise_if_cancelled()
        progress(Progress(f"Reading {of_what} for the index", count, 0))

    lines, completed = collected.lines, collected.completed
    document_of: dict[int, int] = {}
    above: list[tuple[str, int, list[int]]] = []
    for count, entry in enumerate(entries):
        if count % _REPORT_EVERY == 0:
            told(count, "entries")
        if entry.completes:
            completed.cutter.add(entry.title)
            completed.add_sole(entry.id)
            collected.completed_codes.append((entry.code, len(collected.completed_ids)))
            collected.completed_ids.append(entry.id)
            collected.completes.append(document_of[entry.completes] + 1)
            continue
        document_of[entry.id] = len(collected.line_ids)
        collected.codes.append((entry.code, len(collected.line_ids)))
        collected.line_ids.append(entry.id)
        collected.line_billable.append(entry.billable)
        collected.line_terminated.append(entry.level.startswith(_TERMINATED))
        while above and not entry.code.startswith(above[-1][0]):
            above.pop()
        handed_down = _add_line(lines, entry)
        for _, origin, texts in above:
            for position, text in enumerate(texts):
                lines.add_phrase(text, TextKind.INHERITED, position, origin)
        lines.end_document()
        if handed_down and entry.level not in _NOT_INHERITED:
            above.append((entry.code, entry.id, handed_down))
    _add_terms(collected, terms, told)
    return collected


def _add_line(lines: Texts, entry: SearchableEntry) -> list[int]:
    """Add the phrases of a line and return the texts that hold for all below it."""
    add = lines.cutter.add
    title = without_codes(entry.title) if entry.level in _NOT_INHERITED else entry.title
    lines.add_phrase(add(title), TextKind.TITLE, 0, entry.id)
    handed_down = []
    for position, term in enumerate(entry.inclusion_terms):
        text = add(term)
        lines.add_phrase(text, TextKind.INCLUSION_TERM, position, entry.id)
        handed_down.append(text)
    for position, (label, note) in enumerate(entry.notes):
        kind = TextKind.INCLUDES if label == "Includes" else TextKind.NOTE
        lines.add_phrase(add(without_codes(note)), kind, position, entry.id)
    return handed_down


def _add_terms(
    collected: Collected, terms: Iterable[SearchableTerm], told: Callable[[int, str], None]
) -> None:
    line_of = _lines_by_code(collected)
    headings: dict[tuple[str, ...], str] = {}
    texts = collected.terms
    references = References()
    lines: list[list[int]] = []
    for count, term in enumerate(terms):
        if count % _REPORT_EVERY == 0:
            told(count, "terms")
        columns = headings.setdefault(term.columns, " ".join(term.columns))
        texts.cutter.add_parts(term.path, term.title, term.modifiers, columns)
        texts.add_sole(term.id)
        collected.term_ids.append(term.id)
        is_row = term.kind is HitKind.TABLE
        collected.term_kinds.append(DocumentKind.TABLE_ROW if is_row else DocumentKind.INDEX_TERM)
        lines.append([line for code in term.codes if (line := _line_at(code, line_of)) >= 0])
        if not is_row or term.cells:
            references.add(count, term)
    for count, own in enumerate(lines):
        if not own:
            followed = (_line_at(code, line_of) for code in references.codes(count))
            own += [line for line in followed if line >= 0]
        collected.leads.extend(own)
        collected.lead_starts.append(len(collected.leads))


def _lines_by_code(collected: Collected) -> dict[str, int]:
    """Return the document of the line that each code stands at: the deeper of two of a code."""
    completed = zip(collected.completed_codes, collected.completes, strict=True)
    return {code: line - 1 for (code, _), line in completed} | dict(collected.codes)


def _line_at(code: str, line_of: dict[str, int]) -> int:
    """Return the document of the line of *code*, or of the longest beginning of it, or -1."""
    if (line := line_of.get(code)) is not None:
        return line
    for length in range(len(code) - 1, _SHORTEST_CODE - 1, -1):
        if (line := line_of.get(code[:length])) is not None:
            return line
    return -1
