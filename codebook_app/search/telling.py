"""What the person is told of how a query was read."""

from __future__ import annotations

import numpy as np

from codebook_app.search.reading import Reading
from codebook_app.search.shelf import Shelf
from codebook_app.search.volume import Volume


def read_as(volume: Volume, shelf: Shelf, reading: Reading, best: int) -> str:
    """Say which words were read as others; of near spellings the one that document *best* holds.

    *best* is -1 where nothing was found.
    """
    told = [f"{typed} → {meant}" for typed, meant in reading.told]
    for typed, nears in reading.nears.items():
        held = [near for near in nears if _holds(volume, shelf, best, near)]
        told.append(f"{typed} → {(held or nears)[0]}")
    if reading.unknown:
        told.append("not found: " + ", ".join(reading.unknown))
    return "; ".join(told)


def _holds(volume: Volume, shelf: Shelf, document: int, near: str) -> bool:
    """Whether *document* holds the word *near*, or what begins with it where it ends in dots."""
    if document < 0:
        return False
    field = volume.fields[shelf.field_of(document)]
    text = near.removesuffix("…").encode()
    if near.endswith("…"):
        low, high = field.prefix(text)
    else:
        number = field.number(text)
        low, high = (number, number + 1) if number >= 0 else (0, 0)
    return bool(np.any(field.postings(low, high)[0] == document))
