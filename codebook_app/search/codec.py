"""Flat posting lists as they lie in files: a term is a slice of two arrays, and so is a prefix.

Per field four files of little-endian numbers stand beside Whoosh's own: ``ids`` (uint32 document
numbers, ascending within a term), ``weights`` (float32), ``starts`` (uint32, where each term's
slice begins, and the end of the last), and ``terms`` (UTF-8, in byte order, a line each).
:mod:`codebook_app.search.flat_codec` makes Whoosh write and read them. A search needs the arrays
only, and Whoosh takes as long to import as the first hits to find.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint32]
Weights = NDArray[np.float32]
ReadArray = Callable[[str, str], NDArray[Any]]
"""Returns the array in the file that ends with the first, of the type of the second."""


def mapped(path: Path, dtype: str) -> NDArray[Any]:
    """Return the file *path* as an array that is mapped into memory."""
    if not path.stat().st_size:
        return np.empty(0, dtype)
    with path.open("rb") as file:
        return np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), dtype)


@dataclass(frozen=True)
class FlatField:
    """The posting lists of one field. Slices are half-open numbers into *terms*."""

    terms: Sequence[bytes]
    starts: NDArray[np.uint32]
    ids: Ids
    weights: Weights

    def number(self, term: bytes) -> int:
        """Return the number of *term*, or -1."""
        at = bisect_left(self.terms, term)
        return at if at < len(self.terms) and self.terms[at] == term else -1

    def prefix(self, prefix: bytes) -> tuple[int, int]:
        """Return the slice of the terms that begin with *prefix*."""
        low = bisect_left(self.terms, prefix)
        return low, bisect_left(self.terms, prefix + b"\xff", low)

    def size(self, low: int, high: int) -> int:
        """Return how many postings the terms *low* to *high* have."""
        return int(self.starts[high]) - int(self.starts[low])

    def postings(self, low: int, high: int) -> tuple[Ids, Weights]:
        """Return document numbers and weights of the terms *low* to *high*."""
        start, end = int(self.starts[low]), int(self.starts[high])
        return self.ids[start:end], self.weights[start:end]


def read_field(read: ReadArray, name: str) -> FlatField:
    """Return the posting lists of the field *name*, each of the four files got by *read*."""
    terms = read(f".{name}.terms", "u1").tobytes()
    return FlatField(
        terms.split(b"\n") if terms else [],
        read(f".{name}.starts", "<u4"),
        read(f".{name}.ids", "<u4"),
        read(f".{name}.weights", "<f4"),
    )
