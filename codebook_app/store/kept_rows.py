"""Rows of a release read lately: from one keystroke to the next most hits stay the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")

KEPT = 1000
"""How many rows of a kind are kept, a few hundred bytes each: those of some twenty answers."""


class KeptRows(Generic[Row]):
    """Rows by their ids, as *read* gives them, which never change. Safe from any thread."""

    def __init__(self, read: Callable[[Sequence[int]], dict[int, Row]], keep: int = KEPT) -> None:
        self._read = read
        self._keep = keep
        self._kept: dict[int, Row] = {}
        self._lock = threading.Lock()

    def of(self, ids: Sequence[int]) -> dict[int, Row]:
        """Return the rows of *ids*; ids that there are not are left out."""
        if len(ids) > self._keep:
            return self._read(ids)
        with self._lock:
            kept = self._kept
            found = {own: kept[own] for own in ids if own in kept}
        missing = [own for own in dict.fromkeys(ids) if own not in found]
        if not missing:
            return found
        read = self._read(missing)
        with self._lock:
            self._kept.update(read)
            # The oldest go first, and most of them at once.
            if len(self._kept) > 2 * self._keep:
                self._kept = dict(list(self._kept.items())[-self._keep :])
        return found | read
