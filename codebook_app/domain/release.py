"""A published edition of a code set, with the dates it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file a release was made from: its *name*, *size* in bytes and *sha256* in hex.

    *part* is which part of the release it holds, as its code set names it ("tabular", "index");
    *states* the release it states itself, which may be that of the whole fiscal year, with the days
    that one is in force. *package* is the package and version that brought it, empty for a file
    that was imported.
    """

    name: str
    size: int
    sha256: str
    part: str = ""
    states: str = ""
    states_from: date | None = None
    states_to: date | None = None
    package: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """One installed release of a code set.

    *release* names it (``FY2026-04``), *title* is for people ("ICD-10-CM FY2026, April 2026").
    It is in force from *effective_from* to *effective_to*, both included. *origin* says where it
    came from in words; *codes* counts its lines that are no headings, *billable* the valid codes
    among them; *searchable* whether its index stands; *checked* in words what was counted
    and compared and how it came out, *left_out* what of the source was not taken and why. *notice*
    is the owner's notice of a licensed code set; while it is not *confirmed* that the person has
    the licence, the release is off: listed, and neither searched nor shown.
    """

    code_set: str
    release: str
    title: str
    effective_from: date
    effective_to: date
    codes: int
    billable: int
    sources: tuple[SourceFile, ...]
    origin: str
    installed_at: datetime
    app_version: str
    searchable: bool
    left_out: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    notice: str = ""
    confirmed: bool = True

    def in_force_on(self, day: date) -> bool:
        """Whether a service on *day* is coded with this release."""
        return self.effective_from <= day <= self.effective_to

    @property
    def dates_word(self) -> str:
        """The dates in force in words; the last is left out where no end is known (ICF)."""
        return f"in force {days_word(self.effective_from, self.effective_to)}"


def days_word(first: date, last: date) -> str:
    """Return two days, both included, in words; ``date.max`` for the last is no known end."""
    if last == date.max:
        return f"from {first.isoformat()}"
    return f"{first.isoformat()} to {last.isoformat()}"


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """The release used for a date: *in_force* tells whether it truly is, *word* says so.

    Where none is in force on the date, the newest one that began before it is used, else the
    oldest; *word* then names the date and the dates of the release, ready to be shown.
    """

    release: Release
    in_force: bool
    word: str


@dataclass(frozen=True, slots=True)
class InstallReport:
    """What an installation or import did, in the shape of ``codebook import --json``.

    *codes* and *billable* count as a :class:`Release` does; *seconds* is the time on the clock.
    *checked* says what was counted and compared. *unchanged* is true where the same source was
    installed already and nothing was done; *notice* is set while a licence is to be confirmed.
    """

    code_set: str
    release: str
    effective_from: date
    effective_to: date
    codes: int
    billable: int
    files: tuple[str, ...]
    left_out: tuple[str, ...]
    seconds: float
    unchanged: bool = False
    checked: tuple[str, ...] = ()
    notice: str = ""
