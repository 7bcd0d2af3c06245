"""Codes typed whole or in part, with or without dot, and their neighbours in the book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField

_CODE = re.compile(r"[A-Z0-9]+(?:[.\s][A-Z0-9]*)?[.\-]*")
_SECTION = re.compile(r"([A-Z0-9]+)\s*-\s*([A-Z0-9]+)")
_LIKE_A_CODE = re.compile(r"[A-Z]?[0-9][0-9A-Z]")
_SHORTEST = 3
"""A part of a mistyped code is looked for down to the length of a category."""


Documents = NDArray[np.intp]


@dataclass(frozen=True)
class CodeList:
    """The codes of one index in byte order, with the documents that have each.

    The first *lines* documents of the index are lines, the next the codes that complete one; in
    the index joined of several they begin at *first_line* and *first_completed*.
    """

    codes: FlatField
    lines: int
    first_line: int = 0
    first_completed: int = -1

    def shifted(self, first_line: int, first_completed: int) -> CodeList:
        """Return a copy for an index whose lines and completed codes begin there."""
        own = self.codes
        copied = FlatField(own.terms, own.starts.copy(), own.ids.copy(), own.weights[:0].copy())
        return CodeList(copied, self.lines, first_line, first_completed)

    def begins(self, prefix: bytes) -> bool:
        """Whether any code begins with *prefix*."""
        low, high = self.codes.prefix(prefix)
        return high > low

    def whole(self, code: bytes) -> Documents:
        """Return the documents that have *code*, in printed order."""
        number = self.codes.number(code)
        return self._placed(number, number + 1) if number >= 0 else np.empty(0, np.intp)

    def beginning(self, prefix: bytes) -> Documents:
        """Return the documents whose code begins with *prefix*, in the order of their codes."""
        return self._placed(*self.codes.prefix(prefix))

    def lengths(self, prefix: bytes) -> NDArray[np.intp]:
        """Return how long the code is of each document of :meth:`beginning`."""
        low, high = self.codes.prefix(prefix)
        lengths = [len(code) for code in self.codes.terms[low:high]]
        return np.repeat(np.array(lengths, np.intp), np.diff(self.codes.starts[low : high + 1]))

    def _placed(self, low: int, high: int) -> Documents:
        documents = self.codes.postings(low, high)[0].astype(np.intp)
        if self.first_completed < 0:
            return documents
        return np.where(
            documents < self.lines,
            documents + self.first_line,
            documents - self.lines + self.first_completed,
        )


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What a query looks for among the codes: *whole* first, then what begins with *prefix*.

    *told* says what was looked for where no code begins with what was typed.
    """

    whole: bytes
    prefix: bytes
    told: str = ""


def read_code(text: str, lists: Sequence[CodeList]) -> TypedCode | None:
    """Return the code that *text* spells, or None where it is no beginning of any of *lists*.

    ``E11.22``, ``e1122``, ``E11.``, ``S72.-``, ``e11 22``, ``E08-E13``, ``4``, ``0SR``, ``J0585``,
    ``470``, ``b280``: a code holds a digit, so words are none.
    """
    typed = text.strip().upper()
    if not typed or len(typed) > 32 or not typed.isascii():
        return None
    section = _SECTION.fullmatch(typed)
    if section:
        whole = f"{section[1]}-{section[2]}".encode()
        is_one = any(one.codes.number(whole) >= 0 for one in lists)
        return TypedCode(whole, whole) if is_one else None
    if not _CODE.fullmatch(typed) or not any(letter.isdigit() for letter in typed):
        return None
    compact = re.sub(r"[.\s\-]", "", typed).encode()
    if any(one.begins(compact) for one in lists):
        return TypedCode(compact, compact)
    if compact.isdigit() or " " in typed or not _LIKE_A_CODE.match(typed):
        return None
    for length in range(len(compact) - 1, _SHORTEST - 1, -1):
        if any(one.codes.number(compact[:length]) >= 0 for one in lists):
            near = compact[:length].decode()
            if "." in typed and length > _SHORTEST:
                near = f"{near[:_SHORTEST]}.{near[_SHORTEST:]}"
            return TypedCode(b"", compact[:length], f"{typed} is no code → {near}")
    return None
