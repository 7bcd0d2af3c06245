"""What was measured of the search and its peers in one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from codebook_app.services.bench.quality import Quality
from codebook_app.services.bench.timing import Latency


@dataclass(frozen=True, slots=True)
class Footprint:
    """What *engine* takes, for all releases together.

    Seconds of building include reading the releases; *cold_seconds* run from nothing imported or
    opened to the first answer. Memory is the most bytes its own process had, Python's and the
    mapped files' included, None where the system does not tell.
    """

    engine: str
    version: str
    build_seconds: float
    build_memory: int | None
    disk: int
    cold_seconds: float
    memory: int | None


@dataclass(frozen=True, slots=True)
class Timed:
    """How long the queries of one *kind* took each engine."""

    kind: str
    latencies: Mapping[str, Latency]

    def ratio(self, engine: str, to: str) -> float | None:
        """Return *engine*'s p95 as a multiple of that of another, None where that has none."""
        if to not in self.latencies or not self.latencies[to].p95:
            return None
        return self.latencies[engine].p95 / self.latencies[to].p95


@dataclass(frozen=True, slots=True)
class Answered:
    """How well each engine answered the questions *asked*, as they are and with a typing error."""

    asked: str
    qualities: Mapping[str, Quality]
    misspelt: Mapping[str, Quality]


@dataclass(frozen=True, slots=True)
class Measurements:
    """One run: *releases* by their titles, *texts* the lines and terms in them that are searched.

    *clock* says what is timed: processor time where the system counts it finely enough. *missing*
    names the engines that are not installed.
    """

    day: date
    releases: tuple[str, ...]
    texts: int
    rounds: int
    clock: str
    missing: tuple[str, ...]
    footprints: tuple[Footprint, ...]
    timed: tuple[Timed, ...]
    answered: tuple[Answered, ...]
