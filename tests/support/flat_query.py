"""The search's arithmetic as a Whoosh query, to hold it against Whoosh's own.

The search itself reads the flat posting lists without Whoosh. Whoosh has no stock query for a tree
of groups, choices and words (its DisjunctionMax scores an entry by words that it does not hold);
where it has one, the entries and scores are the same, which tests/unit/search/test_codec shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import scoring
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.query import qcore

from codebook_app.search.flat_codec import FlatLists
from codebook_app.search.meeting import meeting
from codebook_app.search.query import WordGroup
from codebook_app.search.scored import Span, highest
from codebook_app.search.scoring import GroupScores


class StoredWeights(scoring.WeightingModel):
    """Scores a posting with the weight it was stored with and nothing else."""

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: int = 1) -> Any:  # noqa: ARG002
        """Return Whoosh's scorer for the word *text*."""
        return scoring.WeightScorer.for_(searcher, fieldname, text)


def flat_lists(reader: Any) -> FlatLists:
    """Return the posting lists of the single-segment *reader*.

    Whoosh hands out postings one term at a time, and keeps what its codec reads terms with to
    itself.
    """
    return reader._terms.lists


def list_matcher(documents: NDArray[Any], scores: NDArray[Any]) -> Any:
    """Return Whoosh's matcher over *documents*, which need not be in order, with their scores."""
    if not len(documents):
        return NullMatcher()
    order = np.argsort(documents)
    return ListMatcher(documents[order].tolist(), scores[order].astype(float).tolist())


class FlatQuery(qcore.Query):
    """All groups, in one field, of a single-segment index; the k best go to the collector."""

    def __init__(self, fieldname: str, groups: Sequence[WordGroup], span: Span, limit: int) -> None:
        self.fieldname = fieldname
        self.groups = tuple(groups)
        self.span = span
        self.limit = limit
        self.boost = 1.0

    def __hash__(self) -> int:
        return hash((self.fieldname, self.groups, self.limit))

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002
        """Return a matcher over the best documents that meet every group."""
        field = flat_lists(searcher.reader()).field(self.fieldname)
        totals = meeting(GroupScores(field, self.span).of_all(self.groups), len(self.groups))
        best = highest(totals.scores, self.limit)
        return list_matcher(totals.documents[best] + self.span.first, totals.scores[best])
