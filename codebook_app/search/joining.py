"""Joins the indexes of several releases into one in memory, so that one search answers for all.

Words are then as rare as they are in everything that is searched, which makes the hits of several
code sets comparable, and a word that one of them knows is no misspelling in the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField, Ids
from codebook_app.search.schema import COMPLETED, LINES, TERMS
from codebook_app.search.volume import FIELDS, Volume
from codebook_app.search.weighing import Forward, sizes


def join(volumes: Sequence[Volume]) -> Volume:
    """Return all *volumes*, each of one index, as one; nothing of it refers to mapped files."""
    counts = {name: sum(one.counts[name] for one in volumes) for name in FIELDS}
    firsts: list[dict[str, int]] = []
    begin = {LINES: 0, COMPLETED: counts[LINES], TERMS: counts[LINES] + counts[COMPLETED]}
    for one in volumes:
        firsts.append(dict(begin))
        for name in FIELDS:
            begin[name] += one.counts[name]
    fields, forward = {}, {}
    for name in FIELDS:
        fields[name], numbers = _join_lists(
            [one.fields[name] for one in volumes],
            [first[name] - one.first(name) for one, first in zip(volumes, firsts, strict=True)],
        )
        forward[name] = _join_forward([one.forward[name] for one in volumes], numbers)

    def by_field(values: Callable[[Volume], NDArray[Any]]) -> NDArray[Any]:
        """Return the *values* of all documents in their new order."""
        return np.concatenate(
            [
                values(one)[one.first(name) : one.first(name) + one.counts[name]]
                for name in FIELDS
                for one in volumes
            ]
        )

    lead_counts = np.concatenate([sizes(one.lead_starts) for one in volumes])
    numbered = dict(zip(map(id, volumes), range(len(volumes)), strict=True))
    return Volume(
        counts=counts,
        fields=fields,
        forward=forward,
        codes=tuple(
            codes.shifted(first[LINES], first[COMPLETED])
            for one, first in zip(volumes, firsts, strict=True)
            for codes in one.codes
        ),
        entry_ids=by_field(lambda one: one.entry_ids),
        billable=by_field(lambda one: one.billable),
        kinds=by_field(lambda one: one.kinds),
        completes=np.concatenate(
            [one.completes + first[LINES] for one, first in zip(volumes, firsts, strict=True)]
        ),
        leads=np.concatenate(
            [
                one.leads + np.uint32(first[LINES])
                for one, first in zip(volumes, firsts, strict=True)
            ]
        ),
        lead_starts=np.concatenate(([0], np.cumsum(lead_counts))).astype(np.uint32),
        hidden=np.concatenate([one.hidden for one in volumes]),
        terminated=np.concatenate([one.terminated for one in volumes]),
        owner=by_field(lambda one: np.full(len(one.kinds), numbered[id(one)], np.uint8)),
    )


def _shifted(ids: Ids, shift: int) -> Ids:
    # A shift back is one round the whole range of numbers: no wider ones are needed between.
    return ids + np.uint32(shift % 2**32)


def _join_lists(
    lists: Sequence[FlatField], shifts: Sequence[int]
) -> tuple[FlatField, list[NDArray[np.uint32]]]:
    """Return the posting lists as one, and the number of each one's terms in it.

    The documents of each are moved by its shift.
    """
    held = [place for place, one in enumerate(lists) if one.terms]
    if len(held) == 1:
        (only,) = held
        one = lists[only]
        moved = FlatField(
            one.terms, one.starts.copy(), _shifted(one.ids, shifts[only]), one.weights.copy()
        )
        return moved, [np.arange(len(each.terms), dtype=np.uint32) for each in lists]
    terms = sorted(set().union(*(one.terms for one in lists)))
    number = {term: at for at, term in enumerate(terms)}
    numbers = [
        np.fromiter(map(number.__getitem__, one.terms), np.uint32, len(one.terms)) for one in lists
    ]
    counts = np.zeros(len(terms), np.int64)
    for one, own in zip(lists, numbers, strict=True):
        counts[own] += sizes(one.starts)
    starts = np.concatenate(([0], np.cumsum(counts)))
    ids = np.empty(int(starts[-1]), np.uint32)
    weights = np.empty(int(starts[-1]), np.float32)
    free = starts[:-1].copy()
    for one, own, shift in zip(lists, numbers, shifts, strict=True):
        lengths = sizes(one.starts)
        places = np.repeat(free[own] - one.starts[:-1], lengths)
        places += np.arange(len(one.ids))
        ids[places] = _shifted(one.ids, shift)
        weights[places] = one.weights
        free[own] += lengths
    return FlatField(terms, starts.astype(np.uint32), ids, weights), numbers


def _join_forward(parts: Sequence[Forward], numbers: Sequence[NDArray[np.uint32]]) -> Forward:
    def offsets(lengths: Sequence[int]) -> list[int]:
        return [0, *np.cumsum(lengths).tolist()][:-1]

    of_tokens = offsets([len(part.tokens) for part in parts])
    of_texts = offsets([len(part.text_starts) - 1 for part in parts])
    of_phrases = offsets([len(part.phrase_text) for part in parts])

    def joined(
        values: Sequence[NDArray[np.uint32]], shifts: Sequence[int], *, bounds: bool = False
    ) -> NDArray[np.uint32]:
        shifted = [one + np.uint32(shift) for one, shift in zip(values, shifts, strict=True)]
        if bounds:
            shifted = [*(one[:-1] for one in shifted[:-1]), shifted[-1]]
        return np.concatenate(shifted)

    return Forward(
        np.concatenate([own[part.tokens] for part, own in zip(parts, numbers, strict=True)]),
        np.concatenate([part.places for part in parts]),
        joined([part.text_starts for part in parts], of_tokens, bounds=True),
        joined([part.phrase_text for part in parts], of_texts),
        np.concatenate([part.phrase_kind for part in parts]),
        np.concatenate([part.phrase_position for part in parts]),
        np.concatenate([part.phrase_origin for part in parts]),
        joined([part.document_phrases for part in parts], of_phrases, bounds=True),
    )
