"""Puts the best few hundred entries in order by the phrase of each that says most of the query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField, Weights
from codebook_app.search.cutting import Place
from codebook_app.search.saying import AskedWords, Phrasebook
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
        self._forward = forward
        masses = rarities.copy()
        for terms, mass in ((UNSAID, 0.0), (OTHER, OTHER_MASS)):
            for term in terms:
                if (number := field.number(term)) >= 0:
                    masses[number] = mass
        shares = np.zeros(max(TextKind) + 1, np.float32)
        for kind, share in KIND_SHARES.items():
            shares[kind] = share
        self._shares = shares
        of_place = np.array([PLACE_SHARES[place] for place in Place], np.float32)
        self._phrasebook = Phrasebook(field, forward, masses, of_place)

    def places(self, phrases: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
        """Yield of each phrase its :class:`TextKind`, entry, and which of its kind it is there."""
        forward = self._forward
        return zip(
            forward.phrase_kind[phrases].tolist(),
            forward.phrase_origin[phrases].tolist(),
            forward.phrase_position[phrases].tolist(),
            strict=True,
        )

    def best_phrases(self, documents: NDArray[np.intp], asked: AskedWords) -> BestPhrases:
        """Judge the phrases of *documents*, at least one, which count from 0 in the field."""
        told = self._phrasebook.sayings(documents, asked)
        share = told.of_query / np.maximum(told.of_text, np.float32(1e-6))
        of_kind = self._shares[self._forward.phrase_kind[told.phrases]]
        of_all: Weights = told.said / asked.mass
        worth: Weights = (of_all * (BARE + (1 - BARE) * share) * of_kind).astype(np.float32)
        if len(told.phrases) == len(documents):
            return BestPhrases(worth, told.phrases)
        best = np.maximum.reduceat(worth, told.starts)
        # The first phrase of each document that is as good as its best.
        counts = np.diff(told.starts, append=len(worth))
        is_best = np.flatnonzero(worth >= np.repeat(best, counts))
        return BestPhrases(best, told.phrases[is_best[np.searchsorted(is_best, told.starts)]])
