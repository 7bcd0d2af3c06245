"""Faults of a database in the words a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from codebook_app.errors import KnownError
from codebook_app.store.user_faults import known_faults


def test_a_server_that_does_not_answer_is_said_in_one_line():
    refused = OperationalError("SELECT 1", {}, Exception("connection refused\nIs it running?\n"))

    with pytest.raises(KnownError) as fault, known_faults("postgresql://desk/codebook"):
        raise refused
    assert fault.value.message == (
        "The database postgresql://desk/codebook does not answer: connection refused."
    )


def test_a_fault_of_the_system_names_the_place_and_the_reason():
    with (
        pytest.raises(KnownError, match=r"/data/user\.db cannot be opened: No space left"),
        known_faults("/data/user.db"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_our_own_mistakes_pass_through():
    ours = IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE constraint failed"))

    with pytest.raises(IntegrityError), known_faults("/data/user.db"):
        raise ours
    with (
        pytest.raises(sqlite3.OperationalError),
        known_faults("/data/user.db"),
        closing(sqlite3.connect(":memory:")) as database,
    ):
        database.execute("SELECT * FROM nowhere")
