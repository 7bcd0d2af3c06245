"""What an installed release adds to, or says in place of, the master lists' word on codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from codebook_app.domain.audit import Standing
from codebook_app.domain.code import Code
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.domain.validity import CodeValidity
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

Asked = tuple[str, date]
"""A code as printed, and the day it is to be valid on."""

_WITH_HEADERS = frozenset({"icd10cm", "icd10pcs"})
"""The code sets whose lines above the valid codes look like codes."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a code on a day: nothing where *standing* is None.

    *unknown_because* says why nothing could be told. The rest is as in
    :class:`~codebook_app.domain.audit.OutdatedCode`.
    """

    standing: Standing | None = None
    source: str = ""
    since: date | None = None
    successors: tuple[str, ...] = ()
    offered: tuple[Code, ...] = ()
    unknown_because: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a release says of a code: its line, its days of use, and what is instead of it."""

    line: Code
    added: date | None = None
    last: date | None = None
    instead: tuple[str, ...] = ()


class ReleaseVerdicts:
    """Judges codes of one code set with the releases installed now.

    Each is read at most three times for each question.
    """

    def __init__(self, releases: Releases, code_set: str) -> None:
        self._releases = releases
        self._code_set = code_set
        self._installed = releases.installed()
        self._choices: dict[date, ReleaseChoice | str] = {}

    def of(
        self, asked: Iterable[Asked], listed: Mapping[Asked, CodeValidity]
    ) -> dict[Asked, Verdict]:
        """Return the verdict on each of *asked*; *listed* is what a master list said of it.

        The list decides where it speaks for the day, but for a release in force on it that holds
        the code as valid.

        Raises:
            KnownError: an installed release cannot be read.
        """
        by_release: dict[str, list[Asked]] = {}
        verdicts: dict[Asked, Verdict] = {}
        for pair in asked:
            choice = self._choice(pair[1])
            if isinstance(choice, str):
                told = listed.get(pair)
                verdicts[pair] = (
                    Verdict(unknown_because=choice) if told is None else _by_list(told, None)
                )
            else:
                by_release.setdefault(choice.release.release, []).append(pair)
        for release, pairs in by_release.items():
            verdicts |= self._with(release, pairs, listed)
        return verdicts

    def _with(
        self, release: str, pairs: list[Asked], listed: Mapping[Asked, CodeValidity]
    ) -> dict[Asked, Verdict]:
        reader = self._releases.reader(self._code_set, release)
        entries = self._entries(reader, {code for code, _ in pairs})
        found = {
            pair: _by_list(listed[pair], self._in_force(pair, entries))
            if pair in listed
            else self._by_release(pair, entries.get(pair[0]))
            for pair in pairs
        }
        return self._with_successors(reader, self._with_past(reader, found))

    def _in_force(self, pair: Asked, entries: Mapping[str, _Entry]) -> Code | None:
        """Return the line of a code where the release is in force on the day."""
        choice = self._choice(pair[1])
        entry = entries.get(pair[0])
        in_force = not isinstance(choice, str) and choice.in_force
        return entry.line if entry is not None and in_force else None

    def _by_release(self, pair: Asked, entry: _Entry | None) -> Verdict:
        """Judge a code of a day that no list speaks for."""
        day = pair[1]
        choice = self._choice(day)
        if isinstance(choice, str):
            return Verdict(unknown_because=choice)
        source = choice.release.title
        if entry is not None and entry.last is not None and entry.last < day:
            return Verdict(Standing.DELETED, source, entry.last + _ONE_DAY, entry.instead)
        if entry is not None and entry.added is not None and entry.added > day:
            return Verdict(Standing.NOT_YET, source, entry.added)
        if not choice.in_force:
            return Verdict(unknown_because=f"{choice.word}.")
        if entry is None:
            return Verdict(Standing.UNKNOWN, source)
        if not entry.line.billable and self._code_set in _WITH_HEADERS:
            return Verdict(Standing.INCOMPLETE, source)
        return Verdict()

    def _with_past(self, reader: ReferenceDb, found: dict[Asked, Verdict]) -> dict[Asked, Verdict]:
        """Say of codes that a release does not hold as valid whether an earlier one did."""
        doubtful = {
            pair: verdict
            for pair, verdict in found.items()
            if verdict.standing in {Standing.UNKNOWN, Standing.INCOMPLETE} and not verdict.since
        }
        if not doubtful:
            return found
        own = self._named(reader.release)
        earlier = sorted(
            (
                one
                for one in self._installed
                if one.code_set == self._code_set
                and one.confirmed
                and one.effective_from < own.effective_from
            ),
            key=lambda one: one.effective_from,
            reverse=True,
        )
        successors = reader.lists.successors({code for code, _ in doubtful})
        later, waiting = own, dict(doubtful)
        for release in earlier:
            from_then = self._releases.reader(self._code_set, release.release)
            entries = self._entries(from_then, {code for code, _ in waiting})
            for pair, verdict in list(waiting.items()):
                entry = entries.get(pair[0])
                if entry is None or not entry.line.billable:
                    continue
                adjoining = release.effective_to + _ONE_DAY == later.effective_from
                deleted = verdict.standing is Standing.UNKNOWN
                found[pair] = replace(
                    verdict,
                    standing=Standing.DELETED if deleted else Standing.DIVIDED,
                    since=later.effective_from if adjoining else None,
                    successors=tuple(one.current for one in successors.get(pair[0], ())),
                )
                del waiting[pair]
            later = release
        return found

    def _with_successors(
        self, reader: ReferenceDb, found: dict[Asked, Verdict]
    ) -> dict[Asked, Verdict]:
        """Add the successors that the release holds as valid codes, with their titles."""
        successors = {code for verdict in found.values() for code in verdict.successors}
        if not successors:
            return found
        entries = self._entries(reader, successors)
        return {
            pair: replace(
                verdict,
                offered=tuple(
                    entries[code].line
                    for code in verdict.successors
                    if code in entries
                    and entries[code].line.billable
                    and (entries[code].last or pair[1]) >= pair[1]
                ),
            )
            for pair, verdict in found.items()
        }

    def _entries(self, reader: ReferenceDb, codes: Iterable[str]) -> dict[str, _Entry]:
        from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

        named = ListedLines(reader).named(codes)
        if self._code_set in _WITH_HEADERS:
            return {code: _Entry(line) for code, line in named.items()}
        facts = reader.facts([line.id for line in named.values()])
        entries = {}
        for code, line in named.items():
            told = {fact.name: fact.value for fact in facts.get(line.id, ())}
            instead = tuple(
                fact.value for fact in facts.get(line.id, ()) if fact.name == "Cross reference"
            )
            entries[code] = _Entry(
                line, _day(told.get("Added", "")), _day(told.get("Terminated", "")), instead
            )
        return entries

    def _choice(self, day: date) -> ReleaseChoice | str:
        """Return the release for a day, or why there is none."""
        if day not in self._choices:
            try:
                self._choices[day] = self._releases.choose(
                    self._code_set, day, among=self._installed
                )
            except KnownError as fault:
                self._choices[day] = fault.message
        return self._choices[day]

    def _named(self, release: str) -> Release:
        for one in self._installed:
            if (one.code_set, one.release) == (self._code_set, release):
                return one
        raise KnownError(f"{self._code_set} {release} is not installed.", "Check again.")


def _by_list(told: CodeValidity, line: Code | None) -> Verdict:
    """Judge by a master list; *line* is that of the release in force on the day, if it has one."""
    if told.state == "valid" or (line is not None and line.billable):
        return Verdict()
    if told.state == "not yet":
        return Verdict(Standing.NOT_YET, told.source, told.day_of_change)
    if told.state == "deleted":
        since = told.day_of_change + _ONE_DAY if told.day_of_change else None
        standing = Standing.DELETED if line is None else Standing.DIVIDED
        return Verdict(standing, told.source, since, told.successors)
    standing = Standing.UNKNOWN if line is None else Standing.INCOMPLETE
    return Verdict(standing, told.source)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
