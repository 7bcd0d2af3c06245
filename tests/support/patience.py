"""A hand on the window that waits as long as a busy machine needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

_PATIENCE = 60_000
"""Milliseconds: many times what the slowest machine should need; nobody waits so long for long."""


class PatientQtBot(QtBot):
    """pytest-qt's own, but for how long it waits where a test does not say.

    Its five seconds are enough for a machine of one's own, and not for one that many share.
    """

    def waitUntil(  # noqa: N802 - pytest-qt's name
        self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE
    ) -> None:
        """Wait until *callback* returns True, or None without an AssertionError."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = _PATIENCE, **more: Any) -> Any:  # noqa: N802
        """Wait for *signal* at the end of a ``with``."""
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitSignals(self, signals: list[Any], *, timeout: int = _PATIENCE, **more: Any) -> Any:  # noqa: N802
        """Wait for all of *signals* at the end of a ``with``."""
        return super().waitSignals(signals, timeout=timeout, **more)

    def waitExposed(self, widget: Any, *, timeout: int = _PATIENCE) -> Any:  # noqa: N802
        """Wait until *widget* is shown at the end of a ``with``."""
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: Any, *, timeout: int = _PATIENCE) -> Any:  # noqa: N802
        """Wait until *widget* is the active window at the end of a ``with``."""
        return super().waitActive(widget, timeout=timeout)
