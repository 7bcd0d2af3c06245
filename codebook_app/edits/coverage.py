"""What could not be checked, and why: never counted as passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from codebook_app.domain.encounter import Setting
from codebook_app.domain.finding import NotChecked
from codebook_app.domain.release import ReleaseChoice

_MCE = "This version does not read the Medicare Code Editor's lists"
_NEED_A_RELEASE = ("unknown_code", "not_billable", "seventh_character", "validity", "excludes1")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of an encounter beside its diagnosis codes.

    *poa* and *procedures* tell whether any line has a present-on-admission indicator, and whether
    there are lines of other code sets. *validity* names the list that was asked which codes are
    valid on the date, empty where none speaks of it; *in_force* the release in force on it, where
    that is known and not installed.
    """

    on: date | None
    setting: Setting = Setting.OUTPATIENT
    age: int | None = None
    sex: str = ""
    poa: bool = False
    procedures: bool = False
    validity: str = ""
    in_force: str = ""

    def not_checked(self, choice: ReleaseChoice, *, newest: bool) -> tuple[NotChecked, ...]:
        """Return what was not checked with the release of *choice*, the *newest* or another."""
        return (*self._validity(choice, newest=newest), *self._lists())

    def without_release(self, why: str) -> tuple[NotChecked, ...]:
        """Return what was not checked where there is no release, which *why* says in words."""
        return (*(NotChecked(rule, why) for rule in _NEED_A_RELEASE), *self._lists())

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

    def _lists(self) -> Iterator[NotChecked]:
        if self.age is not None:
            yield NotChecked("age", f"{_MCE} (newborn, pediatric, maternity, adult).")
        if self.sex:
            yield NotChecked("sex", f"{_MCE} (female only, male only).")
        if self.setting is Setting.INPATIENT:
            yield NotChecked("principal_diagnosis", f"{_MCE} (unacceptable principal diagnosis).")
        if self.setting is Setting.INPATIENT or self.poa:
            yield NotChecked("poa", "This version does not check present-on-admission indicators.")
        if self.procedures:
            yield NotChecked("procedure_codes", self._procedures())

    def _procedures(self) -> str:
        if self.validity:
            return (
                "Of other code sets only ICD-10-PCS was checked: which codes are valid on the date."
            )
        return "Only diagnosis codes are checked."
