"""The releases that are answered from, kept from one keystroke to the next."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic, time_ns
from typing import TYPE_CHECKING

from codebook_app.domain.release import ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.search.index import SearchIndex
    from codebook_app.store.reference_db import ReferenceDb

_DEFAULT_CODE_SET = "icd10cm"
_KEPT = 3
"""How many selections are kept: what is searched now, and what was before."""
_LASTS = 2.0
"""Seconds after which is asked again, lest a change in the same tick of the disk's clock hides."""
_LASTS_SETTLED = 60.0
"""The same where the last change was longer ago than that: only the day may change."""


@dataclass(frozen=True)
class Selection:
    """The releases chosen, their databases, and the index over all of them."""

    choices: tuple[ReleaseChoice, ...]
    readers: tuple[ReferenceDb, ...]
    index: SearchIndex


@dataclass(frozen=True)
class _Kept:
    """A selection without a hold on the files of its indexes, which may have to be removed."""

    stamp: tuple[int, ...]
    since: float
    lasts: float
    choices: tuple[ReleaseChoice, ...]
    readers: tuple[ReferenceDb, ...]
    indexes: tuple[weakref.ref[SearchIndex], ...]
    joined: SearchIndex | None


class Selections:
    """Chooses releases for a day. Safe from any thread."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._guard = threading.Lock()
        self._kept: dict[tuple[tuple[str, ...], date | None], _Kept] = {}

    def in_use(self, on: date | None) -> tuple[ReleaseChoice, ...]:
        """Return the release of each code set that is installed and not off, in shown order."""
        choices = []
        for code_set in self._installed():
            try:
                choices.append(self._releases.choose(code_set, on))
            except KnownError:
                # Every release of it is off until its licence is confirmed.
                continue
        return tuple(choices)

    def choices(self, code_sets: Sequence[str], on: date | None) -> tuple[ReleaseChoice, ...]:
        """Return the release of each of *code_sets*, or of all in use.

        Raises :class:`KnownError` where one that was named is not installed or is off, or where
        there is none at all.
        """
        if not code_sets and (in_use := self.in_use(on)):
            return in_use
        # With nothing installed, or all of it off, choosing says so and what to do.
        named = code_sets or self._installed() or [_DEFAULT_CODE_SET]
        return tuple(self._releases.choose(code_set, on) for code_set in dict.fromkeys(named))

    def searched(self, code_sets: Sequence[str], on: date | None) -> Selection:
        """Return what is searched: without *code_sets*, all in use that have an index.

        Raises :class:`KnownError` as :meth:`choices` does, and where an index is missing or
        damaged.
        """
        key = (tuple(code_sets), on)
        stamp = self._releases.stamp()
        with self._guard:
            kept = self._kept.pop(key, None)
            if kept is None or kept.stamp != stamp or monotonic() - kept.since > kept.lasts:
                kept = self._chosen(code_sets, on, stamp, kept)
            indexes = [index for one in kept.indexes if (index := one()) is not None]
            if len(indexes) < len(kept.indexes):
                kept = self._chosen(code_sets, on, stamp, None)
                indexes = [index for one in kept.indexes if (index := one()) is not None]
            self._kept[key] = kept
            while len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return Selection(kept.choices, kept.readers, kept.joined or indexes[0])

    def _chosen(
        self,
        code_sets: Sequence[str],
        on: date | None,
        stamp: tuple[int, ...],
        before: _Kept | None,
    ) -> _Kept:
        choices = self.choices(code_sets, on)
        if not code_sets:
            # With none that can be searched, opening the first index says so.
            searchable = tuple(one for one in choices if one.release.searchable)
            choices = searchable or choices[:1]
        named = [(one.release.code_set, one.release.release) for one in choices]
        indexes = tuple(self._releases.index(*name) for name in named)
        kept = before.joined if before is not None and _are(before.indexes, indexes) else None
        return _Kept(
            stamp=stamp,
            since=monotonic(),
            lasts=_LASTS_SETTLED if _is_settled(stamp) else _LASTS,
            choices=choices,
            readers=tuple(self._releases.reader(*name) for name in named),
            indexes=tuple(map(weakref.ref, indexes)),
            joined=kept or self._join(indexes),
        )

    def _join(self, indexes: tuple[SearchIndex, ...]) -> SearchIndex | None:
        if len(indexes) == 1:
            return None
        # Other days and filters often choose the same releases.
        for kept in self._kept.values():
            if _are(kept.indexes, indexes):
                return kept.joined
        from codebook_app.search.index import SearchIndex  # late: see releases.py

        return SearchIndex.joined(indexes)

    def _installed(self) -> list[str]:
        there = {release.code_set for release in self._releases.installed()}
        return [code_set.name for code_set in self._releases.code_sets if code_set.name in there]


def _is_settled(stamp: tuple[int, ...]) -> bool:
    """Whether the last change, in nanoseconds, is so long ago that another one would show."""
    return time_ns() - max(stamp, default=0) > _LASTS * 1e9


def _are(kept: Sequence[weakref.ref[SearchIndex]], indexes: Sequence[SearchIndex]) -> bool:
    return len(kept) == len(indexes) and all(
        one() is index for one, index in zip(kept, indexes, strict=True)
    )
