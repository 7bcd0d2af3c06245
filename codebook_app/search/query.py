"""A Whoosh query that answers with slices of the flat posting lists, added up in NumPy.

A query is a run of *word groups*, one for each word typed. A group is met by any of its *choices*
(the word as typed, its abbreviation written out, a near spelling), the best of which counts; a
choice by all of its *words*; a word by any of its *slices* (exact forms, prefixes), again the best.
Whoosh has no stock query for such a tree (its DisjunctionMax scores an entry by words that it does
not hold); where it has, the entries and scores are the same, which tests/unit/search/test_codec
shows.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.query import qcore

from codebook_app.progress import CancelToken
from codebook_app.search.codec import FlatField, Weights
from codebook_app.search.private import terms_reader


@dataclass(frozen=True, slots=True)
class Slice:
    """One word of the vocabulary, or with *prefix* every word that begins with *text*.

    *boost* multiplies the stored weights.
    """

    text: str
    boost: float
    prefix: bool = False

    def bounds(self, field: FlatField) -> tuple[int, int]:
        """Return the slice of *field*'s terms; empty where there are none."""
        if self.prefix:
            return field.prefix(self.text.encode())
        number = field.number(self.text.encode())
        return (number, number + 1) if number >= 0 else (0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word met by any of its slices."""

    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Words that must all be there for the choice to count."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class WordGroup:
    """What was *typed*, and the choices that meet it."""

    typed: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The documents a field covers: *size* of them from number *first* on."""

    first: int
    size: int


@dataclass(frozen=True, slots=True)
class Scored:
    """What one group finds in a span: *scores* of all its documents, and the *documents* above 0.

    Documents count from 0 in the span and ascend; nobody may write to either.
    """

    scores: Weights
    documents: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Totals:
    """Scores and numbers of groups met, for each of *documents*, which ascend."""

    documents: NDArray[np.intp]
    scores: Weights
    met: NDArray[np.uint8]


def _word_scores(field: FlatField, word: Word, span: Span) -> Weights:
    scores = np.zeros(span.size, np.float32)
    for part in word.slices:
        low, high = part.bounds(field)
        if low == high:
            continue
        documents, weights = field.postings(low, high)
        if span.first:
            documents = documents - np.uint32(span.first)
        weights = weights * np.float32(part.boost)
        if high == low + 1:
            scores[documents] = np.maximum(scores[documents], weights)
        else:
            np.maximum.at(scores, documents, weights)
    return scores


def _choice_scores(field: FlatField, choice: Choice, span: Span) -> Weights:
    scores = _word_scores(field, choice.words[0], span)
    for word in choice.words[1:]:
        more = _word_scores(field, word, span)
        scores = np.where((scores > 0) & (more > 0), scores + more, np.float32(0))
    return scores


class GroupScores:
    """Scores the documents of one field by one group: by the best of its choices.

    The last few answers are kept, since from one keystroke to the next most words stay. Safe from
    any thread.
    """

    def __init__(self, field: FlatField, span: Span, keep: int = 16) -> None:
        self.span = span
        self._field = field
        self._keep = keep
        self._kept: dict[WordGroup, Scored] = {}
        self._lock = threading.Lock()

    def of(self, group: WordGroup) -> Scored:
        """Return what *group* finds."""
        with self._lock:
            kept = self._kept.pop(group, None)
        if kept is None:
            kept = self._new(group)
        with self._lock:
            self._kept[group] = kept
            while len(self._kept) > self._keep:
                del self._kept[next(iter(self._kept))]
        return kept

    def _new(self, group: WordGroup) -> Scored:
        scores = _choice_scores(self._field, group.choices[0], self.span)
        for choice in group.choices[1:]:
            np.maximum(scores, _choice_scores(self._field, choice, self.span), out=scores)
        documents = np.flatnonzero(scores > 0)
        scores.setflags(write=False)
        documents.setflags(write=False)
        return Scored(scores, documents)

    def of_all(
        self, groups: Sequence[WordGroup], cancel: CancelToken | None = None
    ) -> list[Scored]:
        """Return what each of *groups* finds.

        Raises :class:`~codebook_app.progress.Cancelled` between two groups when *cancel* says so.
        """
        found = []
        for group in groups:
            if cancel is not None:
                cancel.raise_if_cancelled()
            found.append(self.of(group))
        return found


def meeting(found: Sequence[Scored], needed: int) -> Totals:
    """Return the documents that meet at least *needed* of the groups that found *found*.

    Such a document meets at least one of the rarest few: nobody looks at what only the common words
    find.
    """
    rarest = sorted((one.documents for one in found), key=len)[: len(found) - needed + 1]
    if len(rarest) == 1:
        documents = rarest[0]
    else:
        marked = np.zeros(len(found[0].scores), np.bool_)
        for some in rarest:
            marked[some] = True
        documents = np.flatnonzero(marked)
    scores = np.zeros(len(documents), np.float32)
    met = np.zeros(len(documents), np.uint8)
    for one in found:
        best = one.scores[documents]
        scores += best
        met += best > 0
    if needed > 1 or len(found) > 1:
        kept = met >= needed
        documents, scores, met = documents[kept], scores[kept], met[kept]
    return Totals(documents, scores, met)


def highest(scores: Weights, count: int) -> NDArray[np.intp]:
    """Return the places of the *count* highest scores, best first; the earlier of equals first."""
    if len(scores) > count:
        floor = np.partition(scores, len(scores) - count)[len(scores) - count]
        above = np.flatnonzero(scores > floor)
        level = np.flatnonzero(scores == floor)[: count - len(above)]
        places = np.concatenate((above, level))
    else:
        places = np.arange(len(scores))
    return places[np.lexsort((places, -scores[places]))]


def list_matcher(documents: NDArray[Any], scores: NDArray[Any]) -> Any:
    """Return Whoosh's matcher over *documents*, which need not be in order, with their scores."""
    if not len(documents):
        return NullMatcher()
    order = np.argsort(documents)
    return ListMatcher(documents[order].tolist(), scores[order].astype(float).tolist())


class FlatQuery(qcore.Query):  # type: ignore[misc]
    """All groups, in one field, of a single-segment index; the k best go to the collector."""

    def __init__(self, fieldname: str, groups: Sequence[WordGroup], span: Span, limit: int) -> None:
        self.fieldname = fieldname
        self.groups = tuple(groups)
        self.span = span
        self.limit = limit
        self.boost = 1.0

    def __hash__(self) -> int:
        return hash((self.fieldname, self.groups, self.limit))

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002
        """Return a matcher over the best documents that meet every group."""
        field = terms_reader(searcher.reader()).lists.field(self.fieldname)
        totals = meeting(GroupScores(field, self.span).of_all(self.groups), len(self.groups))
        best = highest(totals.scores, self.limit)
        return list_matcher(totals.documents[best] + self.span.first, totals.scores[best])
