"""Which phrases say which words of a query: all words and phrases at once, in a few matrices.

A hundred entries have some hundred phrases of some thousand words; word by word, NumPy would be
called more often than it has numbers to work on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField, Weights
from codebook_app.search.query import Slice, WordGroup
from codebook_app.search.unsaid import DENIALS, DENIED, Denials
from codebook_app.search.weighing import Forward

_NO_TERM = np.iinfo(np.uint32).max


class AskedWords:
    """The groups of a query laid flat: a row for each slice, one after the other.

    Groups are runs of choices, choices of words, words of rows; the *starts* say where each begins.
    *values* tell how well each row's terms stand for its word, *shares* how well each choice stands
    for its group, of which the best has the group's mass.
    """

    def __init__(self, groups: Sequence[WordGroup], masses: Sequence[float]) -> None:
        slices: list[Slice] = []
        values: list[float] = []
        shares: list[float] = []
        words: list[int] = []
        choices: list[int] = []
        in_order: list[int] = []
        for group, mass in zip(groups, masses, strict=True):
            in_order.append(len(choices))
            for choice in group.choices:
                choices.append(len(words))
                whole = 0.0
                for word in choice.words:
                    words.append(len(slices))
                    best = max(part.boost for part in word.slices)
                    whole += best
                    for part in word.slices:
                        values.append(min(part.boost / best, 1.0))
                    slices += word.slices
                shares.append(min(whole / mass, 1.0))
        self._slices = slices
        self.values = np.array(values, np.float32)[:, None]
        self.shares = np.array(shares, np.float32)[:, None]
        self.masses = np.array(masses, np.float32)[:, None]
        self.mass = np.float32(sum(masses) or 1)
        self.word_starts, self.choice_starts, self.group_starts = words, choices, in_order
        self.denies = any(part.text in DENIALS for part in slices)
        """Whether it is asked for what is not there: "without"."""
        self._simple = len(words) == len(choices) == len(in_order)
        self._bare = len(words) == len(slices)

    def bounds(self, field: FlatField) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return the first and the last terms but one of each row, as columns."""
        bounds = np.array([part.bounds(field) for part in self._slices], np.uint32)
        return bounds[:, :1], bounds[:, 1:]

    def of_words(self, values: Weights) -> Weights:
        """Return the best row of each word."""
        if self._bare:
            return values
        best: Weights = np.maximum.reduceat(values, self.word_starts, axis=0)
        return best

    def of_groups(self, values: Weights) -> Weights:
        """Return for each group the best of its choices, each as good as the worst of its words."""
        if self._simple:
            return values * self.shares
        worst = np.minimum.reduceat(values, self.choice_starts, axis=0)
        best: Weights = np.maximum.reduceat(worst * self.shares, self.group_starts, axis=0)
        return best


@dataclass(frozen=True, slots=True)
class Sayings:
    """The *phrases* of some documents, one after the other, those of each from *starts* on.

    *said* is the mass of the query that each says; *of_text* that of its own words, and *of_query*
    that of those among them which the query asks for.
    """

    phrases: NDArray[np.int64]
    starts: NDArray[np.int64]
    said: Weights
    of_text: Weights
    of_query: Weights


class Phrasebook:
    """The phrases of one field.

    A word has the mass of its term, times its place's share; none where it only leaves something
    open. One that its text denies stands less for what is asked, unless a denial is asked for.
    """

    def __init__(self, field: FlatField, forward: Forward, masses: Weights, of_place: Weights):
        self._field = field
        self._forward = forward
        self._masses = masses
        # What a word leaves open or denies is put as one more place that it stands in.
        denials = Denials(field, forward)
        self._places = denials.in_places(forward.places, len(of_place))
        self._of_place = np.append(of_place, np.array([0, 1], np.float32))
        self._plainness = np.append(np.ones(len(of_place) + 1, np.float32), np.float32(DENIED))
        starts = forward.text_starts
        self._has_empty = bool(np.any(starts[1:] == starts[:-1]))
        self._one_each = len(forward.phrase_text) == len(forward.document_phrases) - 1

    def sayings(self, documents: NDArray[np.intp], asked: AskedWords) -> Sayings:
        """Tell what the phrases of *documents*, at least one, say of what was *asked*.

        Documents count from 0 in the field, and each holds a phrase.
        """
        forward = self._forward
        if self._one_each:
            phrases, starts = documents, np.arange(len(documents))
        else:
            first = forward.document_phrases[documents]
            phrases, starts = ranges(first, forward.document_phrases[documents + 1])
        texts = forward.phrase_text[phrases]
        tokens, bounds = ranges(forward.text_starts[texts], forward.text_starts[texts + 1])
        # One word more, which is none: what begins at the end of all begins somewhere.
        words = np.empty(len(tokens) + 1, np.uint32)
        words[:-1] = forward.tokens[tokens]
        words[-1] = _NO_TERM
        mass = np.zeros(len(words), np.float32)
        places = self._places[tokens]
        np.multiply(self._masses[words[:-1]], self._of_place[places], out=mass[:-1])
        low, high = asked.bounds(self._field)
        stands = asked.of_words(((words >= low) & (words < high)) * asked.values)
        if not asked.denies:
            stands[:, :-1] *= self._plainness[places]
        best = np.maximum.reduceat(stands, bounds, axis=1)
        of_text = np.add.reduceat(mass, bounds)
        of_query = np.add.reduceat(mass * stands.max(axis=0), bounds)
        if self._has_empty:
            empty = forward.text_starts[texts + 1] == forward.text_starts[texts]
            best[:, empty] = 0
            of_text[empty] = 0
            of_query[empty] = 0
        said = (asked.of_groups(best) * asked.masses).sum(axis=0)
        return Sayings(phrases, starts, said, of_text, of_query)


def ranges(starts: NDArray[Any], ends: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of all ranges one after the other, and where each range's begin."""
    starts = starts.astype(np.int64)
    lengths = ends - starts
    after = np.cumsum(lengths)
    begin = after - lengths
    return np.arange(after[-1]) + np.repeat(starts - begin, lengths), begin
