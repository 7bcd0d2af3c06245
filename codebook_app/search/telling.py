"""What the person is told of how a query was read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.query import Choice, Slice, Word
from codebook_app.search.reading import Reading
from codebook_app.search.shelf import Shelf
from codebook_app.search.volume import Volume

_LOOKED_AT = 10
"""Among so many of the best hits a reading has to show to be told."""


def read_as(volume: Volume, shelf: Shelf, reading: Reading, documents: NDArray[np.intp]) -> str:
    """Say which words were read as others, where some of the best *documents* were found so.

    Of near spellings the one that the best document holds is told, of several meanings those met.
    """
    best = documents[:_LOOKED_AT]
    meanings: dict[str, list[str]] = {}
    for one in reading.told:
        if _meets(volume, shelf, best[:1] if one.doubted else best, one.choice):
            meanings.setdefault(one.typed, []).append(one.meaning)
    told = [f"{typed} → {' or '.join(meant)}" for typed, meant in meanings.items()]
    for typed, nears in reading.nears.items():
        held = [near for near in nears if _meets(volume, shelf, best[:1], _choice(near))]
        told.append(f"{typed} → {(held or nears)[0]}")
    return "; ".join(told)


def _choice(near: str) -> Choice:
    return Choice((Word((Slice(near.removesuffix("…"), 1.0, prefix=near.endswith("…")),)),))


def _meets(volume: Volume, shelf: Shelf, documents: NDArray[np.intp], choice: Choice) -> bool:
    """Whether any of *documents* holds all words of *choice*."""
    for name, span in shelf.spans.items():
        field = volume.fields[name]
        inside = (documents >= span.first) & (documents < span.first + span.size)
        asked = documents[inside]
        for word in choice.words:
            if not len(asked):
                break
            held = np.zeros(len(asked), np.bool_)
            for part in word.slices:
                low, high = part.bounds(field)
                held |= np.isin(asked, field.postings(low, high)[0])
            asked = asked[held]
        if len(asked):
            return True
    return False
