"""How long work tells how far it is, and how it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):  # noqa: N818 - an order that was followed, not an error
    """The person stopped the work; nothing it built is kept."""


class CancelToken:
    """A flag one thread raises and another looks at. Safe from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work that holds this token to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise :class:`Cancelled` once the work was asked to stop."""
        if self._event.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of long work: *stage* in the person's words, *done* of *total* (0 = unknown)."""

    stage: str
    done: int
    total: int


ProgressSink = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Take a progress report and do nothing with it."""
