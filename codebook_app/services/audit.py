"""The re-audit: every kept list against the codes in force on its own date, all in one pass."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeVar

from codebook_app.domain.audit import (
    AuditedList,
    AuditReport,
    KeptList,
    OutdatedCode,
)
from codebook_app.domain.finding import NotChecked
from codebook_app.domain.validity import CodeValidity
from codebook_app.errors import KnownError
from codebook_app.services.outdated import Asked, ReleaseVerdicts, Verdict
from codebook_app.services.releases import Releases
from codebook_app.services.validity import Validity

_SHOWN_DAYS = 3
_AT_ONCE = 500
"""Codes asked for in one portion: some milliseconds' work."""

T = TypeVar("T")


class Audit:
    """Checks kept lists for codes that time has passed over. Safe from any thread.

    An encounter is checked on its date of service, one without a date and a template on the day of
    the audit. ICD-10-CM and ICD-10-PCS are checked by the grouper's master lists, which reach
    further than the installed releases, and beyond them by the release in force, as all other code
    sets are. *kept_lists* gives those to check, portion by portion.
    """

    def __init__(
        self,
        releases: Releases,
        validity: Validity,
        kept_lists: Callable[[], Iterable[Sequence[KeptList]]],
    ) -> None:
        self._releases = releases
        self._validity = validity
        self._kept_lists = kept_lists

    def run(self, today: date) -> AuditReport:
        """Check all kept lists as of *today*; what could not be told is not checked.

        Raises:
            KnownError: the person's database or an installed release cannot be read.
        """
        steps = self.steps(today)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                report: AuditReport = end.value
                return report

    def steps(self, today: date) -> Generator[None, None, AuditReport]:
        """Do what :meth:`run` does in steps of some milliseconds, and return the report.

        Nothing is held open between two steps, so that edits may be made there. Each code is asked
        for once a day, however many lists hold it. A step raises as :meth:`run` does.
        """
        lists: list[KeptList] = []
        asked: dict[str, dict[str, set[date]]] = {}
        for some in self._kept_lists():
            lists += some
            for kept in some:
                day = kept.on or today
                for line in kept.lines:
                    asked.setdefault(line.code_set, {}).setdefault(line.code, set()).add(day)
            yield
        answers: dict[str, _Answers] = {}
        for code_set, codes in asked.items():
            answers[code_set] = yield from self._answers(code_set, codes)
        found: list[AuditedList] = []
        for part in _portions(lists):
            found += (_audited(kept, kept.on or today, answers) for kept in part)
            yield
        return AuditReport(
            today,
            tuple(sorted((one for one in found if one.codes), key=_order)),
            len(lists),
            tuple(self._not_checked(lists, today, answers)),
        )

    def _answers(
        self, code_set: str, codes: Mapping[str, set[date]]
    ) -> Generator[None, None, _Answers]:
        """Return what is wrong with each code of *code_set* on its day, and what is not known."""
        told: dict[Asked, CodeValidity] = {}
        rest: list[Asked] = []
        for some in _portions((code, day) for code, days in codes.items() for day in days):
            try:
                listed = self._validity.on_days(code_set, some)
            except KnownError:  # no grouper: the releases are left to ask
                listed = {}
            doubtful = [
                pair for pair in some if pair not in listed or listed[pair].state != "valid"
            ]
            told |= {pair: listed[pair] for pair in doubtful if pair in listed}
            rest += doubtful
            yield
        verdicts = ReleaseVerdicts(self._releases, code_set)
        answers = _Answers()
        for some in _portions(rest):
            by_list = {pair: told[pair] for pair in some if pair in told}
            for pair, verdict in verdicts.of(some, by_list).items():
                if verdict.unknown_because:
                    answers.unknown[pair] = verdict.unknown_because
                elif verdict.standing is not None:
                    answers.outdated[pair] = verdict
            yield
        return answers

    def _not_checked(
        self, lists: Iterable[KeptList], today: date, answers: Mapping[str, _Answers]
    ) -> Iterable[NotChecked]:
        """Yield for each code set how many codes could not be checked, and why."""
        for code_set, answer in answers.items():
            if not answer.unknown:
                continue
            concerned = [
                (kept.id, answer.unknown[line.code, kept.on or today])
                for kept in lists
                for line in kept.lines
                if line.code_set == code_set and (line.code, kept.on or today) in answer.unknown
            ]
            reasons = tuple(dict.fromkeys(reason for _, reason in concerned))
            shown = " ".join(reasons[:_SHOWN_DAYS])
            more = len(reasons) - _SHOWN_DAYS
            yield NotChecked(
                f"{_counted(len(concerned), 'code')} of {self._title(code_set)}, on"
                f" {_counted(len({one for one, _ in concerned}), 'list')}",
                f"{shown} (And so on {_counted(more, 'other day')}.)" if more > 0 else shown,
            )

    def _title(self, code_set: str) -> str:
        named = {one.name: one.title for one in self._releases.code_sets}
        return named.get(code_set, code_set)


@dataclass(slots=True)
class _Answers:
    outdated: dict[Asked, Verdict] = field(default_factory=dict)
    unknown: dict[Asked, str] = field(default_factory=dict)


def _portions(whole: Iterable[T]) -> Iterator[tuple[T, ...]]:
    rest = iter(whole)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield some


def _audited(kept: KeptList, day: date, answers: Mapping[str, _Answers]) -> AuditedList:
    codes = []
    for line in kept.lines:
        verdict = answers[line.code_set].outdated.get((line.code, day))
        if verdict is not None and verdict.standing is not None:
            codes.append(
                OutdatedCode(
                    line,
                    verdict.standing,
                    verdict.source,
                    verdict.since,
                    verdict.successors,
                    verdict.offered,
                )
            )
    return AuditedList(kept, day, tuple(codes))


def _order(one: AuditedList) -> tuple[bool, str, str]:
    """Put what time has passed over first, then by label."""
    return (not one.is_news, one.kept.label.casefold(), one.kept.id)


def _counted(count: int, word: str) -> str:
    return f"1 {word}" if count == 1 else f"{count:,} {word}s"
