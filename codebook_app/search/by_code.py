"""What a typed code finds: itself, the codes that begin so, those it may be mistyped for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codes import CodeList, TypedCode
from codebook_app.search.filtering import Mask
from codebook_app.search.shelf import Shelf

WHOLE_CODE = 100.0
NEIGHBOUR = 50.0
"""Scores of codes found by their code: above all that is found by words."""


@dataclass(frozen=True, slots=True)
class LinesOfCode:
    """The *documents* found, best first, with their *scores*.

    The first *near* of them are codes that the one typed may be a slip for.
    """

    documents: NDArray[np.intp]
    scores: NDArray[np.float64]
    near: int


def lines_of_code(
    shelf: Shelf, typed: TypedCode, limit: int, billable: bool, allowed: Mask | None
) -> LinesOfCode:
    """Return the codes typed whole, then the others that begin as typed, in printed order.

    Code sets take turns. Before them come those that the code may be mistyped for. More than
    *limit* may come of several code sets.
    """
    nears: set[int] = set()
    scored: list[tuple[float, int]] = []
    for codes in shelf.codes:
        # A section of one category has the category's code; the deeper one is meant.
        whole = codes.whole(typed.whole)[-1:] if typed.whole else np.empty(0, np.intp)
        near = [codes.whole(each)[-1:] for each in typed.nears]
        nears.update(int(each[0]) for each in near if len(each))
        shown = np.empty(0, np.intp)
        if typed.prefix:
            shown = _beginning(shelf, codes, typed.prefix, limit)
        whole = np.concatenate((*near, whole)) if near else whole
        _, first = np.unique(whole, return_index=True)
        whole = whole[np.sort(first)]
        shown = np.concatenate((whole, shown[~np.isin(shown, whole)]))
        if billable:
            shown = shown[shelf.is_billable(shown)]
        if allowed is not None:
            shown = shown[allowed[shown]]
        scored += [
            ((WHOLE_CODE if document in whole else NEIGHBOUR) - at / 1000, document)
            for at, document in enumerate(shown[: limit + 1].tolist())
        ]
    scored.sort(key=lambda each: -each[0])
    documents = [document for _, document in scored]
    return LinesOfCode(
        np.array(documents, np.intp),
        np.array([score for score, _ in scored]),
        len(nears & set(documents[: len(nears)])),
    )


def _beginning(shelf: Shelf, codes: CodeList, prefix: bytes, limit: int) -> NDArray[np.intp]:
    """Return the lines whose codes begin with *prefix*; codes that complete one are folded.

    Where there is no line among them, the codes are shown that complete the same one. Where there
    are too many, the shortest come first: an overview of what can be typed next.
    """
    near = codes.beginning(prefix)
    lines = shelf.line_span.size
    is_shown = near < lines
    is_shown[is_shown] = ~shelf.hidden_by_code[near[is_shown]]
    shown = near[is_shown]
    if not len(shown) and len(near) and near[0] >= lines:
        line = int(shelf.line_of[int(near[0]) - lines])
        return np.concatenate(([line], np.flatnonzero(shelf.line_of == line) + lines))
    if len(shown) > limit:
        shown = shown[np.argsort(codes.lengths(prefix)[is_shown], kind="stable")]
    return shown
