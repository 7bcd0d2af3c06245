"""What the installed MS-DRG releases tell of a group: title, weight, lengths of stay, its type."""

from __future__ import annotations

from datetime import date

from codebook_app.domain.content import Fact
from codebook_app.domain.finding import NotChecked
from codebook_app.domain.grouping import Drg
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases

_CODE_SET = "msdrg"
_WEIGHT = "Weight and lengths of stay"
_TABLE_5 = "table5"
_TYPES = {"SURG": "surgical", "MED": "medical"}


class DrgTables:
    """Reads the groups of the release in force on a day. Safe from any thread."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._kept: tuple[object, DrgTable] | None = None

    def on(self, day: date) -> DrgTable:
        """Return the groups on *day*, which are kept until another day is asked about."""
        key = (day, self._releases.stamp())  # a Table 5 may have come
        kept = self._kept
        if kept is None or kept[0] != key:
            kept = key, DrgTable(self._releases, day)
            self._kept = kept
        return kept[1]


class DrgTable:
    """The groups of the release in force on one day. Safe from any thread."""

    def __init__(self, releases: Releases, day: date) -> None:
        self._releases = releases
        self._day = day
        self._release = _in_force(releases, day)
        self._read: dict[int, tuple[Drg, str] | None] = {}

    def drg(self, number: int) -> Drg | None:
        """Return a group as the release has it, None where there is none."""
        found = self._found(number)
        return found[0] if found else None

    def kind(self, number: int | None) -> str:
        """Return "medical" or "surgical", "" where no release tells."""
        found = None if number is None else self._found(number)
        return found[1] if found else ""

    @property
    def wanted(self) -> str:
        """The release ("v44") whose Table 5 is not there, "" where it is."""
        if self._release is not None and self._has_table:
            return ""
        return f"v{_fiscal_year(self._day) - 1983}"

    def missing(self) -> tuple[NotChecked, ...]:
        """Return that weights are not there, and why; nothing where they are."""
        if self._release is None:
            return (NotChecked(_WEIGHT, f"No MS-DRG release for {self._day} is installed."),)
        if self._has_table:
            return ()
        year = _fiscal_year(self._day)
        reason = f"CMS's Table 5 for FY{year} is not installed: import it for the weights."
        return (NotChecked(_WEIGHT, reason),)

    @property
    def _has_table(self) -> bool:
        sources = self._release.sources if self._release is not None else ()
        return any(source.part == _TABLE_5 for source in sources)

    def _found(self, number: int) -> tuple[Drg, str] | None:
        if number not in self._read:
            self._read[number] = self._line(f"{number:03}")
        return self._read[number]

    def _line(self, number: str) -> tuple[Drg, str] | None:
        if self._release is None:
            return None
        try:
            reader = self._releases.reader(_CODE_SET, self._release.release)
        except KnownError:  # damaged: the doctor tells of that
            return None
        line = reader.code(number)
        if line is None:
            return None
        told = {fact.name: fact for fact in reader.facts([line.id]).get(line.id, ())}
        drg = Drg(
            number,
            line.title,
            weight=_number(told.get("Relative weight")),
            gmlos=_number(told.get("GMLOS")),
            amlos=_number(told.get("AMLOS")),
            transfer=_applies(told.get("Post-acute care transfer")),
            special_pay=_applies(told.get("Special pay")),
        )
        kind = told.get("Type")
        return drg, _TYPES.get(kind.value, "") if kind else ""


def _in_force(releases: Releases, day: date) -> Release | None:
    try:
        choice = releases.choose(_CODE_SET, day)
    except KnownError:
        return None
    return choice.release if choice.in_force else None


def _fiscal_year(day: date) -> int:
    return day.year + (day.month >= 10)


def _applies(fact: Fact | None) -> bool:
    return fact is not None and fact.value == "Yes"


def _number(fact: Fact | None) -> float | None:
    try:
        return float(fact.value) if fact is not None else None
    except ValueError:  # Table 5 prints "**" where there is none
        return None
