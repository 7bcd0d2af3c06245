"""Takes the entries of a release apart into numbered words, texts and phrases, in NumPy arrays.

A *text* is a run of words. A *phrase* is a text as one document holds it: its own title,
inclusion term or note, or an inclusion term that it inherits from a line above.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from codebook_app.domain.search import SearchableEntry
from codebook_app.progress import CancelToken, Progress, ProgressSink
from codebook_app.search.schema import KIND_WEIGHTS, SATURATION, TextKind
from codebook_app.search.text import asides, without_codes, words

_REPORT_EVERY = 4096
_NOT_INHERITED = frozenset({"chapter", "section"})


@dataclass
class Texts:
    """The texts of one field's documents, as they are read. Documents count from 0 in a field."""

    numbers: dict[str, int] = field(default_factory=dict)
    tokens: array[int] = field(default_factory=lambda: array("I"))
    asides: bytearray = field(default_factory=bytearray)
    text_starts: array[int] = field(default_factory=lambda: array("I", [0]))
    phrase_text: array[int] = field(default_factory=lambda: array("I"))
    phrase_kind: array[int] = field(default_factory=lambda: array("B"))
    phrase_position: array[int] = field(default_factory=lambda: array("H"))
    phrase_origin: array[int] = field(default_factory=lambda: array("I"))
    document_phrases: array[int] = field(default_factory=lambda: array("I", [0]))

    def add_text(self, text: str) -> int:
        """Add the words of *text* and return its number."""
        text_words, numbers = words(text), self.numbers
        self.tokens.extend([numbers.setdefault(word, len(numbers)) for word in text_words])
        self.asides.extend(asides(text) if "(" in text or "[" in text else bytes(len(text_words)))
        self.text_starts.append(len(self.tokens))
        return len(self.text_starts) - 2

    def add_phrase(self, text: int, kind: TextKind, position: int, origin: int) -> None:
        """Say that the current document holds *text*, as the *position*-th of entry *origin*."""
        self.phrase_text.append(text)
        self.phrase_kind.append(kind)
        self.phrase_position.append(min(position, 0xFFFF))
        self.phrase_origin.append(origin)

    def end_document(self) -> None:
        """Close the current document."""
        self.document_phrases.append(len(self.phrase_text))


@dataclass
class Collected:
    """Everything an index is made from. The documents are the lines, then the completed codes."""

    lines: Texts = field(default_factory=Texts)
    completed: Texts = field(default_factory=Texts)
    line_ids: array[int] = field(default_factory=lambda: array("I"))
    line_billable: array[int] = field(default_factory=lambda: array("B"))
    completed_ids: array[int] = field(default_factory=lambda: array("I"))
    completes: array[int] = field(default_factory=lambda: array("I"))
    codes: list[tuple[str, int]] = field(default_factory=list)
    completed_codes: list[tuple[str, int]] = field(default_factory=list)


def collect(
    entries: Iterable[SearchableEntry], progress: ProgressSink, cancel: CancelToken | None
) -> Collected:
    """Read *entries*, which come in printed order, a line before what completes it.

    Raises :class:`~codebook_app.progress.Cancelled` when *cancel* says so.
    """
    collected = Collected()
    lines, completed = collected.lines, collected.completed
    document_of: dict[int, int] = {}
    above: list[tuple[str, int, list[int]]] = []
    for count, entry in enumerate(entries):
        if count % _REPORT_EVERY == 0:
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress(Progress("Reading entries for the index", count, 0))
        if entry.completes:
            completed.add_phrase(completed.add_text(entry.title), TextKind.TITLE, 0, entry.id)
            completed.end_document()
            collected.completed_codes.append((entry.code, len(collected.completed_ids)))
            collected.completed_ids.append(entry.id)
            collected.completes.append(document_of[entry.completes] + 1)
            continue
        document_of[entry.id] = len(collected.line_ids)
        collected.codes.append((entry.code, len(collected.line_ids)))
        collected.line_ids.append(entry.id)
        collected.line_billable.append(entry.billable)
        while above and not entry.code.startswith(above[-1][0]):
            above.pop()
        handed_down = _add_line(lines, entry)
        for _, origin, texts in above:
            for position, text in enumerate(texts):
                lines.add_phrase(text, TextKind.INHERITED, position, origin)
        lines.end_document()
        if entry.level not in _NOT_INHERITED:
            above.append((entry.code, entry.id, handed_down))
    return collected


def _add_line(lines: Texts, entry: SearchableEntry) -> list[int]:
    """Add the phrases of a line and return the texts that hold for all below it."""
    title = without_codes(entry.title) if entry.level in _NOT_INHERITED else entry.title
    lines.add_phrase(lines.add_text(title), TextKind.TITLE, 0, entry.id)
    handed_down = []
    for position, term in enumerate(entry.inclusion_terms):
        text = lines.add_text(term)
        lines.add_phrase(text, TextKind.INCLUSION_TERM, position, entry.id)
        handed_down.append(text)
    for position, (label, note) in enumerate(entry.notes):
        kind = TextKind.INCLUDES if label == "Includes" else TextKind.NOTE
        lines.add_phrase(lines.add_text(without_codes(note)), kind, position, entry.id)
    return handed_down


@dataclass(frozen=True)
class Forward:
    """Which words stand in which phrase of which document: the index read the other way.

    *tokens* hold numbers into the field's terms, *asides* which of them stand in parentheses;
    ``text_starts`` and ``document_phrases`` have one entry more than there are texts and
    documents.
    """

    tokens: NDArray[np.uint32]
    asides: NDArray[np.uint8]
    text_starts: NDArray[np.uint32]
    phrase_text: NDArray[np.uint32]
    phrase_kind: NDArray[np.uint8]
    phrase_position: NDArray[np.uint16]
    phrase_origin: NDArray[np.uint32]
    document_phrases: NDArray[np.uint32]


@dataclass(frozen=True)
class Weighed:
    """A field ready to be written: terms in byte order with their posting slices."""

    terms: list[bytes]
    starts: NDArray[np.uint32]
    documents: NDArray[np.uint32]
    weights: NDArray[np.float32]
    forward: Forward


def weigh(texts: Texts) -> Weighed:
    """Sort the words of *texts* once and give each posting its BM25F saturation.

    A phrase counts by its kind and its own length, so that a short inclusion term says as much as
    a short title though its entry holds many; what a word gathers in a document is saturated.
    """
    by_number = list(texts.numbers)
    order = sorted(range(len(by_number)), key=by_number.__getitem__)
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    tokens = rank[np.frombuffer(texts.tokens, np.uint32)] if order else np.empty(0, np.uint32)
    forward = Forward(
        tokens,
        np.frombuffer(texts.asides, np.uint8),
        np.array(texts.text_starts, np.uint32),
        np.array(texts.phrase_text, np.uint32),
        np.array(texts.phrase_kind, np.uint8),
        np.array(texts.phrase_position, np.uint16),
        np.array(texts.phrase_origin, np.uint32),
        np.array(texts.document_phrases, np.uint32),
    )
    documents, terms, gathered = _gather(forward)
    keys = terms.astype(np.uint64) << np.uint64(32) | documents
    sequence = np.argsort(keys, kind="stable")
    keys, gathered = keys[sequence], gathered[sequence]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    total = np.add.reduceat(gathered, first.astype(np.intp)) if len(keys) else gathered
    kept = keys[first.astype(np.intp)]
    starts = np.searchsorted(kept >> np.uint64(32), np.arange(len(order) + 1, dtype=np.uint64))
    return Weighed(
        [by_number[number].encode() for number in order],
        starts.astype(np.uint32),
        (kept & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        ((SATURATION + 1) * total / (SATURATION + total)).astype(np.float32),
        forward,
    )


def sizes(starts: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return how long each range is of which *starts* holds the beginnings and the last end."""
    bounds = starts.astype(np.int64)
    return bounds[1:] - bounds[:-1]


def _gather(
    forward: Forward,
) -> tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.float64]]:
    """Return document, term and weight before saturation of each word of each phrase."""
    lengths = sizes(forward.text_starts)[forward.phrase_text]
    boosts = np.zeros(len(forward.phrase_text))
    for kind, weight in KIND_WEIGHTS.items():
        of_kind = forward.phrase_kind == kind
        if of_kind.any():
            mean = max(float(lengths[of_kind].mean()), 1.0)
            boosts[of_kind] = weight.boost / (
                1 - weight.length + weight.length * lengths[of_kind] / mean
            )
    document = np.repeat(
        np.arange(len(forward.document_phrases) - 1, dtype=np.uint64),
        sizes(forward.document_phrases),
    )
    starts = forward.text_starts[forward.phrase_text].astype(np.int64)
    ends = np.cumsum(lengths)
    at = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths - starts, lengths)
    return np.repeat(document, lengths), forward.tokens[at], np.repeat(boosts, lengths)
