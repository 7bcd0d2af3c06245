"""Codes typed whole or in part, with or without dot, and their neighbours in the book."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField

_CODE = re.compile(r"[A-Z0-9]+(?:[.\s][A-Z0-9]*)?[.\-]*")
_SECTION = re.compile(r"([A-Z0-9]+)\s*-\s*([A-Z0-9]+)")
_LIKE_A_CODE = re.compile(r"[A-Z]?[0-9][0-9A-Z]")
_SHORTEST = 3
"""A part of a mistyped code is looked for down to the length of a category."""


Documents = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What a query looks for among the codes: *whole* first, then what begins with *prefix*.

    *told* says what was looked for where no code begins with what was typed.
    """

    whole: bytes
    prefix: bytes
    told: str = ""


def read_code(text: str, codes: FlatField) -> TypedCode | None:
    """Return the code that *text* spells, or None where it is no beginning of any of *codes*.

    ``E11.22``, ``e1122``, ``E11.``, ``S72.-``, ``e11 22``, ``E08-E13``, ``4``, ``0SR``, ``J0585``,
    ``470``, ``b280``: a code holds a digit, so words are none.
    """
    typed = text.strip().upper()
    if not typed or len(typed) > 32 or not typed.isascii():
        return None
    section = _SECTION.fullmatch(typed)
    if section:
        whole = f"{section[1]}-{section[2]}".encode()
        return TypedCode(whole, whole) if codes.number(whole) >= 0 else None
    if not _CODE.fullmatch(typed) or not any(letter.isdigit() for letter in typed):
        return None
    compact = re.sub(r"[.\s\-]", "", typed).encode()
    if _any(codes, compact):
        return TypedCode(compact, compact)
    if compact.isdigit() or " " in typed or not _LIKE_A_CODE.match(typed):
        return None
    for length in range(len(compact) - 1, _SHORTEST - 1, -1):
        if codes.number(compact[:length]) >= 0:
            near = compact[:length].decode()
            if "." in typed and length > _SHORTEST:
                near = f"{near[:_SHORTEST]}.{near[_SHORTEST:]}"
            return TypedCode(b"", compact[:length], f"{typed} is no code → {near}")
    return None


def _any(codes: FlatField, prefix: bytes) -> bool:
    low, high = codes.prefix(prefix)
    return high > low


def code_documents(typed: TypedCode, codes: FlatField) -> tuple[Documents, Documents]:
    """Return the documents of the whole code, of each code set that has it, and all that begin so.

    These come in the order of their codes, the whole ones among them.
    """
    number = codes.number(typed.whole) if typed.whole else -1
    whole = codes.postings(number, number + 1)[0] if number >= 0 else codes.ids[:0]
    return whole, codes.postings(*codes.prefix(typed.prefix))[0]
