"""Whether codes are valid on a day, and whether the installed release is the one in force.

The master lists of the installed grouper reach further than the installed releases: they tell what
a newer release brought and took away before it is imported.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from codebook_app.codesets.icd10cm import grammar as icd10cm
from codebook_app.codesets.periods import Period, april_of, period_of
from codebook_app.domain.catalogue import CataloguedRelease
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.domain.validity import CodeValidity, Currency, ValidSpan
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.codesets.grouper_data import MasterLists

_MOST_STEPS = 12  # successors of successors, one a year since 2015


class Places(Protocol):
    """What is asked of the catalogue: which releases it knows, and where they are."""

    def releases(self) -> tuple[CataloguedRelease, ...]:
        """Return the releases of the catalogue."""


class Validity:
    """Tells what is valid when. Safe from any thread.

    Never to be asked by the window's own: the first question reads the lists.
    """

    def __init__(
        self,
        releases: Releases,
        master_lists: Callable[[], MasterLists],
        catalogue: Places,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._releases = releases
        self._open_lists = master_lists
        self._catalogue = catalogue
        self._today = today
        self._guard = threading.Lock()
        self._opened: MasterLists | None = None

    def currency(self, code_set: str, on: date | None) -> Currency | None:
        """Return which release of *code_set* is in force on a day, where it is not installed.

        By default today. None where the release used for the day is the one in force or no code
        differs between the two, where none is installed, or where nothing is known of that day:
        before a code set began, in a future no list reaches, for one without set times (ICF).

        Raises:
            KnownError: an installed release or the master lists cannot be read.
        """
        day = self._today() if on is None else on
        period = period_of(code_set, day)
        if period is None:
            return None
        choice = self._choice(code_set, day)
        if choice is None:
            return None
        lists = self._lists()
        known = lists.covers(code_set, period.since)
        if period.since > self._today() and not known:
            return None
        period = self._with_april(lists, code_set, period, day)
        installed = choice.release
        if choice.in_force and installed.effective_from >= period.since:
            return None
        new, deleted = self._between(lists, code_set, installed, day)
        compared = lists.covers(code_set, installed.effective_from)
        if not (new or deleted) and (choice.in_force or (compared and known)):
            return None
        reach = lists.source if compared else ""
        if reach and not lists.covers(code_set, day):
            reach = f"to {lists.last_day.isoformat()}, {lists.source}"
        return Currency(
            code_set=code_set,
            day=day,
            in_force=period.release,
            installed=installed.release,
            new=tuple(map(_printed(code_set), new)),
            deleted=tuple(map(_printed(code_set), deleted)),
            word=_word(
                f"{self._releases.code_sets.named(code_set).title} {period.release}",
                installed,
                day,
                (len(new), len(deleted)),
                reach,
            ),
            can_be_fetched=self._can_be_fetched(code_set, period.release),
        )

    def of_codes(
        self,
        code_set: str,
        codes: Sequence[str],
        on: date,
        held: Collection[str] | None = None,
    ) -> tuple[CodeValidity, ...]:
        """Return what is worth telling of *codes*, as printed, on a day, in their order.

        ``deleted``: its last day, and the valid codes that took its place. ``not yet``: its first
        day. ``valid``: the list has it, and the release used for the day does not hold it as a
        valid code. *held* are those of them that the release does; they are looked up where it is
        None. Nothing is told of a day or code set without a list.

        Raises:
            KnownError: the release or the master lists cannot be read.
        """
        lists = self._lists()
        if not codes or not lists.covers(code_set, on):
            return ()
        told = []
        unknown = []
        for code in dict.fromkeys(codes):
            found = self._told(lists, code_set, code, on)
            if found is not None:
                told.append(found)
                if found.state == "valid":
                    unknown.append(code)
        if held is None:
            held = self._held(code_set, unknown, on)
        return tuple(one for one in told if one.state != "valid" or one.code not in held)

    def on_days(
        self, code_set: str, asked: Iterable[tuple[str, date]]
    ) -> dict[tuple[str, date], CodeValidity]:
        """Return what the list says of each code, as printed, on its day, ``valid`` ones too.

        Keyed as asked; days that no list speaks for are left out. Looks into no release, and each
        code up once, so that it may be asked of very many.

        Raises:
            KnownError: the master lists cannot be read.
        """
        lists = self._lists()
        days: dict[str, set[date]] = {}
        covered: dict[date, bool] = {}
        for code, day in asked:
            if day not in covered:
                covered[day] = lists.covers(code_set, day)
            if covered[day]:
                days.setdefault(code, set()).add(day)
        told: dict[tuple[str, date], CodeValidity] = {}
        source = lists.source
        for code, own in days.items():
            spans = lists.spans(code_set, code.replace(".", "").upper())
            valid = [(span, CodeValidity(code, "valid", span.since, source)) for span in spans]
            for day in own:
                found = next((one for span, one in valid if span.holds(day)), None)
                if found is None:
                    found = self._state(lists, code_set, code, spans, day)
                told[code, day] = found or CodeValidity(code, "unknown", None, source)
        return told

    def unknown(self, code_set: str, codes: Sequence[str], on: date) -> tuple[CodeValidity, ...]:
        """Return those of *codes* that were never valid, and that the release does not hold either.

        Nothing is told of a day or code set without a list.

        Raises:
            KnownError: the release or the master lists cannot be read.
        """
        lists = self._lists()
        if not lists.covers(code_set, on):
            return ()
        never = [
            code
            for code in dict.fromkeys(codes)
            if not lists.spans(code_set, code.replace(".", "").upper())
        ]
        held = self._held(code_set, never, on) if self._choice(code_set, on) else ()
        return tuple(
            CodeValidity(code, "unknown", None, lists.source) for code in never if code not in held
        )

    def source(self, code_set: str, on: date) -> str:
        """Return the name of the list that tells which codes are valid on a day, else nothing."""
        lists = self._lists()
        return lists.source if lists.covers(code_set, on) else ""

    def _told(self, lists: MasterLists, code_set: str, code: str, on: date) -> CodeValidity | None:
        spans = lists.spans(code_set, code.replace(".", "").upper())
        return self._state(lists, code_set, code, spans, on)

    @staticmethod
    def _state(
        lists: MasterLists, code_set: str, code: str, spans: Sequence[ValidSpan], on: date
    ) -> CodeValidity | None:
        """Return what a code with these *spans* is on a day, None for one without any."""
        if not spans:
            return None
        tell = partial(CodeValidity, code, source=lists.source)
        for span in spans:
            if span.holds(on):
                return tell("valid", span.since)
        if on < spans[0].since:
            return tell("not yet", spans[0].since)
        last = _last_before(spans, on)
        undotted = code.replace(".", "").upper()
        successors = map(_printed(code_set), _successors(lists, code_set, undotted, on))
        return tell("deleted", last.until, successors=tuple(successors))

    def _held(self, code_set: str, codes: Sequence[str], on: date) -> Collection[str]:
        """Return those of *codes* that the release used for the day holds as valid codes."""
        choice = self._choice(code_set, on)
        if choice is None or not codes:
            return codes
        from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

        reader = self._releases.reader(code_set, choice.release.release)
        named = ListedLines(reader).named(codes)
        return {code for code, line in named.items() if line.billable}

    def _choice(self, code_set: str, day: date) -> ReleaseChoice | None:
        if not any(one.code_set == code_set for one in self._releases.installed()):
            return None
        try:
            return self._releases.choose(code_set, day)
        except KnownError:  # installed, and off until its licence is confirmed
            return None

    def _with_april(self, lists: MasterLists, code_set: str, period: Period, day: date) -> Period:
        """Return the April update of the *period* where it is in force and changed codes."""
        if period.release[:2] != "FY":
            return period
        april = april_of(period)
        if day < april.since or not lists.covers(code_set, april.since):
            return period
        changed = lists.came_and_went(code_set, april.since - timedelta(days=1), april.since)
        return april if any(changed) else period

    def _between(
        self, lists: MasterLists, code_set: str, installed: Release, day: date
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes valid on *day* that *installed* lacks, and those it has too many."""
        if not lists.covers(code_set, installed.effective_from):
            return (), ()
        return lists.came_and_went(code_set, installed.effective_from, min(day, lists.last_day))

    def _can_be_fetched(self, code_set: str, release: str) -> bool:
        try:
            releases = self._catalogue.releases()
        except KnownError:  # a catalogue of the person's own that cannot be read
            return False
        return any(
            (one.code_set, one.release) == (code_set, release) and one.places for one in releases
        )

    def _lists(self) -> MasterLists:
        with self._guard:
            if self._opened is None:
                self._opened = self._open_lists()
            return self._opened


def _successors(lists: MasterLists, code_set: str, undotted: str, on: date) -> tuple[str, ...]:
    """Return the codes valid on a day that took a code's place, over several years too."""
    found: dict[str, None] = {}
    seen = {undotted}
    waiting = [undotted]
    for _ in range(_MOST_STEPS):
        following = [
            code for one in waiting for code in lists.successors(code_set, one) if code not in seen
        ]
        seen.update(following)
        waiting = []
        for code in following:
            if any(span.holds(on) for span in lists.spans(code_set, code)):
                found[code] = None
            else:
                waiting.append(code)
        if not waiting:
            break
    return tuple(found)


def _last_before(spans: Iterable[ValidSpan], on: date) -> ValidSpan:
    return max((span for span in spans if span.since <= on), key=lambda span: span.since)


def _printed(code_set: str) -> Callable[[str], str]:
    return icd10cm.dotted if code_set == "icd10cm" else str


def _word(in_force: str, installed: Release, day: date, counts: tuple[int, int], reach: str) -> str:
    new, deleted = counts
    said = (
        f"The code set in force on {day.isoformat()} is {in_force}; installed is"
        f" {installed.release}"
    )
    if not reach:
        return f"{said}. Which codes changed is not known here."
    if day < installed.effective_from:
        return (
            f"{said}: of the codes of that day it lacks {new:,}, and {deleted:,} of its own came"
            f" later ({reach})."
        )
    return f"{said}: {new:,} codes are new and {deleted:,} deleted ({reach})."
