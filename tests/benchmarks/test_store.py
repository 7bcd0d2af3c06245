"""How long a whole release takes to be written, read and compared, and a change to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from support.code_lists import a_code
from support.embedded_book import build_embedded_reference
from support.machine import Slowness
from support.whole_release import build_release, index_terms, line, tabular, term

from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.index_term import IndexBook, IndexTerm
from codebook_app.domain.release import Release
from codebook_app.services.encounters import Encounters
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_changes import release_changes
from codebook_app.store.reference_db import ReferenceDb

# What others do at the same time is not counted.
pytestmark = pytest.mark.benchmark(timer=process_time)

ROUNDS = 3
LOADED = 3
"""How much longer everything may take on a slower machine."""
HITS = 50
COLUMNS = tuple(f"Column {number}" for number in range(7))


def whole_index() -> tuple[IndexTerm, ...]:
    """Return as many terms and cells as the FY2017 index and tables have, some 94,000."""
    diseases = index_terms(
        IndexBook.INDEX,
        *(
            term(
                f"Sample {main} (mild) (severe)",
                "A01.9",
                *(term(f"with {n}", "", term("lake (deep)", "B20.-")) for n in range(4)),
            )
            for main in range(9_700)
        ),
    )
    return index_terms(
        IndexBook.DRUGS,
        *(term(f"Salt {n}", "", cells=(f"T36.{n % 9}X1",) * 6) for n in range(6_700)),
        after=diseases,
    )


@pytest.fixture(scope="module")
def content() -> ReleaseContent:
    lines = tabular(line("A00", "Sample"))
    return ReleaseContent(lines, whole_index(), {IndexBook.DRUGS: COLUMNS})


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceDb]:
    book = build_embedded_reference(tmp_path_factory.mktemp("earlier"))
    yield book
    book.close()


def test_write_the_indexes_and_tables(
    benchmark: BenchmarkFixture, content: ReleaseContent, tmp_path: Path, slowness: Slowness
) -> None:
    """Goal: 1 second for some 94,000 terms."""
    number = iter(range(ROUNDS))
    benchmark.pedantic(
        lambda: build_reference_db(tmp_path / f"{next(number)}.db", content), rounds=ROUNDS
    )
    assert len(content.index_terms) == 94_000
    assert benchmark.stats.stats.min < 1.0 * LOADED * slowness()


def test_hand_every_term_to_the_index(
    benchmark: BenchmarkFixture, content: ReleaseContent, tmp_path: Path
) -> None:
    book = build_release(tmp_path, content)
    count = benchmark.pedantic(lambda: sum(1 for _ in book.searchable_terms()), rounds=ROUNDS)
    assert count == sum(bool(one.targets or one.cells) for one in content.index_terms)
    book.close()


def test_read_the_lines_of_a_list_of_hits(
    benchmark: BenchmarkFixture, embedded: ReferenceDb, slowness: Slowness
) -> None:
    ids = range(5_000, 5_000 + HITS * 37, 37)
    rows = benchmark(lambda: embedded.hit_rows(ids))
    assert len(rows) == HITS
    assert benchmark.stats.stats.median < 0.001 * LOADED * slowness()


@pytest.mark.parametrize("many", [1, 50], ids=["1 line", "50 lines"])
def test_change_an_encounter_and_log_it(
    benchmark: BenchmarkFixture, user_db: Path, many: int, slowness: Slowness
) -> None:
    """Goal: 15 milliseconds for a change of 50 lines, its step of undo and its log."""
    encounters = Encounters(user_db)
    visit = encounters.add_many(encounters.create(), [a_code(f"A{at:02}.0") for at in range(many)])
    poa = cycle("YN")

    def change() -> None:
        nonlocal visit
        value = next(poa)
        of_all = {line.id: {"poa": value} for line in visit.lines}
        visit = encounters.set_lines(visit, of_all, "POA of all")

    benchmark.pedantic(change, rounds=60, warmup_rounds=3)
    assert len(encounters.log(visit.id).entries) == visit.revision
    encounters.close()
    assert benchmark.stats.stats.median < 0.015 * LOADED * slowness()


def test_read_and_verify_a_long_log(
    benchmark: BenchmarkFixture, user_db: Path, slowness: Slowness
) -> None:
    """Goal: 50 milliseconds for 500 entries."""
    encounters = Encounters(user_db)
    visit = encounters.create()
    for number in range(499):
        visit = encounters.rename(visit, f"Visit {number}")
    log = benchmark.pedantic(lambda: encounters.log(visit.id), rounds=5)
    encounters.close()
    assert (len(log.entries), log.sound) == (500, True)
    assert benchmark.stats.stats.min < 0.05 * LOADED * slowness()


def test_compare_two_releases(
    benchmark: BenchmarkFixture, embedded: ReferenceDb, tmp_path: Path, slowness: Slowness
) -> None:
    """Goal: 2 seconds for two whole releases of ICD-10-CM."""
    later = build_embedded_reference(tmp_path)
    release = Release(
        code_set="icd10cm",
        release="FY2026-04",
        title="",
        effective_from=date(2026, 4, 1),
        effective_to=date(2026, 9, 30),
        codes=0,
        billable=0,
        sources=(),
        origin="",
        installed_at=datetime(2026, 4, 1, tzinfo=UTC),
        app_version="",
        searchable=True,
    )
    found = benchmark.pedantic(
        lambda: release_changes(embedded, later, release, replace(release, release="later")),
        rounds=ROUNDS,
    )
    later.close()
    assert (found.added, found.deleted, found.retitled, found.notes_changed) == ((), (), (), ())
    assert benchmark.stats.stats.min < 2.0 * LOADED * slowness()
