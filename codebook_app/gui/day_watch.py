"""Notices that another day has begun while the window stayed open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

_LONGEST = timedelta(minutes=10)
"""A computer that slept over midnight is asked again no later than this after it wakes."""


class DayWatch(QObject):
    """Tells of the new day soon after midnight."""

    changed = Signal(object)
    """The date of the day that has begun."""

    def __init__(
        self, now: Callable[[], datetime] = datetime.now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._day = now().date()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._wait()

    @property
    def day(self) -> date:
        """The day as told last."""
        return self._day

    @property
    def waits(self) -> timedelta:
        """How long it is until it looks again."""
        return timedelta(milliseconds=self._timer.interval())

    def look(self) -> None:
        """See whether it is another day by now."""
        day = self._now().date()
        if day != self._day:
            self._day = day
            self.changed.emit(day)
        self._wait()

    def _wait(self) -> None:
        now = self._now()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
        until = midnight.replace(tzinfo=now.tzinfo) - now + timedelta(seconds=1)
        self._timer.start(round(min(until, _LONGEST).total_seconds() * 1000))
