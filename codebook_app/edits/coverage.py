"""What could not be checked, and why: never counted as passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from codebook_app.domain.finding import NotChecked
from codebook_app.domain.release import ReleaseChoice

_NEED_A_RELEASE = (
    "unknown_code",
    "not_billable",
    "seventh_character",
    "validity",
    "excludes1",
    "code_first",
    "use_additional_code",
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The day of an encounter, and what is known of the code sets on it.

    *validity* names the list that was asked which codes are valid on the date, empty where none
    speaks of it; *in_force* the release in force on it, where that is known and not installed.
    """

    on: date | None
    validity: str = ""
    in_force: str = ""

    def not_checked(self, choice: ReleaseChoice, *, newest: bool) -> tuple[NotChecked, ...]:
        """Return what was not checked with the release of *choice*, the *newest* or another."""
        return tuple(self._validity(choice, newest=newest))

    def without_release(self, why: str) -> tuple[NotChecked, ...]:
        """Return what was not checked where there is no release, which *why* says in words."""
        return tuple(NotChecked(rule, why) for rule in _NEED_A_RELEASE)

    def _validity(self, choice: ReleaseChoice, *, newest: bool) -> Iterator[NotChecked]:
        release = choice.release
        if self.on is None:
            yield NotChecked(
                "validity",
                f"No date of service is given; the codes were read with {release.release}, "
                f"{release.dates_word}.",
            )
        elif not choice.in_force:
            day = self.on.isoformat()
            if self.validity:
                valid = f"Which codes are valid on {day}"
                if self.in_force:
                    valid = f"The code set in force on {day} is {self.in_force}. Which codes it has"
                yield NotChecked(
                    "notes",
                    f"{valid} was checked with the {self.validity}; their "
                    f"notes were read with {release.release}, {release.dates_word}.",
                )
                return
            if newest and release.effective_to < self.on:
                told = (
                    f"the newest installed release is {release.release}, "
                    f"in force to {release.effective_to.isoformat()}"
                )
            else:
                told = (
                    f"no installed release is in force on it; the codes were read with "
                    f"{release.release}, {release.dates_word}"
                )
            yield NotChecked("validity", f"The date of service is {day}: {told}.")
