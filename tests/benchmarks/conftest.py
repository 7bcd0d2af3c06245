"""What the benchmarks share: how slow the machine is while one of them runs."""

from __future__ import annotations

import pytest
from support.machine import Slowness


@pytest.fixture
def slowness() -> Slowness:
    """The factor for limits of time by the clock on the wall."""
    return Slowness()
