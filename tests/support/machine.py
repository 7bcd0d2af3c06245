"""How slow the machine is at the moment, so that a limit of time means the same everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable

_ROUNDS = 12
_AIMED_AT = 0.0070
"""Seconds that :func:`_a_little_work` took on the machine for which the limits were written."""


class Slowness:
    """How many times longer things take here than where the limits were written; at least 1.

    Measured when made and again with each question, so that neither what began nor what ended
    meanwhile is missed. *clock* is that of the test: the wall's counts what other programs do too,
    the processor's (``time.thread_time``) only what they take of its caches.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._before = self._now()

    def __call__(self) -> float:
        """Return the factor for a limit."""
        return max(1.0, self._before, self._now())

    def _now(self) -> float:
        """Return what the slower ones of some rounds of the same work took, by their aim."""
        spent = []
        for _ in range(_ROUNDS):
            began = self._clock()
            _a_little_work()
            spent.append(self._clock() - began)
        return sorted(spent)[-2] / _AIMED_AT


def _a_little_work() -> int:
    """Do what the program mostly does: objects, dictionaries, texts and sorting."""
    words: dict[str, list[int]] = {}
    for number in range(9_000):
        words.setdefault(f"{number * 7919 % 10_007:05d}"[:3], []).append(number)
    texts = [" ".join(map(str, numbers)) for numbers in words.values()]
    return sum(len(text.split()) for text in sorted(texts, reverse=True))
