"""What scoring gives: the scores of the documents that a field covers, and the best of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import Weights


@dataclass(frozen=True, slots=True)
class Span:
    """The documents a field covers: *size* of them from number *first* on."""

    first: int
    size: int

    def marked(self, marks: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return those that *marks* of all documents mark, counted from 0 in the span."""
        return np.flatnonzero(marks[self.first : self.first + self.size])


class Scored:
    """What one group finds in a span: the *scores* of all its documents, 0 where it is not met.

    Documents count from 0 in the span; nobody may write to any of it. At most *bound* of the whole
    span meet it. Where only some documents are looked at, theirs are the scores.
    """

    def __init__(self, scores: Weights, bound: int) -> None:
        scores.setflags(write=False)
        self.scores = scores
        self.bound = bound

    @cached_property
    def meets(self) -> NDArray[np.bool_]:
        """Which documents meet the group."""
        meets: NDArray[np.bool_] = self.scores > 0
        meets.setflags(write=False)
        return meets

    @cached_property
    def documents(self) -> NDArray[np.intp]:
        """The documents that meet the group, ascending."""
        documents = np.flatnonzero(self.meets)
        documents.setflags(write=False)
        return documents


@dataclass(frozen=True, slots=True)
class Totals:
    """Scores and numbers of groups met, for each of *documents*, which ascend."""

    documents: NDArray[np.intp]
    scores: Weights
    met: NDArray[np.uint8]

    def where(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> Totals:
        """Return the totals of those of the documents."""
        return Totals(self.documents[kept], self.scores[kept], self.met[kept])


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
