"""Cuts many texts into numbered words at once, the same way as :func:`text.words` cuts one.

A release has a million words; cut text by text they take longer than everything else together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.text import ANY_WORD, ASCII_WORD, fold

_AT_ONCE = 4096
_END, _OPEN, _CLOSE, _PART, _NOTHING = range(5)
_FIRST_WORD = 5
_MARKS = {"\x00": _END, "(": _OPEN, "[": _OPEN, ")": _CLOSE, "]": _CLOSE, "\x01": _PART}
_MARK = r"|[\x00\x01()\[\]]"
_ASCII = re.compile(ASCII_WORD + _MARK)
_ANY = re.compile(ANY_WORD + _MARK)
_NO_MARKS = str.maketrans({"\x00": " ", "\x01": " "})


class Place(IntEnum):
    """Where in a text a word stands: what it counts depends on it."""

    PLAIN = 0
    ASIDE = 1
    """In parentheses or brackets: a nonessential modifier, or a number."""
    PATH = 2
    """In a title above an index term's own."""
    COLUMN = 3
    """In a heading over the codes of a table's row."""


_PARTS = np.array([Place.PATH, Place.PLAIN, Place.ASIDE, Place.COLUMN], np.uint8)


@dataclass(frozen=True)
class CutTexts:
    """Texts one after the other: the numbers of their *words* in *tokens*, and their *places*.

    Text *n* is the tokens from ``starts[n]`` up to ``starts[n + 1]``.
    """

    words: list[str]
    tokens: NDArray[np.uint32]
    places: NDArray[np.uint8]
    starts: NDArray[np.uint32]


class _Numbers(dict[str, int]):
    """The number of each word as found in a text; forms that fold to the same share one."""

    def __init__(self) -> None:
        super().__init__(_MARKS)
        self.words: dict[str, int] = {}

    def __missing__(self, found: str) -> int:
        word = fold(found)
        number = self.words.setdefault(word, len(self.words) + _FIRST_WORD) if word else _NOTHING
        self[found] = number
        return number


class TextCutter:
    """Takes texts and cuts them some thousands at a time; they are numbered from 0."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._waiting: list[str] = []
        self._count = 0
        self._tokens: list[NDArray[np.uint32]] = []
        self._places: list[NDArray[np.uint8]] = []
        self._lengths: list[NDArray[np.int64]] = []

    def add(self, text: str) -> int:
        """Add *text* and return its number."""
        return self._add(text.translate(_NO_MARKS) if "\x00" in text or "\x01" in text else text)

    def add_parts(
        self, path: tuple[str, ...], title: str, modifiers: tuple[str, ...], columns: str
    ) -> int:
        """Add the parts of an index term as one text and return its number."""
        modified = " ".join(modifiers) if modifiers else ""
        return self._add(f"{' , '.join(path)}\x01{title}\x01{modified}\x01{columns}")

    def _add(self, text: str) -> int:
        self._waiting.append(text)
        if len(self._waiting) == _AT_ONCE:
            self._cut()
        self._count += 1
        return self._count - 1

    def finish(self) -> CutTexts:
        """Return all that was added."""
        self._cut()
        nothing = np.zeros(0, np.int64)
        lengths = np.concatenate((nothing, *self._lengths))
        return CutTexts(
            list(self._numbers.words),
            np.concatenate((nothing.astype(np.uint32), *self._tokens)),
            np.concatenate((nothing.astype(np.uint8), *self._places)),
            np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32),
        )

    def _cut(self) -> None:
        if not self._waiting:
            return
        together = "\x00".join(self._waiting) + "\x00"
        self._waiting.clear()
        pattern, seen = (_ASCII, together.lower()) if together.isascii() else (_ANY, together)
        found = pattern.findall(seen)
        values = np.fromiter(map(self._numbers.__getitem__, found), np.uint32, len(found))
        is_word = values >= _FIRST_WORD
        ends = np.flatnonzero(values == _END)
        self._lengths.append(np.diff(np.cumsum(is_word)[ends], prepend=0))
        self._tokens.append(values[is_word] - np.uint32(_FIRST_WORD))
        self._places.append(_places(values, ends)[is_word])


def _places(values: NDArray[np.uint32], ends: NDArray[np.intp]) -> NDArray[np.uint8]:
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = np.diff(ends, prepend=-1)
    parts = _since_start(values == _PART, starts, lengths)
    if parts[-1]:
        return _PARTS[np.minimum(parts, len(_PARTS) - 1)]
    steps = (values == _OPEN).astype(np.int64) - (values == _CLOSE)
    if not steps.any():
        return np.zeros(len(values), np.uint8)
    depth = _since_start(steps, starts, lengths)
    for text in np.flatnonzero(np.minimum.reduceat(depth, starts) < 0).tolist():
        # More closed than opened: what opens later counts from there.
        level = 0
        for at in range(starts[text], ends[text]):
            level = max(level + int(steps[at]), 0)
            depth[at] = level
    return (depth > 0).astype(np.uint8)


def _since_start(
    steps: NDArray[np.generic], starts: NDArray[np.intp], lengths: NDArray[np.intp]
) -> NDArray[np.int64]:
    """Return what *steps* add up to from the beginning of each text."""
    sums = np.cumsum(steps, dtype=np.int64)
    before = np.concatenate(([0], sums))[starts]
    since: NDArray[np.int64] = sums - np.repeat(before, lengths)
    return since
