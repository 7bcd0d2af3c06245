"""Which diagnoses are exempt from POA reporting, by the list in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from codebook_app.domain.content import POA_EXEMPT
from codebook_app.domain.release import Release
from codebook_app.edits.chart import ExemptList
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases

_CODE_SET = "icd10cm"


class Exemptions:
    """Reads the POA-exempt lists that came with the releases. Safe from any thread; reads files."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def poa_exempt(self, codes: Iterable[str], on: date | None) -> frozenset[str] | None:
        """Return those of *codes*, as written, that are exempt on a day, by default today.

        None where no installed release came with such a list.
        """
        found = self.listed(codes, on)
        return None if found is None else found.codes

    def listed(self, codes: Iterable[str], on: date | None) -> ExemptList | None:
        """Return those of *codes* that are exempt, with the list that says so.

        It is that of the release in force; where that came without one, that of the same fiscal
        year, whose list holds for the April update too; else the list before it, or the first
        after it, and it is told that it was not in force. None where there is no list.
        """
        try:
            chosen = self._releases.choose(_CODE_SET, on)
        except KnownError:
            return None
        day = on or chosen.release.effective_to
        release, in_force = chosen.release, True
        if not chosen.in_force or not self._has_list(release):
            having = [one for one in self._of_code_set() if self._has_list(one)]
            same_year = [one for one in having if _year(one.effective_from) == _year(day)]
            earlier = [one for one in having if one.effective_from <= day]
            if not having:
                return None
            release, in_force = (same_year or earlier or having[:1])[-1], bool(same_year)
        reader = self._releases.reader(release.code_set, release.release)
        exempt = frozenset(
            code
            for code, listings in reader.lists.of(codes).items()
            if any(listing.list == POA_EXEMPT for listing in listings)
        )
        return ExemptList(exempt, f"POA-exempt list of {release.title}", in_force)

    def _of_code_set(self) -> list[Release]:
        """Return the releases of ICD-10-CM, the earliest first."""
        there = [one for one in self._releases.installed() if one.code_set == _CODE_SET]
        return sorted(there, key=lambda one: one.effective_from)

    def _has_list(self, release: Release) -> bool:
        reader = self._releases.reader(release.code_set, release.release)
        return reader.lists.has(POA_EXEMPT)


def _year(day: date) -> int:
    """Return the fiscal year a day lies in: from October of the year before."""
    return day.year + (day.month >= 10)
