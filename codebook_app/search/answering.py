"""Answers a query: all words or most of them, the best first, in the tabular and in the indexes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook_app.progress import CancelToken
from codebook_app.search.meeting import Meeting
from codebook_app.search.ranking import PHRASE
from codebook_app.search.reading import Reading
from codebook_app.search.saying import AskedWords
from codebook_app.search.schema import COMPLETED, LINES, TERMS
from codebook_app.search.scored import Totals, highest
from codebook_app.search.shelf import Shelf, Trait

_FEW = 16
"""Where at most one document in so many is allowed, only those are looked at."""
ENOUGH = 10
"""Below so many good hits for all words, entries that lack one are shown as well."""
GOOD = 0.5
"""The share of the highest possible score from which on a hit is good, not a word in a note."""
JUDGED = 100
"""How many entries, and how many terms, have their phrases looked at."""
ALL_WORDS = 10.0
"""More than words and phrases can count: what holds all words stands before what lacks one."""
STEP = 0.01
"""Scores that differ by less are equal."""
LEADING = 40
"""How many of the best terms bring the lines they lead to."""
LED = 0.5
"""What a line loses that is found by its term in the index and not by its own words."""
HEADING = 0.5
"""What a section loses, which is no code: the category of the same name is meant."""
TERMINATED = 3.0
"""What a code loses that is no longer in use."""
OTHER_BOOK = 0.3
"""What the hits of all books but the first lose: where they compare, a diagnosis is meant."""
LEADS_NOWHERE = 1.0
"""What a term of an index loses that only says "see condition"."""
SHARE = 0.4
"""The part of the places that codes, and that terms, have for sure while there are so many."""


_TRAITS = range(max(Trait) << 1)
_OFFSETS = np.array(
    [
        -HEADING * bool(traits & Trait.HEADING)
        - TERMINATED * bool(traits & Trait.TERMINATED)
        - LEADS_NOWHERE * bool(traits & Trait.LEADS_NOWHERE)
        - OTHER_BOOK * bool(traits & Trait.OTHER_BOOK)
        for traits in _TRAITS
    ]
)
"""What a document loses by its traits."""
_PREFERENCES = (STEP / 8) * np.array(
    [2.0 * bool(traits & Trait.BILLABLE) - bool(traits & Trait.UNSPECIFIED) for traits in _TRAITS]
)
"""What decides between equals: billable before header, unspecified last."""


@dataclass(frozen=True)
class Ranked:
    """Documents, best first, with their scores.

    *phrases* gives for each the number of the phrase, in its field, that says most of the query;
    *by_term* the term that leads to a line which says less itself.
    """

    documents: NDArray[np.intp]
    scores: NDArray[np.float64]
    phrases: NDArray[np.int64]
    by_term: dict[int, int]


@dataclass
class _Judged:
    """Documents of one kind, best first, with final scores and best phrases."""

    documents: NDArray[np.intp]
    scores: NDArray[np.float64]
    phrases: NDArray[np.int64]


class BookQuery:
    """Answers one reading of a query from a shelf."""

    def __init__(
        self,
        shelf: Shelf,
        reading: Reading,
        limit: int,
        *,
        billable: bool,
        cancel: CancelToken | None,
        allowed: NDArray[np.bool_] | None = None,
    ) -> None:
        self._shelf = shelf
        self._reading = reading
        self._limit = limit
        self._billable = billable
        self._allowed = allowed
        self._cancel = cancel
        self._asked = AskedWords(reading.groups, reading.masses)
        # Quotes and filters may leave little: only that is looked at.
        self._few: NDArray[np.bool_] | None = None
        if allowed is not None and _FEW * int(np.count_nonzero(allowed)) <= len(allowed):
            self._few = allowed

    def ranked(self) -> Ranked:
        """Return the best documents, codes and terms by their scores, each with their share.

        Raises :class:`~codebook_app.progress.Cancelled` soon after the token says so.
        """
        groups = self._reading.groups
        if not groups:
            return Ranked(np.empty(0, np.intp), np.empty(0), np.empty(0, np.int64), {})
        codes, needed = self._codes()
        terms = self._terms(needed)
        if self._cancel is not None:
            self._cancel.raise_if_cancelled()
        judged_codes, judged_terms = self._judge(codes), self._judge(terms)
        by_term = self._led(judged_codes, judged_terms)
        if self._billable:
            judged_terms = _Judged(*(part[:0] for part in vars(judged_terms).values()))
        return self._shared(judged_codes, judged_terms, by_term)

    def _codes(self) -> tuple[Totals, int]:
        """Return the lines and completed codes to judge, and how many groups each meets at least.

        A code that meets no more than its line is left out: it is folded under it.
        """
        shelf, groups, cancel = self._shelf, self._reading.groups, self._cancel
        completed: Meeting | None = None
        if self._few is not None:
            of_lines, completed = self._few_codes(self._few)
        else:
            lines = shelf.scores[LINES].of_all(groups, cancel)
            many = len(groups) == 1 and len(lines[0].documents) >= self._limit
            many = many and self._allowed is None
            if shelf.completed_span.size and not many and shelf.ask_for_completion(groups):
                completed = Meeting(shelf.scores[COMPLETED].of_all(groups, cancel))
            of_lines = Meeting(lines)
        needed = len(groups)
        while True:
            found = self._may_be(self._unfolded(of_lines, completed, needed))
            if needed == 1 or self._enough(found, needed):
                return self._best(found), needed
            needed -= 1

    def _few_codes(self, allowed: NDArray[np.bool_]) -> tuple[Meeting, Meeting | None]:
        """Return what was found among the few lines and completed codes that are allowed.

        The line that a completed code completes is looked at too: it may say as much.
        """
        shelf = self._shelf
        lines = shelf.line_span.marked(allowed)
        if not (shelf.completed_span.size and shelf.ask_for_completion(self._reading.groups)):
            return self._among(LINES, lines), None
        completed = shelf.completed_span.marked(allowed)
        looked_at = np.zeros(shelf.line_span.size, np.bool_)
        looked_at[lines] = True
        looked_at[shelf.line_of[completed]] = True
        lines = np.flatnonzero(looked_at)
        return self._among(LINES, lines), self._among(COMPLETED, completed)

    def _among(self, name: str, documents: NDArray[np.intp]) -> Meeting:
        scores = self._shelf.scores[name]
        return Meeting(
            [scores.among(documents, group) for group in self._reading.groups], documents
        )

    def _unfolded(self, lines: Meeting, completed: Meeting | None, needed: int) -> Totals:
        shelf = self._shelf
        found = lines.at_least(needed, or_rarest=True)
        if completed is None:
            return found
        more = completed.at_least(needed)
        asked = more.met > lines.met_by(shelf.line_of[more.documents])
        return Totals(
            np.concatenate((found.documents, more.documents[asked] + shelf.completed_span.first)),
            np.concatenate((found.scores, more.scores[asked])),
            np.concatenate((found.met, more.met[asked])),
        )

    def _may_be(self, found: Totals) -> Totals:
        kept = np.ones(len(found.documents), np.bool_)
        if self._billable:
            kept &= self._shelf.is_billable(found.documents)
        if self._allowed is not None:
            kept &= self._allowed[found.documents]
        if kept.all():
            return found
        return found.where(kept)

    def _enough(self, found: Totals, needed: int) -> bool:
        good = GOOD * sum(self._reading.masses)
        if len(found.documents) and needed <= len(self._reading.groups) // 2:
            return True
        return bool(np.count_nonzero(found.scores >= good) >= ENOUGH)

    def _terms(self, needed_of_codes: int) -> Totals:
        """Return the terms to judge.

        They lack no more words than the codes do: where the tabular says all that was asked, a
        term that does not is no help.
        """
        shelf, groups = self._shelf, self._reading.groups
        if not shelf.term_span.size:
            nothing = np.empty(0, np.float32)
            return Totals(np.empty(0, np.intp), nothing, nothing.astype(np.uint8))
        if self._few is not None:
            terms = self._among(TERMS, shelf.term_span.marked(self._few))
        else:
            terms = Meeting(shelf.scores[TERMS].of_all(groups, self._cancel))
        first, needed = shelf.term_span.first, len(groups)
        while True:
            met = terms.at_least(needed, or_rarest=True)
            found = Totals(met.documents + first, met.scores, met.met)
            if self._allowed is not None:
                found = found.where(self._allowed[found.documents])
            if needed == needed_of_codes or self._enough(found, needed):
                return self._best(found)
            needed -= 1

    def _best(self, found: Totals) -> Totals:
        return found.where(highest(found.scores, max(JUDGED, self._limit)))

    def _judge(self, found: Totals) -> _Judged:
        """Score the documents finally, by their best phrases too, and put them in order."""
        shelf, reading = self._shelf, self._reading
        documents = found.documents
        scores = found.scores.astype(np.float64) / max(sum(reading.masses), 1e-6)
        phrases = np.zeros(len(documents), np.int64)
        for name, span in shelf.spans.items():
            chosen = (documents >= span.first) & (documents < span.first + span.size)
            if not chosen.any():
                continue
            best = shelf.phrases[name].best_phrases(documents[chosen] - span.first, self._asked)
            scores[chosen] += PHRASE * best.worth
            phrases[chosen] = best.phrase
        traits = shelf.traits[documents]
        scores += _OFFSETS[traits]
        scores[found.met == len(reading.groups)] += ALL_WORDS
        scores = np.round(scores / STEP) * STEP + _PREFERENCES[traits]
        order = np.lexsort((documents, -scores))
        return _Judged(documents[order], scores[order], phrases[order])

    def _led(self, codes: _Judged, terms: _Judged) -> dict[int, int]:
        """Put the lines that the best *terms* lead to among the *codes*, and return by which."""
        shelf = self._shelf
        best = np.flatnonzero(shelf.is_index_term(terms.documents[:LEADING]))
        lines, of_best = shelf.leads_of(terms.documents[best])
        if not len(lines):
            return {}
        # The best term is the first that leads to a line.
        lines, first = np.unique(lines, return_index=True)
        by = best[of_best[first]]
        if self._billable:
            may_be = shelf.is_billable(lines)
            lines, by = lines[may_be], by[may_be]
        if self._allowed is not None:
            may_be = self._allowed[lines]
            lines, by = lines[may_be], by[may_be]
        scores = terms.scores[by] - LED
        known = np.argsort(codes.documents)
        at = np.searchsorted(codes.documents[known], lines)
        at = known[np.minimum(at, len(known) - 1)] if len(known) else at
        is_new = codes.documents[at] != lines if len(known) else np.ones(len(lines), np.bool_)
        is_better = ~is_new
        is_better[is_better] = codes.scores[at[is_better]] < scores[is_better]
        codes.scores[at[is_better]] = scores[is_better]
        codes.documents = np.concatenate((codes.documents, lines[is_new]))
        codes.scores = np.concatenate((codes.scores, scores[is_new]))
        codes.phrases = np.concatenate((codes.phrases, np.zeros(int(is_new.sum()), np.int64)))
        order = np.lexsort((codes.documents, -codes.scores))
        codes.documents, codes.scores = codes.documents[order], codes.scores[order]
        codes.phrases = codes.phrases[order]
        led = is_new | is_better
        return dict(zip(lines[led].tolist(), terms.documents[by[led]].tolist(), strict=True))

    def _shared(self, codes: _Judged, terms: _Judged, by_term: dict[int, int]) -> Ranked:
        limit = self._limit
        places = highest(np.concatenate((codes.scores, terms.scores)), limit)
        of_codes = int(np.count_nonzero(places < len(codes.scores)))
        sure = int(limit * SHARE)
        of_codes = max(of_codes, min(sure, len(codes.scores), limit))
        of_terms = min(len(terms.scores), max(limit - of_codes, min(sure, len(terms.scores))))
        of_codes = min(len(codes.scores), limit - of_terms)
        documents = np.concatenate((codes.documents[:of_codes], terms.documents[:of_terms]))
        scores = np.concatenate((codes.scores[:of_codes], terms.scores[:of_terms]))
        phrases = np.concatenate((codes.phrases[:of_codes], terms.phrases[:of_terms]))
        order = np.lexsort((documents, -scores))
        return Ranked(documents[order], scores[order], phrases[order], by_term)
