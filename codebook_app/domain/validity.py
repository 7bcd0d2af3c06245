"""From when to when a code is valid, by the list of a later year than the installed release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ValidSpan:
    """A time a code was valid, both days included; *until* is None while no end is known."""

    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether the code was valid on *day*."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CodeValidity:
    """What a master list says of one code on a day, and the list's name as *source*.

    *state* is one of ``valid``, ``deleted`` (it was valid until *day_of_change*, the last day),
    ``not yet`` (it is valid from *day_of_change* on) and ``unknown`` (never on the list).
    *successors* are the codes that took its place, as far as the list tells.
    """

    code: str
    state: str
    day_of_change: date | None
    source: str
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Currency:
    """That a newer release than the installed one is in force on a day.

    *in_force* is its name (``FY2027``), *installed* the installed one used in its place; *new* and
    *deleted* are the codes, as printed, that the master list says came and went between the two.
    *word* is one sentence for people; *can_be_fetched* whether the catalogue knows where it is.
    """

    code_set: str
    day: date
    in_force: str
    installed: str
    new: tuple[str, ...]
    deleted: tuple[str, ...]
    word: str
    can_be_fetched: bool
