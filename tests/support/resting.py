"""Tells when a program has done what it was asked: nobody can ask another process's window."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

PATIENCE = 180.0
"""Seconds until a wait is given up: many times what the slowest machine should need."""

X_SERVER = "CODEBOOK_TESTS_X_SERVER"
"""The variable in which a test's programs and tools find the process of its X server."""

_RESTING = 0.4
"""Seconds that count as rest: longer than the pauses that a program makes before it answers."""
_IDLING = 4_000_000
"""Nanoseconds of work in that time that count as none: a caret blinks, a timer looks."""
_TICK = 10_000_000
_LOOK = 0.02


def until(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait for *condition*, which another process brings about; AssertionError if it never is."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"waited {patience:.0f} s for {what}"
        time.sleep(0.05)


def come_to_rest(process_id: int, environment: Mapping[str, str]) -> None:
    """Wait until a program on this Linux, and the X server it shows itself on, have nothing to do.

    One that a busy machine gives no time to is not at rest, however long it stands still: its
    threads are ready to run, or wait for the disk. Returns at once where the program has ended.
    """
    server = int(environment[X_SERVER])
    end = time.monotonic() + PATIENCE
    worked, since = _worked(process_id), time.monotonic()
    while worked is not None and time.monotonic() - since < _RESTING:
        assert time.monotonic() < end, f"process {process_id} never came to rest"
        time.sleep(_LOOK)
        now = _worked(process_id)
        busy = now is None or abs(now - worked) > _IDLING
        if busy or not _asleep(process_id) or not _asleep(server):
            worked, since = now, time.monotonic()


def _worked(process_id: int) -> int | None:
    """Return for how many nanoseconds a process's threads have run, None where it has ended."""
    done = None
    for thread in _threads(process_id):
        try:
            done = (done or 0) + int((thread / "schedstat").read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):  # no such file, or no such thread any more
            stat = _stat(thread)
            if stat:
                done = (done or 0) + (int(stat[11]) + int(stat[12])) * _TICK
    return done


def _asleep(process_id: int) -> bool:
    """Whether no thread is running, ready to run or waiting for the disk."""
    return not any(_stat(thread)[:1] in (["R"], ["D"]) for thread in _threads(process_id))


def _threads(process_id: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{process_id}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []


def _stat(thread: Path) -> list[str]:
    """Return what the kernel tells of a thread from its state on, nothing where it has ended."""
    try:
        return (thread / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
