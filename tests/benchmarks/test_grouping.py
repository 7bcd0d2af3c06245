"""How long grouping a stay takes: 25 diagnoses and 25 procedures, each of them left out in turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from support.machine import Slowness
from support.stays import coded

from codebook_app.grouping.deciding import counting, without_each
from codebook_app.grouping.editor_words import raised
from codebook_app.grouping.ms_drg import MsDrgGrouper
from codebook_app.grouping.stay import Stay

STAY = coded(
    *("S72001A", "J9601", "N179", "E440", "I5033", "D62", "E871", "L89154", "Z9911", "G931"),
    *("E1122", "N1830", "I10", "Z7901", "W010XXA", "Y92009", "F0390", "R1310", "Z66", "Z515"),
    *("I2510", "J449", "K219", "E785", "D649"),
    procedures=(
        *("0QS604Z", "0SR90J9", "5A1955Z", "0BH17EZ", "02HV33Z", "30233N1", "B2111ZZ", "4A023N7"),
        *("0DH63UZ", "3E0G76Z", "0T9B70Z", "0JBR0ZZ", "0HBRXZZ", "B030ZZZ", "BW28ZZZ", "F07L0ZZ"),
        *("0W9930Z", "0BJ08ZZ", "0DJ08ZZ", "5A09357", "4A133B1", "02703DZ", "0FT44ZZ", "B245ZZZ"),
        "0QH634Z",
    ),
    on=date(2026, 5, 1),
)


@pytest.fixture(scope="module")
def grouper() -> Iterator[MsDrgGrouper]:
    one = MsDrgGrouper()
    yield one
    one.close()


def everything(grouper: MsDrgGrouper, stay: Stay) -> int:
    """Do all that one answer of the window takes, but for the weights."""
    answer = grouper.group(stay)
    counting(stay, answer, grouper.group)
    raised(stay, grouper.edits)
    return len(list(without_each(stay, answer, grouper.group)))


def test_stay_of_50_codes_is_grouped_with_all_that_decides_it_within_100_milliseconds(
    benchmark: Any, grouper: MsDrgGrouper, slowness: Slowness
) -> None:
    assert (len(STAY.diagnoses), len(STAY.procedures)) == (25, 25)
    changing = benchmark.pedantic(everything, args=(grouper, STAY), rounds=20, warmup_rounds=2)
    assert changing > 0
    if benchmark.enabled:
        assert benchmark.stats.stats.min < 0.100 * slowness()
