"""Hits under the heading of the book's part, the best few of each where there are many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from codebook_app.domain.search import Hit, HitKind

BEST = 4
"""How many hits of a part are shown at least while others stand below it."""
LEAST_FOLDED = 2
"""One hit more would take no more room than the row that tells of it."""
_PARTS = {
    HitKind.CODE: "TABULAR",
    HitKind.INDEX: "INDEX",
    HitKind.TABLE: "TABLES",
    HitKind.NOTE: "YOUR NOTES",
}
_WHERE = {
    HitKind.CODE: "in the tabular",
    HitKind.INDEX: "in the index",
    HitKind.TABLE: "in the tables",
    HitKind.NOTE: "in your notes",
}


@dataclass(frozen=True, slots=True)
class PartHeading:
    """The heading over the hits of one part of the book: "TABULAR", with how many there are."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class MoreHits:
    """Stands for the *count* hits of one part that are not shown until it is opened."""

    kind: HitKind
    count: int

    @property
    def words(self) -> str:
        """What the row says: "23 more in the index"."""
        return f"{self.count} more {_WHERE[self.kind]}"


HitLine = PartHeading | Hit | MoreHits


def grouped(
    hits: tuple[Hit, ...], opened: Collection[HitKind], best: int = BEST
) -> tuple[HitLine, ...]:
    """Return *hits*, which come best first, part by part; all of a part in *opened*.

    The part of the best hit comes first. Below the *best* few of each part but the last stands one
    row for the others, so that all parts are in sight.
    """
    lines: list[HitLine] = []
    order = {kind: place for place, kind in enumerate(dict.fromkeys(hit.kind for hit in hits))}
    for kind, group in groupby(sorted(hits, key=lambda hit: order[hit.kind]), _kind):
        together = tuple(group)
        is_last = order[kind] == len(order) - 1
        whole = is_last or kind in opened or len(together) < best + LEAST_FOLDED
        lines.append(PartHeading(_PARTS[kind], len(together)))
        lines.extend(together if whole else together[:best])
        if not whole:
            lines.append(MoreHits(kind, len(together) - best))
    return tuple(lines)


def _kind(hit: Hit) -> HitKind:
    return hit.kind
