"""What a query asks for, word by word.

A query is a run of *word groups*, one for each word typed. A group is met by any of its *choices*
(the word as typed, its abbreviation written out, a near spelling), the best of which counts; a
choice by all of its *words*; a word by any of its *slices* (exact forms, prefixes), again the best.
"""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.search.codec import FlatField


@dataclass(frozen=True, slots=True)
class Slice:
    """One word of the vocabulary, or with *prefix* every word that begins with *text*.

    *boost* multiplies the stored weights.
    """

    text: str
    boost: float
    prefix: bool = False

    def bounds(self, field: FlatField) -> tuple[int, int]:
        """Return the slice of *field*'s terms; empty where there are none."""
        if self.prefix:
            return field.prefix(self.text.encode())
        number = field.number(self.text.encode())
        return (number, number + 1) if number >= 0 else (0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word met by any of its slices."""

    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Words that must all be there for the choice to count."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class WordGroup:
    """What was *typed*, and the choices that meet it."""

    typed: str
    choices: tuple[Choice, ...]

    def __hash__(self) -> int:
        return hash(self.typed)  # the choices are dozens of words, and hashed a dozen times
