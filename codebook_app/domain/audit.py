"""What became of the codes of kept lists: which are no longer, or not yet, to be coded with."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Kind
from codebook_app.domain.finding import NotChecked


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A code of a kept list, as it was when it was added."""

    id: str
    code_set: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class KeptList:
    """An encounter or template that is neither archived nor deleted, as the audit reads it.

    *on* is its date of service, None where it has none.
    """

    id: str
    label: str
    kind: Kind
    on: date | None
    lines: tuple[KeptLine, ...]


class Standing(StrEnum):
    """What is wrong with a code on the day its list is for."""

    DELETED = "deleted"
    """It was valid once, and is no more; *since* is the first day it was not."""
    DIVIDED = "not billable"
    """It was billable once, and now stands above codes that are; *since* as above."""
    NOT_YET = "not yet valid"
    """It is valid from *since* on, after the day."""
    INCOMPLETE = "incomplete"
    """It is a line of the release, and never was billable."""
    UNKNOWN = "unknown"
    """It is no code of the day, as far as is known."""


_OF_TIME = frozenset({Standing.DELETED, Standing.DIVIDED, Standing.NOT_YET})


@dataclass(frozen=True, slots=True)
class OutdatedCode:
    """A line whose code is not to be coded with on the day, and what is instead.

    *successors* are codes as printed; *offered* those of them that the release for the day holds
    as valid codes, which can be put in its place. *source* names the list or release that tells.
    """

    line: KeptLine
    standing: Standing
    source: str
    since: date | None = None
    successors: tuple[str, ...] = ()
    offered: tuple[Code, ...] = ()

    @property
    def is_news(self) -> bool:
        """Whether time has passed over the code; else it never was right for any day."""
        return self.standing in _OF_TIME

    @property
    def words(self) -> str:
        """What became of the code, in a few words."""
        day = day_word(self.since) if self.since else ""
        match self.standing:
            case Standing.DELETED:
                return f"Deleted on {day}" if day else "Deleted"
            case Standing.DIVIDED:
                return f"Not billable since {day}" if day else "Not billable any more"
            case Standing.NOT_YET:
                return f"Valid only from {day} on" if day else "Not valid yet"
            case Standing.INCOMPLETE:
                return "Not billable: it needs more characters"
            case _:
                return "No code of that day"


@dataclass(frozen=True, slots=True)
class AuditedList:
    """A kept list with codes that are not to be coded with on the day *on*."""

    kept: KeptList
    on: date
    codes: tuple[OutdatedCode, ...]

    @property
    def mark(self) -> str:
        """What differs once another code of the list is outdated, or for another reason."""
        told = "\n".join(
            f"{one.line.id} {one.line.code} {one.standing.value} {one.since}" for one in self.codes
        )
        return hashlib.sha256(f"{self.kept.id}\n{told}".encode()).hexdigest()[:16]

    @property
    def is_news(self) -> bool:
        """Whether time has passed over one of its codes."""
        return any(one.is_news for one in self.codes)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a re-audit found on the day *today*, in *lists* by label; *checked* counts all lists.

    *not_checked* names the code sets and days that no list and no installed release speak for.
    """

    today: date
    lists: tuple[AuditedList, ...]
    checked: int
    not_checked: tuple[NotChecked, ...] = ()

    @property
    def marks(self) -> frozenset[str]:
        """The marks of all lists, as dismissing them keeps them."""
        return frozenset(one.mark for one in self.lists)

    def news(self, dismissed: Collection[str] = ()) -> tuple[AuditedList, ...]:
        """Return the lists that time has passed over, without those whose mark was *dismissed*."""
        return tuple(one for one in self.lists if one.is_news and one.mark not in dismissed)

    @property
    def summary(self) -> str:
        """All that was found in one or two sentences."""
        if not self.lists:
            lists = _lists(self.checked)
            unchecked = " as far as could be checked" if self.not_checked else ""
            return f"{lists} checked: every code is valid{unchecked}."
        found = summary_of(self.lists)
        never = [one for one in self.lists if not one.is_news]
        if not never:
            return found
        verb = "holds" if len(never) == 1 else "hold"
        also = f"{_lists(len(never))} {verb} codes that were never valid or billable."
        return f"{found} {also}".strip()


def summary_of(lists: Iterable[AuditedList], most: int = 2) -> str:
    """Return what time did to the codes of *lists*, the newest change first, as one sentence.

    Of the changes *most* are told, the others counted. Empty where nothing of that kind is among
    them. "3 lists hold codes deleted on 1 October 2026."
    """
    changes: Counter[tuple[date, Standing]] = Counter()
    for one in lists:
        changes.update(
            {(code.since or date.min, code.standing) for code in one.codes if code.is_news}
        )
    if not changes:
        return ""
    told = [
        f"{_lists(count)} {'holds' if count == 1 else 'hold'} codes {_became(standing, since)}"
        for (since, standing), count in sorted(
            changes.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1].value)
        )
    ]
    more = len(told) - most
    shown = "; ".join(told[:most])
    if more <= 0:
        return f"{shown}."
    return f"{shown}; and {more} more {'change' if more == 1 else 'changes'}."


def day_word(day: date) -> str:
    """Return *day* as people say it: "1 October 2026"."""
    return f"{day.day} {day:%B} {day.year}"


def _became(standing: Standing, since: date) -> str:
    on = "" if since == date.min else day_word(since)
    match standing:
        case Standing.DELETED:
            return f"deleted on {on}" if on else "that are deleted"
        case Standing.DIVIDED:
            return f"not billable since {on}" if on else "not billable any more"
        case _:
            return f"valid only from {on} on" if on else "not valid yet"


def _lists(count: int) -> str:
    return "1 list" if count == 1 else f"{count:,} lists"
