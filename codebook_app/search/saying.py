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


class AskedWords:
    """The groups of a query laid flat: choices are runs of words, and words are runs of rows.

    A row is a slice of the terms with how well they stand for their word; *shares* tell how well
    each choice stands for its group, of which the best has the group's mass.
    """

    def __init__(self, groups: Sequence[WordGroup], masses: Sequence[float]) -> None:
        self._words: list[list[tuple[Slice, float]]] = []
        self._groups: list[list[tuple[int, int, np.float32]]] = []
        for group, mass in zip(groups, masses, strict=True):
            choices = []
            for choice in group.choices:
                first = len(self._words)
                whole = 0.0
                for word in choice.words:
                    best = max(part.boost for part in word.slices)
                    whole += best
                    self._words.append(
                        [(part, min(part.boost / best, 1.0)) for part in word.slices]
                    )
                choices.append((first, len(self._words), np.float32(min(whole / mass, 1.0))))
            self._groups.append(choices)
        self._masses = [np.float32(mass) for mass in masses]
        self.mass = np.float32(sum(masses) or 1)
        self.denies = any(part.text in DENIALS for word in self._words for part, _ in word)
        """Whether it is asked for what is not there: "without"."""

    def standing(self, terms: NDArray[np.uint32], field: FlatField) -> Weights:
        """Return how well each of *terms* stands for each word: a row for each word.

        The number after the last term of *field* is that of none.
        """
        # A column for each term of the field: most pages of it are never touched.
        table = np.zeros((len(self._words), len(field.terms) + 1), np.float32)
        for row, word in zip(table, self._words, strict=True):
            for part, value in word:
                low, high = part.bounds(field)
                if high == low + 1:
                    row[low] = max(row[low], value)
                elif low < high:
                    np.maximum(row[low:high], value, out=row[low:high])
        return table.take(terms, axis=1)

    def said(self, of_words: Weights) -> Weights:
        """Return the mass of the query that each column says, which has a row for each word.

        A choice says as much as that of its words which is said worst.
        """
        said = np.zeros(of_words.shape[1], np.float32)
        for choices, mass in zip(self._groups, self._masses, strict=True):
            best = None
            for first, last, share in choices:
                worst = of_words[first] if last == first + 1 else of_words[first:last].min(axis=0)
                value = worst * share
                best = value if best is None else np.maximum(best, value)
            if best is not None:
                said += best * mass
        return said


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
        words[-1] = len(self._field.terms)
        mass = np.zeros(len(words), np.float32)
        places = self._places[tokens]
        np.multiply(self._masses[words[:-1]], self._of_place[places], out=mass[:-1])
        stands = asked.standing(words, self._field)
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
        return Sayings(phrases, starts, asked.said(best), of_text, of_query)


def ranges(starts: NDArray[Any], ends: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of all ranges one after the other, and where each range's begin."""
    starts = starts.astype(np.int64)
    lengths = ends - starts
    after = np.cumsum(lengths)
    begin = after - lengths
    return np.arange(after[-1]) + np.repeat(starts - begin, lengths), begin
