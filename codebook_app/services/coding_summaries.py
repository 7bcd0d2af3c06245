"""Gathers for the coding summary what is known of an encounter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from codebook_app.domain.claim import DIAGNOSES, Claim
from codebook_app.domain.coding_summary import CodingSummary, UsedRelease
from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.domain.finding import CheckReport
from codebook_app.domain.grouping import Grouped
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases

Check = Callable[[Encounter], CheckReport]
Group = Callable[[Encounter], Grouped]
Exempt = Callable[[list[str], date | None], frozenset[str] | None]


class CodingSummaries:
    """Tells all of an encounter at once; as safe from any thread as what it asks.

    *check* and *group* are the checks and the grouper, *exempt* tells which diagnoses need no POA.
    """

    def __init__(
        self,
        releases: Releases,
        check: Check,
        group: Group | None = None,
        exempt: Exempt | None = None,
    ) -> None:
        self._releases = releases
        self._check = check
        self._group = group
        self._exempt = exempt

    def of(self, encounter: Encounter) -> CodingSummary:
        """Return the summary of *encounter* as it stands, checked and, of a stay, grouped now."""
        stay = encounter.setting is Setting.INPATIENT
        codes = [line.code for line in encounter.lines if line.code_set == DIAGNOSES]
        return CodingSummary(
            Claim.of(
                encounter,
                exempt=self._exempt(codes, encounter.date_of_service) if self._exempt else None,
                grouped=self._group(encounter) if self._group and stay else None,
                report=self._check(encounter),
            ),
            tuple(self._used(encounter)),
        )

    def _used(self, encounter: Encounter) -> Iterator[UsedRelease]:
        """Yield the releases the lines were added from, in the order they first come."""
        installed = {(one.code_set, one.release): one for one in self._releases.installed()}
        counts = Counter((line.code_set, line.release) for line in encounter.lines)
        day = encounter.date_of_service
        for (code_set, name), lines in counts.items():
            release = installed.get((code_set, name))
            title = self._title(code_set)
            if not name:
                caution = "Found in no installed release when they were added."
                yield UsedRelease(f"{title}, no release", "", lines, caution)
            elif release is None:
                yield UsedRelease(f"{title} {name}", "", lines, "Not installed any more.")
            else:
                outside = day is not None and not release.in_force_on(day)
                caution = f"Not in force on {day.isoformat()}." if outside and day else ""
                yield UsedRelease(release.title, release.dates_word, lines, caution)

    def _title(self, code_set: str) -> str:
        try:
            return self._releases.code_sets.named(code_set).title
        except KnownError:
            return code_set
