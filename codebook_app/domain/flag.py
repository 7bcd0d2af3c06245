"""What coders look out for in a code besides its title and notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Tone(StrEnum):
    """What a flag is about, which decides its colour; the badge or the name says it in words."""

    SEVERITY = "severity"
    """It counts towards a payment: MCC, CC, HCC."""
    LIMIT = "limit"
    """An edit may refuse it: as principal diagnosis, for an age or a sex."""
    CHANGE = "change"
    """Another release has it otherwise."""
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to know of a code.

    *name* is what the command line answers; *words* is a sentence that names the official source,
    for hovering and for screen readers. *badge* is what a line of the book prints, empty where the
    line says it already or it is of use to few.
    """

    name: str
    words: str = ""
    tone: Tone = Tone.PLAIN
    badge: str = ""

    @property
    def sentence(self) -> str:
        """What is said of the flag: its words, else its name."""
        return self.words or self.name


def _nothing(code: str) -> tuple[Flag, ...]:  # noqa: ARG001
    return ()


@dataclass(frozen=True, slots=True)
class Flagged:
    """The flags of the codes of a page, those that decide most first.

    *basis* names what they come from, lists and day: two of the same basis tell the same.
    *not_checked* says in words which flags could not be determined, and why: that a code lacks them
    means nothing then.
    """

    basis: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    tell: Callable[[str], tuple[Flag, ...]] = field(default=_nothing, compare=False, repr=False)

    @classmethod
    def holding(cls, flags: Mapping[str, tuple[Flag, ...]]) -> Flagged:
        """Return *flags*, given by code as printed."""
        basis = tuple(f"{code} {flag.name}" for code in flags for flag in flags[code])
        return cls(basis, (), lambda code: flags.get(code, ()))

    def of(self, code: str) -> tuple[Flag, ...]:
        """Return the flags of *code* as printed, none for one without; reads no file."""
        return self.tell(code)
