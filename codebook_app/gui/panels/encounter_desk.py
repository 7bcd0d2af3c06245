"""The encounter in hand as the desk worker's thread holds it, from one edit to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codebook_app.domain.encounter import Encounter
from codebook_app.domain.finding import CheckReport
from codebook_app.errors import ConflictError, KnownError

if TYPE_CHECKING:
    from codebook_app.services.checking import Checking
    from codebook_app.services.encounters import Encounters

Edit = Callable[["Encounters", Encounter], Encounter]
"""A change: it gets the encounter as it stands when its turn comes, and returns the new one."""


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """The encounter that stands after the work, and what is to be said of it.

    *gone* is true where the encounter was deleted elsewhere and can only be restored.
    """

    encounter: Encounter | None
    told: str = ""
    fault: Exception | None = None
    gone: bool = False


class EncounterDesk:
    """What the desk worker's thread holds between two edits. Knows no widget.

    *encounter* is read and written on the worker's thread alone, so that an edit asked for before
    the last one was answered still starts from what that one left behind.
    """

    def __init__(self, encounters: Encounters, checking: Checking) -> None:
        self.encounters = encounters
        self.checking = checking
        self.encounter: Encounter | None = None
        self.generation = 0  # raised on the window's thread; checks of an older one are not run

    def take(self, choose: Callable[[Encounters], Encounter | None]) -> DeskAnswer:
        """Take the encounter that *choose* returns in hand."""
        self.encounter = choose(self.encounters)
        return DeskAnswer(self.encounter)

    def edit(self, edit: Edit, *, repeatable: bool, words: str) -> DeskAnswer:
        """Do *edit*, which *words* name; a fault is answered with what stands after all."""
        try:
            if self.encounter is None:
                self.encounter = self.encounters.create()
            return self._edited(self.encounter, edit, repeatable=repeatable, words=words)
        except Exception as fault:
            return DeskAnswer(self.encounter, fault=fault)

    def delete(self) -> DeskAnswer:
        """Delete the encounter in hand, as it now is, and take the one changed last."""
        if self.encounter is not None:
            self.encounters.delete(self.encounters.open(self.encounter.id))
        self.encounter = self.encounters.latest()
        return DeskAnswer(self.encounter)

    def check(self, generation: int) -> CheckReport | None:
        """Return the report, or None where an edit asked for meanwhile makes it useless."""
        if generation != self.generation or self.encounter is None:
            return None
        return self.checking.check(self.encounter)

    def _edited(self, before: Encounter, edit: Edit, *, repeatable: bool, words: str) -> DeskAnswer:
        try:
            self.encounter = edit(self.encounters, before)
            return DeskAnswer(self.encounter)
        except ConflictError:
            pass
        try:
            self.encounter = self.encounters.open(before.id)
        except KnownError:
            # It stays in hand: what is still queued for it must not go to another encounter.
            fault = KnownError(
                f"“{before.label}” was deleted in another window.", f"Not done: {words}."
            )
            return DeskAnswer(before, fault=fault, gone=True)
        if not repeatable:
            raise KnownError(
                f"“{before.label}” was changed in another window and is shown as it is now.",
                f"Not done: {words}. Do it again if it is still wanted.",
            )
        self.encounter = edit(self.encounters, self.encounter)
        return DeskAnswer(
            self.encounter, f"“{before.label}” was changed in another window too. Done: {words}."
        )
