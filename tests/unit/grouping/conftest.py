"""The grouper, opened once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codebook_app.grouping.ms_drg import MsDrgGrouper


@pytest.fixture(scope="package")
def grouper() -> Iterator[MsDrgGrouper]:
    one = MsDrgGrouper()
    yield one
    one.close()
