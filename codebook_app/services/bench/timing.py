"""How long queries take, for several engines in turn: a busy machine is as busy for each."""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time

from codebook_app.progress import CancelToken

# What else runs makes a query wait, and costs no processor time of ours. Windows counts that in
# steps of sixteen milliseconds, longer than most queries take.
_COUNTED = sys.platform != "win32"
CLOCK = process_time if _COUNTED else perf_counter
CLOCK_NAME = "processor time" if _COUNTED else "time"
"""What the milliseconds are of."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds over a number of *queries*, each the median of its rounds."""

    queries: int
    p50: float
    p95: float
    p99: float
    worst: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of *values*, at least one, that *share* of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share) - 1, 0)]


def latency(milliseconds: Sequence[float]) -> Latency:
    """Return what the times of the queries, at least one, say together."""
    return Latency(
        queries=len(milliseconds),
        p50=percentile(milliseconds, 0.50),
        p95=percentile(milliseconds, 0.95),
        p99=percentile(milliseconds, 0.99),
        worst=max(milliseconds),
    )


def interleaved(
    asked: Mapping[str, Callable[[str], object]],
    typed: Sequence[str],
    rounds: int,
    *,
    clock: Callable[[], float] = CLOCK,
    cancel: CancelToken | None = None,
) -> dict[str, list[float]]:
    """Return for each of those *asked* the milliseconds of each query, the median of its rounds.

    Each query is asked of all in turn, and each time another one begins.

    Raises:
        Cancelled: soon after *cancel* says so.
    """
    names = list(asked)
    taken: dict[str, list[list[float]]] = {name: [[] for _ in typed] for name in names}
    for number in range(rounds):
        for at, text in enumerate(typed):
            if cancel is not None:
                cancel.raise_if_cancelled()
            first = (number + at) % len(names)
            for name in (*names[first:], *names[:first]):
                ask = asked[name]
                started = clock()
                ask(text)
                taken[name][at].append((clock() - started) * 1000)
    return {name: [statistics.median(times) for times in taken[name]] for name in names}
