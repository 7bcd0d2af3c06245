"""What a candidate comes to: a code, a question with its answers, or something passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codebook_app.domain.list_reading import (
    Choice,
    Confidence,
    FoundCode,
    Ignored,
    Oddity,
    OddityKind,
)
from codebook_app.exchange.candidates import Candidate, Spelling
from codebook_app.services.list_answers import Answers


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one candidate: a code or something ignored, and where reading goes on."""

    found: FoundCode | Ignored
    until: int


class Outcomes:
    """Makes what a candidate comes to; *answers* makes the lines."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def taken(
        self, candidate: Candidate, one: Spelling, confidence: Confidence, remark: str = ""
    ) -> Decided:
        """Return the code of one reading; *remark* says what was assumed of it."""
        end = max(one.end, candidate.end)
        line = self._answers.line_of(candidate, one)
        found = FoundCode(candidate.start, end, candidate.written, line, confidence, remark=remark)
        return Decided(found, end)

    def asked(  # noqa: PLR0917 - what a question is made of
        self,
        candidate: Candidate,
        kind: OddityKind,
        text: str,
        choices: Sequence[Choice],
        suggested: int,
        until: int = 0,
    ) -> Decided:
        """Return a question; *suggested* is the place of a choice, -1 for leaving it out."""
        every = (*choices, Choice("Leave it out", None))
        at = suggested if suggested >= 0 else len(every) - 1
        end = max(until, candidate.end)
        return Decided(
            FoundCode(
                candidate.start,
                end,
                candidate.written,
                every[at].line,
                Confidence.ASKED,
                Oddity(kind, text, every, at),
            ),
            end,
        )

    def ignored(self, candidate: Candidate, reason: str) -> Decided:
        """Return the candidate as no code: for what speaks against it, else for *reason*."""
        why = candidate.doubt or reason
        return Decided(
            Ignored(candidate.start, candidate.end, candidate.written, why), candidate.end
        )

    def uncertain(self, candidate: Candidate, one: Spelling) -> Decided:
        """Return the question whether one reading, though valid, is meant for the list."""
        why = f" It stands {candidate.doubt}." if candidate.doubt.startswith("behind") else ""
        why = why or (f" It is {candidate.doubt}." if candidate.doubt else "")
        text = f"Is {candidate.written} a code of the list, {one.code}?{why}"
        choices = [self._answers.choice(candidate, one)]
        return self.asked(candidate, OddityKind.UNCERTAIN, text, choices, -1)
