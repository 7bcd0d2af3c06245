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

_NOTHING = np.empty(0, np.intp)
_NO_SCORES = np.empty(0)


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
    scores: list[NDArray[np.float64]] = [_NO_SCORES]
    documents: list[NDArray[np.intp]] = [_NOTHING]
    for codes in shelf.codes:
        # A section of one category has the category's code; the deeper one is meant.
        near = [int(at[-1]) for code in typed.nears if len(at := codes.whole(code))]
        nears.update(near)
        whole = codes.whole(typed.whole)[-1:].tolist() if typed.whole else []
        first = list(dict.fromkeys((*near, *whole)))
        begun = _beginning(shelf, codes, typed.prefix, limit) if typed.prefix else _NOTHING
        if not first and not len(begun):
            continue
        if first:
            for document in first:
                begun = begun[begun != document]
            begun = np.concatenate((np.array(first, np.intp), begun))
        is_whole = np.arange(len(begun)) < len(first)
        if billable or allowed is not None:
            kept = np.ones(len(begun), np.bool_)
            if billable:
                kept &= shelf.is_billable(begun)
            if allowed is not None:
                kept &= allowed[begun]
            begun, is_whole = begun[kept], is_whole[kept]
        begun, is_whole = begun[: limit + 1], is_whole[: limit + 1]
        documents.append(begun)
        scores.append(np.where(is_whole, WHOLE_CODE, NEIGHBOUR) - np.arange(len(begun)) / 1000)
    found, scored = np.concatenate(documents), np.concatenate(scores)
    order = np.argsort(-scored, kind="stable")
    found = found[order]
    return LinesOfCode(found, scored[order], len(nears & set(found[: len(nears)].tolist())))


def _beginning(shelf: Shelf, codes: CodeList, prefix: bytes, limit: int) -> NDArray[np.intp]:
    """Return the lines whose codes begin with *prefix*; codes that complete one are folded.

    Where there is no line among them, the codes are shown that complete the same one. Where there
    are too many, the shortest come first: an overview of what can be typed next.
    """
    near = codes.beginning(prefix)
    if not len(near):
        return near
    lines = shelf.line_span.size
    is_shown = near < lines
    is_shown[is_shown] = ~shelf.hidden_by_code[near[is_shown]]
    shown = near[is_shown]
    if not len(shown) and near[0] >= lines:
        line = int(shelf.line_of[int(near[0]) - lines])
        return np.concatenate(([line], np.flatnonzero(shelf.line_of == line) + lines))
    if len(shown) > limit:
        shown = shown[np.argsort(codes.lengths(prefix)[is_shown], kind="stable")]
    return shown
