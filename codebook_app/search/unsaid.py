"""Which words of a text leave open, or deny, what they name: "site not specified", "without"."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField
from codebook_app.search.text import FILLERS
from codebook_app.search.weighing import Forward

# fmt: off
ASPECTS = frozenset({
    "cause", "ear", "eye", "form", "limb", "location", "organ", "organism", "otherwise", "part",
    "severity", "side", "site", "sites", "stage", "trimester", "type",
})
# fmt: on
"""What is left open where it stands beside "unspecified" or "not specified"."""
DENIALS = frozenset({"without", "no", "not"})
DENIED = 0.3
"""How well a word stands for what was asked where its text says that it is not there."""
_FURTHEST = 3
"""How many words a denial may deny: all of them after "not", or where the text ends with them."""


class _Sort(IntEnum):
    """What a word does to those beside it."""

    PLAIN = 0
    ASPECT = 1
    SPECIFIED = 2
    UNSPECIFIED = 3
    FILLER = 4
    WITH = 5
    WITHOUT = 6
    NOT = 7


_SORTS = {
    **dict.fromkeys(ASPECTS, _Sort.ASPECT),
    **dict.fromkeys(FILLERS, _Sort.FILLER),
    "specified": _Sort.SPECIFIED,
    "unspecified": _Sort.UNSPECIFIED,
    "with": _Sort.WITH,
    "without": _Sort.WITHOUT,
    "no": _Sort.WITHOUT,
    "not": _Sort.NOT,
}
_Marks = NDArray[np.bool_]
_Places = NDArray[np.intp]


class Denials:
    """What the texts of one field leave open or deny, word by word in the order of *forward*."""

    def __init__(self, field: FlatField, forward: Forward) -> None:
        sort_of_term = np.zeros(len(field.terms), np.uint8)
        for word, sort in _SORTS.items():
            if (number := field.number(word.encode())) >= 0:
                sort_of_term[number] = sort
        count = len(forward.tokens)
        # After the last word come some of no text, so that whoever looks ahead finds something.
        self._sorts = np.zeros(count + _FURTHEST + 1, np.uint8)
        self._sorts[:count] = sort_of_term[forward.tokens]
        self._begins = np.ones(count + _FURTHEST + 1, np.bool_)
        self._begins[:count] = False
        self._begins[forward.text_starts] = True
        self._count = count

    def left_open(self) -> _Places:
        """Return the words that only leave something open.

        "Not specified", "not otherwise specified", and the aspect beside it or beside
        "unspecified": site, part, organism.
        """
        sorts = self._sorts
        nots = self._all(_Sort.NOT)
        plain = nots[self._next_is(nots, 1, _Sort.SPECIFIED)]
        aside = self._next_is(nots, 1, _Sort.ASPECT) & self._next_is(nots, 2, _Sort.SPECIFIED)
        otherwise = nots[aside]
        unspecified = self._all(_Sort.UNSPECIFIED)
        openings = np.concatenate((plain, otherwise, unspecified))
        openings = openings[(openings > 0) & ~self._begins[openings]]
        before = openings[sorts[openings - 1] == _Sort.ASPECT] - 1
        after = unspecified[self._next_is(unspecified, 1, _Sort.ASPECT)] + 1
        return np.concatenate(
            (plain, plain + 1, otherwise, otherwise + 1, otherwise + 2, before, after)
        )

    def denied(self) -> _Places:
        """Return the words of which their text says that what they name is not there.

        The word after "without", what "not" stands before, and all up to the end of a text that is
        near: "without heart failure".
        """
        denied = np.zeros(len(self._sorts), np.bool_)
        for sort in (_Sort.WITHOUT, _Sort.NOT):
            denials = self._all(sort)
            going = np.ones(len(denials), np.bool_)
            reached = denials.copy()
            for step in range(1, _FURTHEST + 1):
                at = denials + step
                going &= ~self._begins[at] & (self._sorts[at] < _Sort.WITH)
                reached[going] = at[going]
                if step == 1 or sort == _Sort.NOT:
                    denied[at[going]] = True
            to_the_end = self._begins[reached + 1]
            for step in range(2, _FURTHEST + 1):
                at = denials[to_the_end] + step
                denied[at[at <= reached[to_the_end]]] = True
        return np.flatnonzero(denied)

    def in_places(self, places: NDArray[np.uint8], first: int) -> NDArray[np.uint8]:
        """Return *places* with *first* for what is left open and the next for what is denied."""
        marked = np.array(places)
        marked[self.denied()] = first + 1
        marked[self.left_open()] = first
        return marked

    def _all(self, sort: _Sort) -> _Places:
        return np.flatnonzero(self._sorts == sort)

    def _next_is(self, places: _Places, step: int, sort: _Sort) -> _Marks:
        """Tell of each place whether the word *step* on is of *sort*, in the same text."""
        marks: _Marks = self._sorts[places + step] == sort
        for one in range(1, step + 1):
            marks &= ~self._begins[places + one]
        return marks
