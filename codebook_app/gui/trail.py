"""The places that Back and Forward lead through, as a browser keeps them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codebook_app.gui.places import Place

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Step:
    """A place the person looked at; *glance* where the arrows only passed over it."""

    place: Place
    glance: bool = False
    title: str = ""


class Trail:
    """The places visited, and where among them the person is. Glances leave no trace once left."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._at = -1

    @property
    def can_back(self) -> bool:
        """Whether there is an earlier place."""
        return self._at > 0

    @property
    def can_forward(self) -> bool:
        """Whether the person went back from a later place."""
        return self._at < len(self._steps) - 1

    @property
    def current(self) -> Place | None:
        """The place shown, None before the first."""
        return self._steps[self._at].place if self._steps else None

    @property
    def earlier(self) -> tuple[str, ...]:
        """What the places before are called, the nearest first."""
        return tuple(step.title for step in reversed(self._steps[: max(self._at, 0)]))

    @property
    def later(self) -> tuple[str, ...]:
        """What the places the person came back from are called, the nearest first."""
        return tuple(step.title for step in self._steps[self._at + 1 :])

    def visit(self, place: Place, *, glance: bool = False, title: str = "") -> None:
        """Note a visit to *place*; what lay ahead is forgotten, a glance left behind too."""
        if self._steps and self._steps[self._at].place == place:
            if not glance:
                self._steps[self._at] = Step(place, title=title)
            return
        del self._steps[self._at + 1 :]
        if self._steps and self._steps[-1].glance:
            del self._steps[-1]
        if not self._steps or self._steps[-1].place != place:
            self._steps.append(Step(place, glance, title))
        del self._steps[:-_LONGEST]
        self._at = len(self._steps) - 1

    def stand_at(self, place: Place) -> None:
        """Note that the person walked on to *place* in the page that is shown: back leads there."""
        if self._steps:
            self._steps[self._at] = replace(self._steps[self._at], place=place)

    def leave_glance(self) -> Place | None:
        """Take a glance back and return the place it covered, None where nothing was glanced at."""
        if self._at < 1 or not self._steps[self._at].glance:
            return None
        del self._steps[self._at :]
        self._at = len(self._steps) - 1
        return self.current

    def back(self) -> Place | None:
        """Go to the earlier place and return it, None where there is none."""
        return self.travel(-1)

    def forward(self) -> Place | None:
        """Go to the later place and return it, None where there is none."""
        return self.travel(1)

    def travel(self, steps: int) -> Place | None:
        """Go so many *steps* forward, or back where negative; None where there is no such place."""
        if not steps or not 0 <= self._at + steps < len(self._steps):
            return None
        self._at += steps
        return self.current
