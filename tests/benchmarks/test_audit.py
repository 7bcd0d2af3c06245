"""How long the re-audit of 5,000 lists takes on the embedded release: less than a second."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from support.embedded_book import embedded_book
from support.embedded_checks import embedded_shelf
from support.machine import Slowness

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.domain.audit import KeptLine, KeptList
from codebook_app.domain.encounter import Kind
from codebook_app.services.audit import Audit
from codebook_app.services.releases import Releases
from codebook_app.services.validity import Validity

TODAY = date(2026, 11, 22)
DELETED = ("D69.1", "I42.0", "M72.2", "S23.420A", "Z68.1")


class NoPlaces:
    """A catalogue of nothing."""

    def releases(self) -> tuple[()]:
        """Return none."""
        return ()


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    shelf, book = embedded_shelf(embedded_book(tmp_path_factory))
    yield shelf
    book.close()


def kept_lists(count: int) -> tuple[KeptList, ...]:
    """Return *count* lists of 10 codes, of the last year's days; one in fifty has a deleted one."""
    chance = random.Random(6)
    lists_of_the_day = MasterLists.installed()
    new, _ = lists_of_the_day.came_and_went("icd10cm", date(2022, 10, 1), TODAY)
    common = [code if len(code) < 4 else f"{code[:3]}.{code[3:]}" for code in new]
    made = []
    for number in range(count):
        codes = chance.sample(common, 10)
        if number % 50 == 0:
            codes[3] = DELETED[number // 50 % len(DELETED)]
        on = TODAY - timedelta(days=chance.randrange(50)) if number % 10 else None
        lines = tuple(KeptLine(str(at), "icd10cm", code, "") for at, code in enumerate(codes))
        made.append(KeptList(str(number), f"Visit {number}", Kind.ENCOUNTER, on, lines))
    return tuple(made)


def test_5000_lists_are_audited_within_a_second(
    benchmark: Any, releases: Releases, slowness: Slowness
) -> None:
    lists = MasterLists.installed()
    validity = Validity(releases, lambda: lists, NoPlaces(), today=lambda: TODAY)
    kept = kept_lists(5000)
    audit = Audit(releases, validity, lambda: [kept])

    report = benchmark.pedantic(audit.run, args=(TODAY,), rounds=3, warmup_rounds=1)

    assert report.checked == 5000
    assert sum(one.is_news for one in report.lists) == 100
    if benchmark.enabled:
        assert benchmark.stats.stats.min < 1.0 * slowness()
