"""Looking for garbage on the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from codebook_app.gui.garbage import GarbageLook


class Knot(QObject):
    """Is kept alive by itself alone."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def look(qapp) -> Iterator[GarbageLook]:
    made = GarbageLook()
    gc.enable()  # as Python leaves it
    made.start()
    yield made
    made.stop()
    gc.disable()  # as the fixture of all tests of the window left it


def make_many() -> list[list[int]]:
    return [[number] for number in range(60_000)]


def test_what_a_worker_makes_never_destroys_what_is_the_windows(look):
    gone = threading.Event()
    weakref.finalize(Knot(), gone.set)
    worker = threading.Thread(target=make_many)

    worker.start()
    worker.join()

    assert not gone.is_set()


def test_garbage_is_taken_away_on_the_windows_thread_before_long(look, qtbot):
    where: list[threading.Thread] = []
    weakref.finalize(Knot(), lambda: where.append(threading.current_thread()))
    kept = make_many()

    qtbot.waitUntil(lambda: bool(where))

    assert where == [threading.main_thread()]
    assert kept


def test_what_was_there_before_is_not_looked_through(qapp):
    gone = threading.Event()
    weakref.finalize(Knot(), gone.set)
    look = GarbageLook()

    look.start()
    kept = make_many()
    look.look()
    was_gone = gone.is_set()
    look.stop()
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()

    assert (was_gone, enabled, gone.is_set()) == (False, True, True)
    assert kept


def test_a_little_garbage_is_left_for_later(look):
    gc.collect()
    gone = threading.Event()
    weakref.finalize(Knot(), gone.set)

    look.look()

    assert not gone.is_set()
