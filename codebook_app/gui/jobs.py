"""Work that must not hold up the window, done in order on threads of its own."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


class Worker(QObject):
    """One thread that does what it is given, first in, first out.

    Lives on the thread that made it (the window's); what is submitted runs on the worker's thread
    and must touch no widget. Each piece of work is answered by exactly one of its two callbacks, on
    the window's thread and in the order of submission.
    """

    _answered = Signal(int, object, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._queue: queue.SimpleQueue[tuple[int, Callable[[], object]] | None] = (
            queue.SimpleQueue()
        )
        # The callbacks stay on the window's side: were the thread the last to let go of one, the
        # widgets it is bound to would be destroyed off their own thread.
        self._callbacks: dict[
            int, tuple[Callable[[object], None], Callable[[Exception], None]]
        ] = {}
        self._tickets = itertools.count()
        self._dropping = threading.Event()
        self._closed = False
        self._answered.connect(self._deliver)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Queue *work*; its result goes to *on_done*, what it raises to *on_error*.

        After :meth:`close` nothing is taken any more and no callback is called.
        """
        if self._closed:
            return
        ticket = next(self._tickets)
        self._callbacks[ticket] = (on_done, on_error)  # type: ignore[assignment]
        self._queue.put((ticket, work))

    @property
    def busy(self) -> bool:
        """Whether anything submitted is still to be answered."""
        return bool(self._callbacks)

    def close(self, *, drain: bool) -> None:
        """End the thread and wait for it; no callback is called from here on.

        With *drain* all that is queued is done first, without it the queue is dropped and only the
        work under way is waited for: cancel it beforehand. May be called more than once.
        """
        if self._closed:
            return
        self._closed = True
        self._callbacks.clear()
        if not drain:
            self._dropping.set()
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (queued := self._queue.get()) is not None:
            ticket, work = queued
            if not self._dropping.is_set():
                self._answer(ticket, work)
            del queued, work  # held while waiting for more, it would outlive its widgets

    def _answer(self, ticket: int, work: Callable[[], object]) -> None:
        try:
            result = work()
        except Exception as fault:  # on_error decides what it means
            self._answered.emit(ticket, None, fault)
        else:
            self._answered.emit(ticket, result, None)

    def _deliver(self, ticket: int, result: object, fault: Exception | None) -> None:
        callbacks = self._callbacks.pop(ticket, None)
        if callbacks is None:
            return
        on_done, on_error = callbacks
        if fault is None:
            on_done(result)
        else:
            on_error(fault)
