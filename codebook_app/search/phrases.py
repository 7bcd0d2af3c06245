"""Which documents of a field say words one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField
from codebook_app.search.cutting import Place
from codebook_app.search.saying import ranges
from codebook_app.search.schema import TextKind
from codebook_app.search.scored import Span
from codebook_app.search.weighing import Forward

_EASILY_FOUND = 16
"""So many times as many postings are rather searched for a document than gone through."""


def documents_saying(
    bounds: Sequence[tuple[int, int]],
    field: FlatField,
    forward: Forward,
    span: Span,
    kinds: frozenset[TextKind] | None,
) -> NDArray[np.intp]:
    """Return the documents, counted from 0 in the field, of which a text says a phrase.

    *bounds* are the half-open numbers of the terms that each word of it may be, none empty; *kinds*
    those of texts that count, all of them where it is None. A table's headings say nothing.
    """
    documents = _holding(bounds, field, span)
    if not len(documents):
        return documents
    phrases, _ = ranges(
        forward.document_phrases[documents], forward.document_phrases[documents + 1]
    )
    if kinds is not None:
        phrases = phrases[np.isin(forward.phrase_kind[phrases], [int(kind) for kind in kinds])]
        if not len(phrases):
            return phrases
    texts = forward.phrase_text[phrases]
    starts, ends = forward.text_starts[texts], forward.text_starts[texts + 1]
    tokens, _ = ranges(starts, ends)
    lengths = ends.astype(np.int64) - starts
    # The last words of a text have not enough behind them.
    begin = np.flatnonzero(np.repeat(ends, lengths) >= tokens + len(bounds))
    for place, (low, high) in enumerate(bounds):
        at = tokens[begin] + place
        word = forward.tokens[at]
        begin = begin[(word >= low) & (word < high) & (forward.places[at] != Place.COLUMN)]
    saying = phrases[np.searchsorted(np.cumsum(lengths), begin, side="right")]
    found = np.searchsorted(forward.document_phrases, saying, side="right") - 1
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def _holding(bounds: Sequence[tuple[int, int]], field: FlatField, span: Span) -> NDArray[np.intp]:
    """Return the documents that hold all words, in whatever order."""
    first, *others = sorted(bounds, key=lambda word: field.size(*word))
    documents = field.postings(*first)[0]
    if first[1] > first[0] + 1:
        held = np.zeros(span.size, np.bool_)
        held[documents - np.uint32(span.first)] = True
        documents = (np.flatnonzero(held) + span.first).astype(np.uint32)
    for low, high in others:
        ids = field.postings(low, high)[0]
        if high == low + 1 and len(ids) > _EASILY_FOUND * len(documents):
            places = np.minimum(np.searchsorted(ids, documents), len(ids) - 1)
            documents = documents[ids[places] == documents]
        else:
            held = np.zeros(span.size, np.bool_)
            held[ids - np.uint32(span.first)] = True
            documents = documents[held[documents - np.uint32(span.first)]]
    return documents.astype(np.intp) - span.first
