"""The query of the book: all words or most of them, lines before what completes them, best first."""

from __future__ import annotations

from dataclasses import dataclass
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
"""Below so many hits for all words, entries that lack one are shown as well."""
JUDGED = 400
"""How many entries have their phrases looked at."""
STEP = 0.01
"""Scores that differ by less are equal."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands behind one hit: the *phrase* of *ranker* that says most of the query."""

    ranker: PhraseRanker
    phrase: int


class BookQuery(qcore.Query):  # type: ignore[misc]
    """Answers one reading of a query; *found* tells afterwards why each document was found."""

    def __init__(
        self, shelf: Shelf, reading: Reading, limit: int, *, billable: bool, cancel: CancelToken | None
    ) -> None:
        self.boost = 1.0
        self.found: dict[int, Found] = {}
        self._shelf = shelf
        self._reading = reading
        self._limit = limit
        self._billable = billable
        self._cancel = cancel

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return Whoosh's matcher over the best documents."""
        if not self._reading.groups:
            return list_matcher(np.empty(0, np.intp), np.empty(0))
        totals = self._add_up()
        candidates = self._candidates(totals)
        candidates = candidates[highest(totals.scores[candidates], max(JUDGED, self._limit))]
        if self._cancel is not None:
            self._cancel.raise_if_cancelled()
        scores = self._judge(candidates, totals)
        order = np.lexsort((candidates, -scores))[: self._limit]
        kept = candidates[order]
        self.found = {document: self.found[document] for document in kept.tolist()}
        return list_matcher(kept, scores[order])

    def _add_up(self) -> Totals:
        """Score lines and seventh-character codes together; a code no better met than its line
        counts as not met.
        """
        shelf, groups = self._shelf, self._reading.groups
        lines = add_up(shelf.lines, groups, shelf.line_span, self._cancel)
        if not shelf.completed_span.size or not shelf.ask_for_completion(groups):
            return lines
        if len(groups) == 1 and np.count_nonzero(lines.met) >= self._limit:
            return lines
        completed = add_up(shelf.completed, groups, shelf.completed_span, self._cancel)
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
        found = np.empty(0, np.intp)
        for needed in range(groups, 0, -1):
            found = np.flatnonzero(met >= needed)
            if len(found) >= ENOUGH or (len(found) and needed <= (groups + 1) // 2):
                break
        return found

    def _judge(self, documents: NDArray[np.intp], totals: Totals) -> NDArray[np.float64]:
        shelf, reading = self._shelf, self._reading
        scores = totals.scores[documents].astype(np.float64) / max(sum(reading.masses), 1e-6)
        first = shelf.completed_span.first
        for ranker, chosen, offset in (
            (shelf.line_phrases, documents < first, 0),
            (shelf.completed_phrases, documents >= first, first),
        ):
            best = ranker.best_phrases(documents[chosen] - offset, reading.groups, reading.masses)
            scores[chosen] += PHRASE * best.worth
            for document, phrase in zip(
                documents[chosen].tolist(), best.phrase.tolist(), strict=True
            ):
                self.found[document] = Found(ranker, phrase)
        return np.round(scores / STEP) * STEP + STEP / 8 * shelf.preferences(documents)
