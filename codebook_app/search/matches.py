"""Ranked documents as matches: which entry each is, and what was said of it, and where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codebook_app.domain.search import HitKind
from codebook_app.search.answering import Ranked
from codebook_app.search.found import Match, MatchedIn, Said
from codebook_app.search.schema import DocumentKind, TextKind
from codebook_app.search.shelf import Shelf

_MATCHED_IN = {
    int(TextKind.TITLE): MatchedIn.TITLE,
    int(TextKind.INCLUSION_TERM): MatchedIn.INCLUSION_TERM,
    int(TextKind.INHERITED): MatchedIn.INCLUSION_TERM,
    int(TextKind.INCLUDES): MatchedIn.NOTE,
    int(TextKind.NOTE): MatchedIn.NOTE,
    int(TextKind.TERM): MatchedIn.TERM,
}
_HIT_KIND = {
    int(DocumentKind.LINE): HitKind.CODE,
    int(DocumentKind.COMPLETED): HitKind.CODE,
    int(DocumentKind.INDEX_TERM): HitKind.INDEX,
    int(DocumentKind.TABLE_ROW): HitKind.TABLE,
}
_BY_CODE = Said(MatchedIn.CODE)


def said_of(shelf: Shelf, ranked: Ranked) -> list[Said]:
    """Return what was said of each document of *ranked*."""
    documents = ranked.documents
    said = [_BY_CODE] * len(documents)
    for name, span in shelf.spans.items():
        at = np.flatnonzero((documents >= span.first) & (documents < span.first + span.size))
        if not len(at):
            continue
        places = shelf.phrases[name].places(ranked.phrases[at])
        for place, (kind, origin, position) in zip(at.tolist(), places, strict=True):
            said[place] = Said(_MATCHED_IN[kind], origin, position)
    if ranked.by_term:
        for place, document in enumerate(documents.tolist()):
            if (term := ranked.by_term.get(document)) is not None:
                said[place] = Said(MatchedIn.TERM, int(shelf.entry_ids[term]))
    return said


def matches_of(
    shelf: Shelf,
    documents: NDArray[np.intp],
    scores: NDArray[np.float64],
    said: Sequence[Said] | None = None,
    *,
    billable: bool,
) -> list[Match]:
    """Return *documents* as matches; without *said* all of them were found by their codes.

    Asked for *billable*, a line with codes that complete it is shown as the first of them.
    """
    lines = shelf.line_span.size
    folded = np.where(documents < lines, shelf.folded[np.minimum(documents, max(lines - 1, 0))], 0)
    if billable:
        # The line itself is not billable: the first code that completes it stands for all.
        stood_for = folded > 0
        documents = documents.copy()
        documents[stood_for] = shelf.first_completed[documents[stood_for]]
        folded[stood_for] -= 1
    rows = zip(
        shelf.entry_ids[documents].tolist(),
        scores.tolist(),
        said if said is not None else [_BY_CODE] * len(documents),
        folded.tolist(),
        shelf.kinds[documents].tolist(),
        shelf.owner[documents].tolist(),
        strict=True,
    )
    return [
        Match(entry_id, score, says, count, _HIT_KIND[kind], owner)
        for entry_id, score, says, count, kind, owner in rows
    ]
