"""Everything of the opened indexes that a search needs at hand, in memory or mapped."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntFlag
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField
from codebook_app.search.query import WordGroup
from codebook_app.search.ranking import PhraseRanker
from codebook_app.search.schema import COMPLETED, LINES, TERMS, DocumentKind
from codebook_app.search.scored import Span
from codebook_app.search.scoring import GroupScores
from codebook_app.search.vocabulary import Vocabulary
from codebook_app.search.volume import FIELDS, Volume
from codebook_app.search.weighing import sizes

_INDEX_TERM = int(DocumentKind.INDEX_TERM)
_KEPT_ENTRIES = 8_000_000
"""How many scores of a field are remembered at most, in entries times words."""


class Trait(IntFlag):
    """What counts for or against a document, whatever is asked."""

    HEADING = 1
    """A section: it stands over codes and is none."""
    TERMINATED = 2
    """A line whose code is no longer in use."""
    LEADS_NOWHERE = 4
    """A term of an index that leads to no line, not by another term either."""
    OTHER_BOOK = 8
    """It is of any but the first of the books that were joined."""
    BILLABLE = 16
    UNSPECIFIED = 32


class Shelf:
    """The fields, columns and phrases of one index, or of several joined.

    Documents are numbered as they were written: the lines of the book in printed order, then the
    seventh-character codes in printed order, then the terms of its indexes and tables.
    """

    def __init__(self, volume: Volume) -> None:
        fields, counts = volume.fields, volume.counts
        self.lines: FlatField = fields[LINES]
        self.completed: FlatField = fields[COMPLETED]
        self.terms: FlatField = fields[TERMS]
        self.codes = volume.codes
        self.line_span = Span(0, counts[LINES])
        self.completed_span = Span(volume.first(COMPLETED), counts[COMPLETED])
        self.term_span = Span(volume.first(TERMS), counts[TERMS])
        self.spans = {
            LINES: self.line_span,
            COMPLETED: self.completed_span,
            TERMS: self.term_span,
        }
        self.entry_ids = volume.entry_ids
        self.billable = volume.billable
        self.kinds = volume.kinds
        self.owner = volume.owner
        self.hidden_by_code = volume.hidden
        self.terminated = volume.terminated
        """Whether the code of each line is no longer in use."""
        self.leads, self.lead_starts = volume.leads, volume.lead_starts
        self.line_of = volume.completes
        """The line that each seventh-character code completes."""
        lines = self.line_span.size
        self.folded = np.bincount(self.line_of, minlength=lines)
        """How many seventh-character codes complete each line."""
        self.first_completed = np.searchsorted(self.line_of, np.arange(lines)) + lines
        """The first code that completes each line that has any."""
        self.vocabulary = Vocabulary([(fields[name], counts[name]) for name in FIELDS])
        self.phrases = {
            name: PhraseRanker(field, volume.forward[name], self._rarities(field, name))
            for name, field in fields.items()
        }
        self.scores = {
            name: GroupScores(fields[name], span, keep=_keep(span))
            for name, span in self.spans.items()
        }
        self._asking = np.zeros(len(self.completed.terms), np.bool_)
        self._looked_at = np.zeros(len(self.completed.terms), np.bool_)
        self._unspecified = self._documents_with(b"unspecified", b"nos")

    def _rarities(self, field: FlatField, name: str) -> NDArray[np.float32]:
        documents = max(self.line_span.size, 1)
        share = documents / max(self.spans[name].size, 1)
        holding = np.minimum(sizes(field.starts) * share, documents)
        rarities: NDArray[np.float64] = np.log(1 + (documents - holding + 0.5) / (holding + 0.5))
        return rarities.astype(np.float32)

    def _asks(self, low: int, high: int) -> bool:
        """Whether any of those terms stands in a seventh-character code and not in its line.

        Only such can ask for one. All of them together take too long before the first answer.
        """
        for number in range(low, high):
            if not self._looked_at[number]:
                also = self.lines.number(self.completed.terms[number])
                held = np.zeros(self.line_span.size, np.bool_)
                if also >= 0:
                    held[self.lines.postings(also, also + 1)[0]] = True
                codes = self.completed.postings(number, number + 1)[0]
                own = self.line_of[codes - np.uint32(self.completed_span.first)]
                self._asking[number] = not held[own].all()
                self._looked_at[number] = True
            if self._asking[number]:
                return True
        return False

    def _documents_with(self, *terms: bytes) -> NDArray[np.bool_]:
        marked = np.zeros(self.line_span.size, np.bool_)
        for term in terms:
            number = self.lines.number(term)
            if number >= 0:
                marked[self.lines.postings(number, number + 1)[0]] = True
        return marked

    def ask_for_completion(self, groups: Sequence[WordGroup]) -> bool:
        """Whether a word of *groups* stands in any seventh-character code but not in its line."""
        for group in groups:
            for choice in group.choices:
                for word in choice.words:
                    for part in word.slices:
                        low, high = part.bounds(self.completed)
                        if self._asks(low, high):
                            return True
        return False

    def is_index_term(self, documents: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell which are terms of an index: a row of a table leads to a code a column."""
        index_terms: NDArray[np.bool_] = self.kinds[documents] == _INDEX_TERM
        return index_terms

    def leads_of(self, terms: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the lines that the codes of *terms* stand at, and which of the terms leads there.

        The terms are documents of :data:`TERMS`.
        """
        own = terms - self.term_span.first
        starts = self.lead_starts[own].astype(np.intp)
        counts = self.lead_starts[own + 1].astype(np.intp) - starts
        of_term = np.repeat(np.arange(len(terms)), counts)
        before = np.cumsum(counts) - counts
        at = np.arange(len(of_term)) + np.repeat(starts - before, counts)
        return self.leads[at].astype(np.intp), of_term

    @cached_property
    def traits(self) -> NDArray[np.uint8]:
        """The :class:`Trait` of each document, put together."""
        traits = np.zeros(len(self.kinds), np.uint8)
        lines = traits[: self.line_span.size]
        terms = traits[self.term_span.first :]
        empty = self.lead_starts[1:] == self.lead_starts[:-1]
        for part, trait, marks in (
            (lines, Trait.HEADING, self.hidden_by_code),
            (lines, Trait.TERMINATED, self.terminated),
            (lines, Trait.UNSPECIFIED, self._unspecified),
            (
                terms,
                Trait.LEADS_NOWHERE,
                empty & (self.kinds[self.term_span.first :] == _INDEX_TERM),
            ),
            (traits, Trait.OTHER_BOOK, self.owner > 0),
            (traits, Trait.BILLABLE, self.billable),
        ):
            np.bitwise_or(part, marks.astype(np.uint8) * np.uint8(trait), out=part)
        return traits

    def is_billable(self, documents: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell of each document whether it is billable, or folds codes that are."""
        lines = self.line_span.size
        folds = (documents < lines) & (self.folded[np.minimum(documents, lines - 1)] > 0)
        billable: NDArray[np.bool_] = self.billable[documents] | folds
        return billable


def _keep(span: Span) -> int:
    return max(4, min(24, _KEPT_ENTRIES // max(span.size, 1)))
