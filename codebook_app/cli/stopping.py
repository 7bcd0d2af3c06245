"""How a long command is stopped without leaving anything half done."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from codebook_app.cli.terminal import Terminal
from codebook_app.progress import CancelToken

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable(terminal: Terminal) -> Iterator[CancelToken]:
    """Give a token that the first Ctrl+C or SIGTERM raises, so that the work can tidy up.

    A second Ctrl+C stops at once; what it leaves behind the next start removes.
    """
    cancel = CancelToken()
    previous = {number: signal.getsignal(number) for number in _STOP_SIGNALS}

    def stop(_: int, __: FrameType | None) -> None:
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.cancel()
        terminal.say("Stopping …")

    for number in previous:
        signal.signal(number, stop)
    try:
        yield cancel
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
