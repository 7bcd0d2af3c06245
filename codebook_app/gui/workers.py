"""The threads behind the window."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.gui.jobs import Worker


@dataclass(frozen=True, slots=True)
class Workers:
    """The threads behind the window: look-ups; long work; the encounter's changes and checks."""

    lookup: Worker
    jobs: Worker
    desk: Worker

    @classmethod
    def start(cls) -> Workers:
        """Start all three."""
        return cls(Worker("lookup"), Worker("jobs"), Worker("desk"))

    def close(self) -> None:
        """Drop what only shows things, finish what keeps the person's work, and wait for all."""
        self.lookup.close(drain=False)
        self.jobs.close(drain=False)
        self.desk.close(drain=True)
