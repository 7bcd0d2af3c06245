"""Puts the best few hundred entries in order by the phrase of each that says most of the query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField, Weights
from codebook_app.search.cutting import Place
from codebook_app.search.query import Slice, WordGroup
from codebook_app.search.schema import TextKind
from codebook_app.search.text import FILLERS
from codebook_app.search.weighing import Forward

KIND_SHARES = {
    TextKind.TITLE: 1.0,
    TextKind.INCLUSION_TERM: 0.95,
    TextKind.INCLUDES: 0.9,
    TextKind.NOTE: 0.15,
    TextKind.INHERITED: 0.6,
    TextKind.TERM: 1.0,
}
"""What it is worth that a phrase of each kind says the whole query."""
PHRASE = 4.0
"""What the best phrase counts beside the sum of the words' weights."""
BARE = 0.3
"""What a phrase is worth that says the query among much else; 1 where it says nothing else."""
PLACE_SHARES = {Place.PLAIN: 1.0, Place.ASIDE: 0.05, Place.PATH: 0.9, Place.COLUMN: 0.02}
"""What a word counts, by its place, among what else a phrase says."""
UNSAID = (b"unspecified", b"nos", *(filler.encode() for filler in sorted(FILLERS)))
"""A phrase that adds only these to a query says nothing else: without more detail, they are it."""
OTHER = (b"other", b"specified")
"""A phrase that adds these speaks of all but what was asked, common as the words are."""
OTHER_MASS = 6.0


@dataclass(frozen=True, slots=True)
class BestPhrases:
    """For each document its best phrase's worth (0 to 1), and that phrase's number."""

    worth: Weights
    phrase: NDArray[np.int64]


class PhraseRanker:
    """The phrases of one field, and how well they say a query."""

    def __init__(self, field: FlatField, forward: Forward, rarities: Weights) -> None:
        self._field = field
        self._forward = forward
        self._rarities = rarities.copy()
        for terms, mass in ((UNSAID, 0.0), (OTHER, OTHER_MASS)):
            for term in terms:
                if (number := field.number(term)) >= 0:
                    self._rarities[number] = mass
        rarities = self._rarities
        shares = np.zeros(max(TextKind) + 1, np.float32)
        for kind, share in KIND_SHARES.items():
            shares[kind] = share
        self._shares = shares
        self._token_mass = rarities[forward.tokens]
        self._token_mass *= np.array([PLACE_SHARES[place] for place in Place], np.float32)[
            forward.places
        ]
        of_tokens = np.concatenate(([0], np.cumsum(self._token_mass, dtype=np.float64)))
        bounds = of_tokens[forward.text_starts]
        self._text_mass = np.diff(bounds).astype(np.float32)

    def places(self, phrases: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
        """Yield of each phrase its :class:`TextKind`, entry, and which of its kind it is there."""
        forward = self._forward
        return zip(
            forward.phrase_kind[phrases].tolist(),
            forward.phrase_origin[phrases].tolist(),
            forward.phrase_position[phrases].tolist(),
            strict=True,
        )

    def best_phrases(
        self, documents: NDArray[np.intp], groups: Sequence[WordGroup], masses: Sequence[float]
    ) -> BestPhrases:
        """Judge the phrases of *documents*, which count from 0 in the field."""
        forward = self._forward
        if not len(documents) or not groups:
            return BestPhrases(np.zeros(len(documents), np.float32), np.zeros(0, np.int64))
        first = forward.document_phrases[documents].astype(np.int64)
        phrases, phrase_bounds = _ranges(first, forward.document_phrases[documents + 1])
        texts = forward.phrase_text[phrases]
        tokens, token_bounds = _ranges(
            forward.text_starts[texts].astype(np.int64), forward.text_starts[texts + 1]
        )
        words = forward.tokens[tokens]
        said = np.zeros(len(phrases), np.float32)
        named = np.zeros(len(words), np.float32)
        for group, mass in zip(groups, masses, strict=True):
            best = np.zeros(len(phrases), np.float32)
            for choice in group.choices:
                all_words = np.ones(len(phrases), np.float32)
                whole = sum(max(part.boost for part in word.slices) for word in choice.words)
                for word in choice.words:
                    of_terms = self._of_terms(word.slices)[words]
                    np.maximum(named, of_terms, out=named)
                    np.minimum(all_words, _best_in(of_terms, token_bounds), out=all_words)
                np.maximum(best, all_words * np.float32(min(whole / mass, 1)), out=best)
            said += best * np.float32(mass)
        said /= np.float32(sum(masses) or 1)
        of_query = _sum_in(named * self._token_mass[tokens], token_bounds)
        share = of_query / np.maximum(self._text_mass[texts], np.float32(1e-6))
        of_kind = self._shares[forward.phrase_kind[phrases]]
        worth = (said * (BARE + (1 - BARE) * share) * of_kind).astype(np.float32)
        best_worth = _best_in(worth, phrase_bounds)
        # The first phrase of each document that is as good as its best.
        document = np.repeat(np.arange(len(documents)), np.diff(phrase_bounds))
        is_best = np.flatnonzero(worth >= best_worth[document])
        _, where = np.unique(document[is_best], return_index=True)
        return BestPhrases(best_worth, phrases[is_best[where]])

    def _of_terms(self, slices: Sequence[Slice]) -> Weights:
        """Return for each term how well it stands for a word of *slices*: 1 as typed."""
        values = np.zeros(len(self._field.terms), np.float32)
        best = max(part.boost for part in slices)
        for part in slices:
            low, high = part.bounds(self._field)
            value = np.float32(min(part.boost / best, 1) if not part.prefix else 0.6)
            values[low:high] = np.maximum(values[low:high], value)
        return values


def _ranges(
    starts: NDArray[np.int64], ends: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of all ranges one after the other, and where each range's begin."""
    lengths = ends.astype(np.int64) - starts
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    return np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], lengths), bounds


def _best_in(values: Weights, bounds: NDArray[np.int64]) -> Weights:
    padded = np.concatenate((values, np.zeros(1, np.float32)))
    best = np.maximum.reduceat(padded, bounds[:-1])
    best[np.diff(bounds) == 0] = 0
    return best


def _sum_in(values: Weights, bounds: NDArray[np.int64]) -> Weights:
    sums = np.concatenate(([0], np.cumsum(values, dtype=np.float64)))
    return np.diff(sums[bounds]).astype(np.float32)
