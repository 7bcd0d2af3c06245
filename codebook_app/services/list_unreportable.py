"""What is asked of codes that their code set has, and that no claim of the day can have; pure.

Such a code was deleted or is yet to come, stands in another release only, or takes more characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codebook_app.domain.code import TERMINATED, Code
from codebook_app.domain.list_reading import Confidence, OddityKind
from codebook_app.exchange.candidates import Candidate, Spelling
from codebook_app.services.known_codes import MOST_OFFERED, CodesKnown
from codebook_app.services.list_answers import Answers
from codebook_app.services.list_outcomes import Decided, Outcomes
from codebook_app.services.list_weighing import Weighing, keeps


class Unreportable:
    """Asks for what is to be reported instead; the code is kept only where codes stand."""

    def __init__(
        self, known: CodesKnown, weighing: Weighing, answers: Answers, outcomes: Outcomes
    ) -> None:
        self._known = known
        self._weighing = weighing
        self._answers = answers
        self._outcomes = outcomes

    def of_another_day(self, candidate: Candidate, one: Spelling) -> Decided | None:
        """Return what is asked of a code of another time, None where nothing tells of one."""
        key = (one.code_set, one.code)
        told = self._known.told.get(key)
        other = self._known.others.get(key)
        if told is None and other is None:
            return None
        if not self._weighing.is_serious(candidate, one):
            return None
        title = other[0].title if other else ""
        line = self._known.line(*key)
        if told is not None and told.state == "valid":
            if self._weighing.is_doubtful(candidate, one):
                return self._outcomes.uncertain(candidate, one)
            release = self._known.releases[one.code_set].release
            return self._outcomes.taken(
                candidate,
                one,
                Confidence.LIKELY,
                f"valid on the date by the {told.source}, and not yet in {release}",
            )
        if line is not None and line.billable:
            return None
        choices = []
        if told is not None and told.state == "deleted":
            day = "" if told.day_of_change is None else told.day_of_change.isoformat()
            text = f"{one.code} was valid to {day} only."
            for successor in told.successors[:MOST_OFFERED]:
                choices.append(
                    self._answers.choice(candidate, replace(one, code=successor), "instead")
                )
        elif told is not None and told.state == "not yet":
            day = "" if told.day_of_change is None else told.day_of_change.isoformat()
            text = f"{one.code} is valid from {day} on only."
        elif other is not None:
            used = self._known.releases[one.code_set]
            if one.code_set in self._known.not_in_force:
                return self._outcomes.taken(
                    candidate,
                    one,
                    Confidence.LIKELY,
                    f"not in {used.release}, but in {other[1].release}",
                )
            text = f"{one.code} is not in {used.release}, but in {other[1].release}."
        else:
            return None
        kept = len(choices)
        choices.append(self._answers.kept(candidate, one, title))
        suggested = kept if keeps(candidate) else -1
        return self._outcomes.asked(candidate, OddityKind.NOT_VALID, text, choices, suggested)

    def incomplete(
        self, candidate: Candidate, one: Spelling, joined: Sequence[Spelling]
    ) -> Decided:
        """Return what is asked of a code with others below it; *joined* may be what is meant."""
        line = self._known.line(one.code_set, one.code)
        count, below = self._known.below.get((one.code_set, one.code), (0, ()))
        if joined:
            choices = [
                self._answers.choice(candidate, joined[0]),
                self._answers.kept(candidate, one),
            ]
            text = f"{candidate.written} takes more characters; {joined[0].code} may be meant."
            return self._outcomes.asked(candidate, OddityKind.MISSPELT, text, choices, -1)
        if not self._weighing.is_serious(candidate, one):
            return self._outcomes.ignored(
                candidate, f"{_level(line)} among words, no code to report"
            )
        if line is not None and line.level.startswith(TERMINATED):
            text = f"{one.code} is listed as no longer in use."
            suggested = 0 if keeps(candidate) else -1
            kept = [self._answers.kept(candidate, one)]
            return self._outcomes.asked(candidate, OddityKind.NOT_VALID, text, kept, suggested)
        choices = [self._answers.instead(candidate, code, one) for code in below]
        offered = f" {len(below)} of {count} are offered." if count > len(below) else ""
        if below and all(code.seventh_character for code in below):
            text = f"{one.code} takes a seventh character.{offered}"
        else:
            text = f"{one.code} is {_level(line)} and takes more characters.{offered}"
        suggested = len(choices) if keeps(candidate) else -1
        choices.append(self._answers.kept(candidate, one))
        return self._outcomes.asked(candidate, OddityKind.NOT_BILLABLE, text, choices, suggested)


def _level(line: Code | None) -> str:
    level = "a header" if line is None else line.level
    return level if level.startswith("a ") else f"a {level}"
