"""How long checking a list takes on the embedded release: at most 50 ms for 25 codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from support.code_lists import a_line, a_list
from support.embedded_book import embedded_book
from support.embedded_checks import IN_FORCE, embedded_checking
from support.machine import Slowness

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.services.checking import Checking

# What a chart holds, and a few slips.
EVERYDAY = [
    *("E11.22", "N18.30", "I12.9", "Z79.4", "E78.5", "I25.10", "J44.9", "M17.11", "H40.1131"),
    *("F32.A", "G47.33", "K21.9", "Z87.891", "E66.9", "D64.9", "S72.002A", "W21.89XA", "R07.9"),
    *("I50.9", "J18.9", "B96.20", "N39.0", "Z68.35", "L89.152", "E87.6"),
]
SLIPS = [
    *("E1122", "N18.30", "N18.3", "W21.89A", "T36.01XA", "S72.002", "S72.O02A", "E11", "M54"),
    *("S82", "E11.22A", "Q99.7", "hello", "F32.A", "F33.1", "R73.9", "E11.9", "E10.9", "M51.26"),
    *("M54.50", "S01.01XA", "S02.0XXB", "J45.909", "W20A", "I10"),
]


@pytest.fixture(scope="module")
def checking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checking]:
    checks, book = embedded_checking(embedded_book(tmp_path_factory))
    yield checks
    book.close()


def encounter(setting: Setting) -> Encounter:
    """Return 25 diagnoses with POA, and in a stay 25 procedures, else 25 services."""
    lines = [replace(a_line(code, line_id=f"d{code}"), poa="Y") for code in EVERYDAY]
    if setting is Setting.INPATIENT:
        lines += [
            replace(a_line("02703DZ", line_id=f"p{at}", code_set="icd10pcs"), performed_on=IN_FORCE)
            for at in range(25)
        ]
    else:
        lines += [
            replace(
                a_line("G0439", line_id=f"s{at}", code_set="hcpcs"),
                pointers=("A", "B"),
                modifiers=("25", "LT"),
            )
            for at in range(25)
        ]
    made = a_list(*lines, on=IN_FORCE)
    return replace(made, setting=setting, age=70, sex="F", discharge_status="01")


@pytest.mark.parametrize("codes", [EVERYDAY, SLIPS], ids=["everyday", "slips"])
def test_25_codes_are_checked_within_50_milliseconds(
    benchmark: Any, checking: Checking, codes: list[str], slowness: Slowness
) -> None:
    assert len(codes) == 25
    measured(benchmark, lambda: checking.check_codes(codes, on=IN_FORCE), slowness)


@pytest.mark.parametrize("setting", list(Setting))
def test_25_codes_of_each_setting_are_checked_within_50_milliseconds(
    benchmark: Any, checking: Checking, setting: Setting, slowness: Slowness
) -> None:
    visit = encounter(setting)
    measured(benchmark, lambda: checking.check(visit), slowness)


def measured(benchmark: Any, check: Callable[[], object], slowness: Slowness) -> None:
    benchmark.pedantic(check, rounds=30, warmup_rounds=2)
    if benchmark.enabled:
        # The quickest round: the others tell what else the machine was doing.
        assert benchmark.stats.stats.min < 0.050 * slowness()
