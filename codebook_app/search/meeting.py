"""Which documents meet how many of a query's groups, and with what score."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import Weights
from codebook_app.search.scored import Scored, Totals

_FEW = 4
"""What at most one document in so many may meet is counted there, and not in the whole span."""


class Meeting:
    """What several groups found in the same span, at least one, put together.

    Where they were only looked for among *documents*, which ascend, those are what is returned.
    """

    def __init__(self, found: Sequence[Scored], documents: NDArray[np.intp] | None = None) -> None:
        self._found = found
        self._documents = documents

    def met_by(self, documents: NDArray[np.intp]) -> NDArray[np.uint8]:
        """Return how many of the groups each of *documents*, all looked at, meets."""
        at = documents
        if self._documents is not None:
            at = np.searchsorted(self._documents, documents)
        return self._count(at)

    def _count(self, at: NDArray[np.intp]) -> NDArray[np.uint8]:
        if "_met" in self.__dict__:
            return self._met[at]
        met = np.zeros(len(at), np.uint8)
        for one in self._found:
            met += one.scores[at] > 0
        return met

    @cached_property
    def _met(self) -> NDArray[np.uint8]:
        met = self._found[0].meets.view(np.uint8)
        for one in self._found[1:]:
            met = met + one.meets
        return met

    def at_least(self, needed: int, *, or_rarest: bool = False) -> Totals:
        """Return the documents that meet at least *needed* of the groups.

        With *or_rarest* those are returned as well that meet the rarest group that finds any: it
        says more than several common ones.
        """
        found = self._found
        if len(found) == 1:
            at = found[0].documents
        elif needed == len(found):
            # What meets them all meets the rarest: the common ones are looked at only there.
            rarest, *others = sorted(found, key=lambda one: one.bound)
            at = rarest.documents
            for one in others:
                at = at[one.scores[at] > 0]
        else:
            at = self._at_least(needed, or_rarest=or_rarest and needed > 1)
        if _FEW * len(at) > len(found[0].scores):
            # So many are looked up sooner in sums over all than in each group's scores.
            scores = self._sums[at]
        else:
            scores = found[0].scores[at]
            for one in found[1:]:
                scores += one.scores[at]
        met = np.full(len(at), needed, np.uint8) if needed == len(found) else self._count(at)
        return Totals(at if self._documents is None else self._documents[at], scores, met)

    @cached_property
    def _sums(self) -> Weights:
        sums = self._found[0].scores.copy()
        for one in self._found[1:]:
            sums += one.scores
        return sums

    def _at_least(self, needed: int, *, or_rarest: bool) -> NDArray[np.intp]:
        by_bound = sorted(self._found, key=lambda one: one.bound)
        telling = next((one for one in by_bound if one.bound), by_bound[0])
        # What lacks so many of the groups cannot lack the rarest ones and one more as well.
        rare = [one for one in by_bound[: len(by_bound) - needed + 1] if one.bound]
        size = len(telling.scores)
        if "_met" in self.__dict__ or _FEW * sum(one.bound for one in rare) > size:
            enough = self._met >= needed
            if or_rarest:
                enough |= telling.meets
            return np.flatnonzero(enough)
        any_rare = telling.meets
        for one in rare:
            if one is not telling:
                any_rare = any_rare | one.meets
        at = np.flatnonzero(any_rare)
        kept = self._count(at) >= needed
        if or_rarest:
            kept |= telling.scores[at] > 0
        return at[kept]


def meeting(found: Sequence[Scored], needed: int) -> Totals:
    """Return the documents that meet at least *needed* of the groups that found *found*."""
    return Meeting(found).at_least(needed)
