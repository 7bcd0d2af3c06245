"""The re-audit: every kept list against the codes in force on its own date, all in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

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


class Audit:
    """Checks kept lists for codes that time has passed over. Safe from any thread.

    An encounter is checked on its date of service, one without a date and a template on the day of
    the audit. ICD-10-CM and ICD-10-PCS are checked by the grouper's master lists, which reach
    further than the installed releases, and beyond them by the release in force, as all other code
    sets are. *kept_lists* are those to check.
    """

    def __init__(
        self,
        releases: Releases,
        validity: Validity,
        kept_lists: Callable[[], Sequence[KeptList]],
    ) -> None:
        self._releases = releases
        self._validity = validity
        self._kept_lists = kept_lists

    def run(self, today: date) -> AuditReport:
        """Check all kept lists as of *today*; what could not be told is not checked.

        Takes a fixed number of queries for each release, however many lists there are.

        Raises:
            KnownError: the person's database or an installed release cannot be read.
        """
        lists = self._kept_lists()
        asked: dict[str, set[Asked]] = {}
        for kept in lists:
            day = kept.on or today
            for line in kept.lines:
                asked.setdefault(line.code_set, set()).add((line.code, day))
        answers = {code_set: self._answers(code_set, pairs) for code_set, pairs in asked.items()}
        found = [_audited(kept, kept.on or today, answers) for kept in lists]
        return AuditReport(
            today,
            tuple(sorted((one for one in found if one.codes), key=_order)),
            len(lists),
            tuple(self._not_checked(lists, today, answers)),
        )

    def _answers(self, code_set: str, pairs: set[Asked]) -> _Answers:
        """Return what is wrong with each code of *code_set* on its day, and what is not known."""
        try:
            told = self._validity.on_days(code_set, pairs)
        except KnownError:  # no grouper: the releases are left to ask
            told = {}
        rest = {pair for pair in pairs if pair not in told or told[pair].state != "valid"}
        verdicts = ReleaseVerdicts(self._releases, code_set)
        by_list: Mapping[Asked, CodeValidity] = {pair: told[pair] for pair in rest if pair in told}
        answers = _Answers()
        for pair, verdict in verdicts.of(rest, by_list).items():
            if verdict.unknown_because:
                answers.unknown[pair] = verdict.unknown_because
            elif verdict.standing is not None:
                answers.outdated[pair] = verdict
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
