"""What to offer where nothing, or only a part, is found: the words that fail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from codebook_app.domain.search import FailedWord
from codebook_app.search.meeting import meeting
from codebook_app.search.query import WordGroup
from codebook_app.search.reading import Reading
from codebook_app.search.shelf import Shelf
from codebook_app.search.volume import FIELDS, Volume

_OFFERED = 4
_MEASURED = 40
"""How many near words are looked at for whether they stand beside the other words."""


class FailureFinder:
    """Tells which words of a query are in the way, and what may have been meant."""

    def __init__(self, volume: Volume, shelf: Shelf) -> None:
        self._fields = volume.fields
        self._shelf = shelf

    @cached_property
    def _words(self) -> list[str]:
        return [word for word in self._shelf.vocabulary.words if word.isalpha()]

    def failed(self, reading: Reading) -> tuple[FailedWord, ...]:
        """Return the words of *reading* that nothing knows, or else those that stand apart.

        A word stands apart where no entry holds all words, but some hold all but it; where leaving
        out any one is not enough, the rarest do.
        """
        failed = [
            FailedWord(word, self._nearest(word.casefold(), reading.groups))
            for word in reading.unknown
        ]
        groups = reading.groups
        if len(groups) > 1 and not self._together(groups):
            alone = [
                at for at in range(len(groups)) if self._together([*groups[:at], *groups[at + 1 :]])
            ] or [min(range(len(groups)), key=lambda at: self._count(groups[at]))]
            # Of several each of which would do, the one that fewest entries hold.
            at = min(alone, key=lambda one: self._count(groups[one]))
            others = [*groups[:at], *groups[at + 1 :]]
            typed = groups[at].typed
            failed.append(FailedWord(typed, self._nearest(typed.casefold(), others)))
        return tuple(failed)

    def _together(self, groups: Sequence[WordGroup]) -> bool:
        return any(
            len(meeting(self._shelf.scores[name].of_all(groups), len(groups)).documents)
            for name in FIELDS
        )

    def _count(self, group: WordGroup) -> int:
        return sum(len(self._shelf.scores[name].of(group).documents) for name in FIELDS)

    def _nearest(self, word: str, others: Sequence[WordGroup]) -> tuple[str, ...]:
        """Return the words nearest to *word*: first those that stand beside the *others*."""
        if len(word) < 3 or not word.isalpha():
            return ()
        edits = 1 if len(word) == 3 else 2 if len(word) < 9 else 3
        # Late, as in vocabulary.py.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        extracted = process.extract(
            word, self._words, scorer=OSA.distance, score_cutoff=edits, limit=_MEASURED
        )
        size = self._shelf.vocabulary.size
        near = sorted(
            ((text, distance) for text, distance, _ in extracted if text != word),
            key=lambda each: (each[1] + (each[0][0] != word[0]), -size(each[0])),
        )
        ordered = [text for text, _ in near]
        if ordered and others:
            contexts = self._contexts(others)
            beside = [text for text in ordered if self._stands_in(text, contexts)]
            ordered = beside or ([] if size(word) else ordered)
        return tuple(ordered[:_OFFERED])

    def _contexts(self, groups: Sequence[WordGroup]) -> dict[str, NDArray[np.bool_]]:
        """Return for each field a mark for each document that holds all *groups*."""
        contexts = {}
        for name in FIELDS:
            scored = self._shelf.scores[name].of_all(groups)
            contexts[name] = np.zeros(self._shelf.spans[name].size, np.bool_)
            contexts[name][meeting(scored, len(groups)).documents] = True
        return contexts

    def _stands_in(self, word: str, contexts: dict[str, NDArray[np.bool_]]) -> bool:
        for name, marked in contexts.items():
            field, first = self._fields[name], self._shelf.spans[name].first
            number = field.number(word.encode())
            if number >= 0:
                documents = field.postings(number, number + 1)[0]
                if marked[documents - np.uint32(first)].any():
                    return True
        return False
