"""Turns the collected texts of a field into posting lists with final weights, sorted once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.collecting import Texts
from codebook_app.search.cutting import Place
from codebook_app.search.schema import KIND_WEIGHTS, PLACE_WEIGHTS, SATURATION, TextKind

_SMALL = 1 << 16


@dataclass(frozen=True)
class Forward:
    """Which words stand in which phrase of which document: the index read the other way.

    *tokens* hold numbers into the field's terms, *places* the :class:`Place` of each;
    ``text_starts`` and ``document_phrases`` have one entry more than there are texts and
    documents.
    """

    tokens: NDArray[np.uint32]
    places: NDArray[np.uint8]
    text_starts: NDArray[np.uint32]
    phrase_text: NDArray[np.uint32]
    phrase_kind: NDArray[np.uint8]
    phrase_position: NDArray[np.uint16]
    phrase_origin: NDArray[np.uint32]
    document_phrases: NDArray[np.uint32]


@dataclass(frozen=True)
class Weighed:
    """A field ready to be written: terms in byte order with their posting slices."""

    terms: list[bytes]
    starts: NDArray[np.uint32]
    documents: NDArray[np.uint32]
    weights: NDArray[np.float32]
    forward: Forward


def weigh(texts: Texts) -> Weighed:
    """Sort the words of *texts* once and give each posting its BM25F saturation.

    A phrase counts by its kind and its own length, so that a short inclusion term says as much as
    a short title though its entry holds many; what a word gathers in a document is saturated.
    """
    cut = texts.cutter.finish()
    order = sorted(range(len(cut.words)), key=cut.words.__getitem__)
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    forward = Forward(
        rank[cut.tokens],
        cut.places,
        cut.starts,
        *texts.phrases(),
    )
    documents, terms, gathered = _gather(forward)
    sequence = _stable_order(terms, len(order))
    documents, terms, gathered = documents[sequence], terms[sequence], gathered[sequence]
    new = np.ones(len(terms), np.bool_)
    new[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
    first = np.flatnonzero(new)
    total = np.add.reduceat(gathered, first) if len(first) else gathered
    starts = np.searchsorted(terms[first], np.arange(len(order) + 1, dtype=np.uint32))
    return Weighed(
        [cut.words[number].encode() for number in order],
        starts.astype(np.uint32),
        documents[first],
        ((SATURATION + 1) * total / (SATURATION + total)).astype(np.float32),
        forward,
    )


def sizes(starts: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return how long each range is of which *starts* holds the beginnings and the last end."""
    bounds = starts.astype(np.int64)
    return bounds[1:] - bounds[:-1]


def _stable_order(terms: NDArray[np.uint32], count: int) -> NDArray[np.intp]:
    # NumPy sorts 16 bits by counting, several times as fast as it compares 32.
    order = np.argsort(terms.astype(np.uint16), kind="stable")
    if count > _SMALL:
        high = (terms >> np.uint32(16)).astype(np.uint16)
        order = order[np.argsort(high[order], kind="stable")]
    return order


def _gather(
    forward: Forward,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32]]:
    """Return document, term and weight before saturation of each word of each phrase."""
    kinds, texts = forward.phrase_kind, forward.phrase_text
    lengths = sizes(forward.text_starts)[texts]
    starts = forward.text_starts[texts].astype(np.int64)
    ends = np.cumsum(lengths)
    at = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths - starts, lengths)
    boosts = np.zeros(len(texts), np.float32)
    for kind, weight in KIND_WEIGHTS.items():
        of_kind = kinds == kind
        if of_kind.any():
            counted = lengths[of_kind]
            if kind == TextKind.TERM:
                counted = _said_outright(forward)[texts[of_kind]]
            mean = max(float(counted.mean()), 1.0)
            boosts[of_kind] = weight.boost / (1 - weight.length + weight.length * counted / mean)
    gathered = np.repeat(boosts, lengths)
    if (kinds == TextKind.TERM).any():
        of_place = np.array([PLACE_WEIGHTS[place] for place in Place], np.float32)
        gathered *= of_place[forward.places[at]]
    document = np.repeat(
        np.arange(len(forward.document_phrases) - 1, dtype=np.uint32),
        sizes(forward.document_phrases),
    )
    return np.repeat(document, lengths), forward.tokens[at], gathered


def _said_outright(forward: Forward) -> NDArray[np.int64]:
    """Return how many words each index term has without its modifiers and columns."""
    outright = (forward.places == Place.PLAIN) | (forward.places == Place.PATH)
    sums = np.concatenate(([0], np.cumsum(outright)))
    counted: NDArray[np.int64] = np.diff(sums[forward.text_starts])
    return counted
