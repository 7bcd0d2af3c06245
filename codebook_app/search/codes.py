"""Codes typed whole or in part, with or without dot, and their neighbours in the book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField
from codebook_app.search.near_codes import look_alikes, near_codes

_CODE = re.compile(r"[A-Z0-9]+(?:[.\s][A-Z0-9]*)?[.\-]*")
_SECTION = re.compile(r"([A-Z0-9]+)\s*-\s*([A-Z0-9]+)")
_LIKE_A_CODE = re.compile(r"[A-Z]?[0-9][0-9A-Z]")
_SHORTEST = 3
"""A part of a mistyped code is looked for down to the length of a category."""


Documents = NDArray[np.intp]


@dataclass(frozen=True)
class CodeList:
    """The codes of one index in byte order, with the documents that have each.

    In the index that wrote them the first *lines* documents are lines, and the next the codes that
    complete one.
    """

    codes: FlatField
    lines: int

    def shifted(self, first_line: int, first_completed: int) -> CodeList:
        """Return a copy for an index whose lines and completed codes begin there."""
        own = self.codes
        shifts = np.array([first_line, first_completed - self.lines])
        ids = own.ids + shifts[(own.ids >= self.lines).view(np.uint8)]
        moved = FlatField(
            own.terms, own.starts.copy(), ids.astype(np.uint32), own.weights[:0].copy()
        )
        return CodeList(moved, self.lines)

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

    def between(self, first: bytes, last: bytes) -> Documents:
        """Return the documents whose code begins with *first* or *last*, or is between them."""
        low, _ = self.codes.prefix(first)
        _, high = self.codes.prefix(last)
        return self._placed(low, max(low, high))

    def lengths(self, prefix: bytes) -> NDArray[np.uint16]:
        """Return how long the code is of each document of :meth:`beginning`."""
        low, high = self.codes.prefix(prefix)
        return np.repeat(self._lengths[low:high], np.diff(self.codes.starts[low : high + 1]))

    @cached_property
    def _lengths(self) -> NDArray[np.uint16]:
        """How long each code is, in so few bits that NumPy sorts them by counting."""
        return np.fromiter(map(len, self.codes.terms), np.uint16, len(self.codes.terms))

    def _placed(self, low: int, high: int) -> Documents:
        return self.codes.postings(low, high)[0].astype(np.intp)


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What a query looks for among the codes: *whole* first, then what begins with *prefix*.

    *told* says what was looked for where no code begins with what was typed, and *nears* are whole
    codes that it may be mistyped for: they come first of all.
    """

    whole: bytes
    prefix: bytes
    told: str = ""
    nears: tuple[bytes, ...] = ()


def read_code(text: str, lists: Sequence[CodeList], *, near: bool = True) -> TypedCode | None:
    """Return the code that *text* spells, or None where it is no beginning of any of *lists*.

    With *near*, a code that there is not is read as those nearest to it: ``OSR90J9``, ``E11.229``.

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
    if not near or compact.isdigit() or len(compact) < _SHORTEST or " " in typed:
        return None
    return _near(typed, compact.decode(), lists)


def _near(typed: str, compact: str, lists: Sequence[CodeList]) -> TypedCode | None:
    def told(code: str) -> str:
        dotted = "." in typed and len(code) > _SHORTEST
        spelled = f"{code[:_SHORTEST]}.{code[_SHORTEST:]}" if dotted else code
        return f"{typed} is no code → {spelled}"

    def is_code(code: str) -> bool:
        return any(one.codes.number(code.encode()) >= 0 for one in lists)

    for alike in look_alikes(compact):
        spelled = alike.encode()
        if any(one.begins(spelled) for one in lists):
            return TypedCode(spelled, spelled, told(alike), (spelled,) if is_code(alike) else ())
    if not _LIKE_A_CODE.match(typed):
        return None
    nears = near_codes(compact, is_code)
    known = (compact[:length] for length in range(len(compact) - 1, _SHORTEST - 1, -1))
    beginning = next(filter(is_code, known), "")
    if not nears and not beginning:
        return None
    spelled_so = tuple(each.encode() for each in nears)
    return TypedCode(b"", beginning.encode(), told([*nears, beginning][0]), spelled_so)
