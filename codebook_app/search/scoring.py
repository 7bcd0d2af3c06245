"""Scores the documents of a field by the groups of a query, with slices of its posting lists."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from codebook_app.progress import CancelToken
from codebook_app.search.codec import FlatField, Ids, Weights
from codebook_app.search.query import Choice, Word, WordGroup
from codebook_app.search.scored import Scored, Span

Run = tuple[int, int, np.float32]
"""A run of terms, half-open, and what their weights are multiplied with."""


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

    def _new(self, group: WordGroup) -> Scored:
        scores = np.zeros(self.span.size, np.float32)
        bound = 0
        for choice in group.choices:
            if len(choice.words) == 1:
                bound += self._raise(scores, choice.words[0])
            else:
                bound += self._raise_together(scores, choice)
        return Scored(scores, min(bound, self.span.size))

    def among(self, documents: NDArray[np.intp], group: WordGroup) -> Scored:
        """Return what *group* finds among *documents*, which ascend, the scores in their order."""
        scores = np.zeros(len(documents), np.float32)
        wanted = (documents + self.span.first).astype(np.uint32)
        bound = 0
        for choice in group.choices:
            if len(choice.words) == 1:
                runs = list(self._runs(choice.words[0]))
                bound += sum(self._field.size(low, high) for low, high, _ in runs)
                np.maximum(scores, self._at(wanted, runs), out=scores)
            else:
                holding, total = self._together(choice)
                bound += len(holding)
                _, own, theirs = np.intersect1d(
                    wanted, holding, assume_unique=True, return_indices=True
                )
                scores[own] = np.maximum(scores[own], total[theirs])
        return Scored(scores, min(bound, self.span.size))

    def _raise(self, scores: Weights, word: Word) -> int:
        """Raise *scores* to those of *word*, and return how many postings that took."""
        taken = 0
        for low, high, boost in self._runs(word):
            documents, weights = self._field.postings(low, high)
            if self.span.first:
                documents = documents - np.uint32(self.span.first)
            np.maximum.at(scores, documents, weights * boost)
            taken += len(documents)
        return taken

    def _raise_together(self, scores: Weights, choice: Choice) -> int:
        """Raise *scores* where all words of *choice* are, and return in how many they are."""
        documents, total = self._together(choice)
        own = documents - np.uint32(self.span.first)
        scores[own] = np.maximum(scores[own], total)
        return len(own)

    def _together(self, choice: Choice) -> tuple[Ids, Weights]:
        """Return the documents that hold all words of *choice*, and their scores.

        Most runs of words stand together in few documents, or none.
        """
        nothing = np.empty(0, np.uint32), np.empty(0, np.float32)
        runs = [list(self._runs(word)) for word in choice.words]
        if not all(runs):
            return nothing
        rarest = min(runs, key=lambda word: sum(self._field.size(run[0], run[1]) for run in word))
        documents = _distinct([self._field.postings(low, high)[0] for low, high, _ in rarest])
        total = np.zeros(len(documents), np.float32)
        for word in runs:
            more = self._at(documents, word)
            both = more > 0
            documents, total = documents[both], total[both] + more[both]
            if not len(documents):
                return nothing
        return documents, total

    def _at(self, documents: Ids, runs: Sequence[Run]) -> Weights:
        """Return the scores of *documents*, which ascend, by a word's *runs*."""
        best = np.zeros(len(documents), np.float32)
        for low, high, boost in runs:
            ids, weights = self._field.postings(low, high)
            if high == low + 1:
                places = np.minimum(np.searchsorted(ids, documents), len(ids) - 1)
                found = np.where(ids[places] == documents, weights[places] * boost, np.float32(0))
            else:
                every = np.zeros(self.span.size, np.float32)
                np.maximum.at(every, ids - np.uint32(self.span.first), weights * boost)
                found = every[documents - np.uint32(self.span.first)]
            np.maximum(best, found, out=best)
        return best

    def _runs(self, word: Word) -> Iterator[Run]:
        """Yield runs of terms that stand for *word*, with their boosts.

        Of the words that begin so, those that stand for it better on their own account are left
        out: most of the postings of a beginning are those of the word itself.
        """
        whole: list[tuple[int, float]] = []
        cut = []
        for part in word.slices:
            low, high = part.bounds(self._field)
            if low == high:
                continue
            if part.prefix:
                cut.append((low, high, part.boost))
            else:
                whole.append((low, part.boost))
                yield low, high, np.float32(part.boost)
        for low, high, boost in cut:
            better = {at for at, other in whole if low <= at < high and other >= boost}
            for after, at in pairwise((low - 1, *sorted(better), high)):
                if after + 1 < at:
                    yield after + 1, at, np.float32(boost)


def _distinct(lists: Sequence[Ids]) -> Ids:
    """Return the documents of *lists*, each of which ascends but where it is of several terms."""
    if len(lists) == 1 and np.all(lists[0][1:] > lists[0][:-1]):
        return lists[0]
    ids = np.sort(np.concatenate(lists))
    return ids[np.concatenate(([True], ids[1:] != ids[:-1]))]
