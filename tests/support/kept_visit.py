"""Fixtures of an encounter that is kept: a copy, for each test, of a database made once.

The module that takes them in has the fixture ``prepared``, the database's file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from codebook_app.domain.encounter import Encounter
from codebook_app.services.encounters import Encounters


@pytest.fixture
def user_db(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the database of one encounter."""
    return Path(shutil.copy(prepared, tmp_path / "user.db"))


@pytest.fixture
def encounters(user_db: Path) -> Iterator[Encounters]:
    kept = Encounters(user_db)
    yield kept
    kept.close()


@pytest.fixture
def visit(encounters: Encounters) -> Encounter:
    made = encounters.latest()
    assert made is not None
    return made
