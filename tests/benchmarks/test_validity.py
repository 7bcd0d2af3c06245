"""How long the master lists take: 150 ms to load, and next to nothing for a code list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.machine import Slowness

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.services.releases import Releases
from codebook_app.services.validity import Validity

ON = date(2026, 11, 22)
# What a chart holds, with three that FY2027 deleted or brought.
CODES = [
    *("E11.22", "N18.30", "I12.9", "Z79.4", "E78.5", "I25.10", "J44.9", "M17.11", "H40.1131"),
    *("F32.A", "G47.33", "K21.9", "Z87.891", "E66.9", "D64.9", "S72.002A", "W21.89XA", "R07.9"),
    *("I50.9", "J18.9", "B96.20", "N39.0", "D69.1", "I42.00", "S23.420A"),
]


class NoPlaces:
    """A catalogue of nothing."""

    def releases(self) -> tuple[()]:
        """Return none."""
        return ()


def load() -> MasterLists:
    """Load the lists and look both through."""
    lists = MasterLists.installed()
    assert lists.covers("icd10cm", ON)
    assert lists.covers("icd10pcs", ON)
    return lists


def test_the_lists_are_loaded_within_150_milliseconds(benchmark: Any, slowness: Slowness) -> None:
    benchmark.pedantic(load, rounds=5, warmup_rounds=1)
    if benchmark.enabled:
        assert benchmark.stats.stats.min < 0.150 * slowness()


def test_what_changed_is_told_within_200_milliseconds_of_the_start(
    benchmark: Any, slowness: Slowness
) -> None:
    def changed() -> tuple[tuple[str, ...], tuple[str, ...]]:
        return load().came_and_went("icd10cm", date(2026, 4, 1), ON)

    new, deleted = benchmark.pedantic(changed, rounds=5, warmup_rounds=1)
    assert (len(new), len(deleted)) == (190, 30)
    if benchmark.enabled:
        assert benchmark.stats.stats.min < 0.200 * slowness()


@pytest.fixture
def validity(folders: Any) -> Validity:
    lists = load()
    return Validity(Releases(folders), lambda: lists, NoPlaces())


def test_25_codes_are_told_within_3_milliseconds(
    benchmark: Any, validity: Validity, slowness: Slowness
) -> None:
    assert len(CODES) == 25
    told = benchmark.pedantic(
        validity.of_codes, args=("icd10cm", CODES, ON, frozenset(CODES)), rounds=50, warmup_rounds=2
    )
    assert [(one.code, one.state) for one in told] == [
        ("D69.1", "deleted"),
        ("S23.420A", "deleted"),
    ]
    if benchmark.enabled:
        assert benchmark.stats.stats.min < 0.003 * slowness()
