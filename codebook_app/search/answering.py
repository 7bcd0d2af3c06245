"""The query of the book: all words or most of them, the best first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.query import qcore

from codebook_app.progress import CancelToken
from codebook_app.search.query import Totals, add_up, highest, list_matcher
from codebook_app.search.ranking import PHRASE, PhraseRanker
from codebook_app.search.reading import Reading
from codebook_app.search.shelf import Shelf

ENOUGH = 10
"""Below so many good hits for all words, entries that lack one are shown as well."""
GOOD = 0.5
"""The share of the highest possible score from which on a hit is good, not a word in a note."""
JUDGED = 200
"""How many entries have their phrases looked at."""
ALL_WORDS = 10.0
"""More than words and phrases can count: what holds all words stands before what lacks one."""
STEP = 0.01
"""Scores that differ by less are equal."""


class BookQuery(qcore.Query):  # type: ignore[misc]
    """Answers one reading of a query.

    *found* tells afterwards, by document, the phrase that says most of the query.
    """

    def __init__(
        self,
        shelf: Shelf,
        reading: Reading,
        limit: int,
        *,
        billable: bool,
        cancel: CancelToken | None,
    ) -> None:
        self.boost = 1.0
        self.found: dict[int, int] = {}
        self._shelf = shelf
        self._reading = reading
        self._limit = limit
        self._billable = billable
        self._cancel = cancel

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002
        """Return Whoosh's matcher over the best documents."""
        if not self._reading.groups:
            return list_matcher(np.empty(0, np.intp), np.empty(0))
        totals = self._add_up()
        candidates = self._candidates(totals)
        candidates = candidates[highest(totals.scores[candidates], max(JUDGED, self._limit))]
        if self._cancel is not None:
            self._cancel.raise_if_cancelled()
        scores, phrases = self._judge(candidates, totals)
        order = np.lexsort((candidates, -scores))[: self._limit]
        kept = candidates[order]
        self.found = dict(zip(kept.tolist(), phrases[order].tolist(), strict=True))
        return list_matcher(kept, scores[order])

    def _add_up(self) -> Totals:
        """Score lines and seventh-character codes together.

        A code that meets no more than its line counts as not met: it is folded under it.
        """
        shelf, groups = self._shelf, self._reading.groups
        lines = add_up(shelf.line_scores, groups, self._cancel)
        if not shelf.completed_span.size or not shelf.ask_for_completion(groups):
            return lines
        if len(groups) == 1 and np.count_nonzero(lines.met) >= self._limit:
            return lines
        completed = add_up(shelf.completed_scores, groups, self._cancel)
        completed.met[completed.met <= lines.met[shelf.line_of]] = 0
        return Totals(
            np.concatenate((lines.scores, completed.scores)),
            np.concatenate((lines.met, completed.met)),
        )

    def _candidates(self, totals: Totals) -> NDArray[np.intp]:
        """Return the documents that meet all groups, or, where they are few, most of them."""
        shelf = self._shelf
        met = totals.met
        if self._billable:
            may_be = shelf.billable.copy()
            may_be[: shelf.line_span.size] |= shelf.folded > 0
            met = np.where(may_be[: len(met)], met, 0)
        groups = len(self._reading.groups)
        good = GOOD * sum(self._reading.masses)
        found = np.empty(0, np.intp)
        for needed in range(groups, 0, -1):
            found = np.flatnonzero(met >= needed)
            if len(found) and needed <= groups // 2:
                break
            if np.count_nonzero(totals.scores[found] >= good) >= ENOUGH:
                break
        return found

    def ranker(self, document: int) -> PhraseRanker:
        """Return what knows the phrases of *document*."""
        shelf = self._shelf
        is_line = document < shelf.completed_span.first
        return shelf.line_phrases if is_line else shelf.completed_phrases

    def _judge(
        self, documents: NDArray[np.intp], totals: Totals
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the final score of each document, and its best phrase."""
        shelf, reading = self._shelf, self._reading
        scores = totals.scores[documents].astype(np.float64) / max(sum(reading.masses), 1e-6)
        phrases = np.zeros(len(documents), np.int64)
        first = shelf.completed_span.first
        for ranker, chosen, offset in (
            (shelf.line_phrases, documents < first, 0),
            (shelf.completed_phrases, documents >= first, first),
        ):
            best = ranker.best_phrases(documents[chosen] - offset, reading.groups, reading.masses)
            scores[chosen] += PHRASE * best.worth
            phrases[chosen] = best.phrase
        scores[totals.met[documents] == len(reading.groups)] += ALL_WORDS
        scores = np.round(scores / STEP) * STEP + STEP / 8 * shelf.preferences(documents)
        return scores, phrases
