"""How long a claim of 50 lines takes to write: a few milliseconds in any format."""

from __future__ import annotations

from typing import Any

import pytest
from support.claims import a_diagnosis, a_procedure, a_service, a_stay, an_office_visit, claim_of
from support.machine import Slowness

from codebook_app.exchange.formats import standard_formats

STAY = a_stay(
    *[a_diagnosis(f"A{at:02d}", "Y") for at in range(25)],
    *[a_procedure(f"0SR{at:04d}") for at in range(25)],
)
VISIT = an_office_visit(
    *[f"A{at:02d}" for at in range(12)],
    *[a_service("99213", "25", "59", pointers="ABCD") for _ in range(38)],
)


@pytest.mark.parametrize(
    ("name", "encounter"),
    [
        *[(name, STAY) for name in ("837i", "ub04", "fhir", "fhir-bundle")],
        *[(name, VISIT) for name in ("837p", "cms1500")],
    ],
)
def test_a_claim_of_fifty_lines_is_written_at_once(
    benchmark: Any, name, encounter, slowness: Slowness
) -> None:
    format_ = standard_formats().named(name)
    claim = claim_of(encounter)

    shown = benchmark.pedantic(
        format_.render, args=(claim, format_.described.defaults), rounds=30, warmup_rounds=2
    )

    assert shown.text
    if benchmark.enabled:
        assert benchmark.stats.stats.min < 0.050 * slowness()
