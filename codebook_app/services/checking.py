"""Runs the rules over a code list against the release in force on its date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.domain.finding import CheckReport
from codebook_app.services.releases import Releases


class Checking:
    """Checks code lists against the installed releases."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def check(self, encounter: Encounter) -> CheckReport:
        """Check an encounter; findings carry its line ids and the reasons of its overrides."""
        raise NotImplementedError

    def check_codes(
        self,
        codes: Sequence[str],
        *,
        setting: Setting = Setting.OUTPATIENT,
        on: date | None = None,
        age: int | None = None,
        sex: str = "",
    ) -> CheckReport:
        """Check a list of codes, each in any spelling."""
        raise NotImplementedError
