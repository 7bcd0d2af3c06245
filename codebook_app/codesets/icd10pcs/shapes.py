"""Recognises files of ICD-10-PCS by the shape of their lines, and counts lines without reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LOOKED_AT = 20
_LONGEST = 1_000_000


def has_lines_of(pattern: re.Pattern[str], head: bytes) -> bool:
    """Whether the file that begins with *head* has lines of *pattern*, whose group is a code.

    Most of the first lines have to; a damaged one is for the reading to tell of. One code at least
    begins with a digit: those of ICD-10-CM never do, and the sections of ICD-10-PCS begin so.
    """
    lines = head.decode("cp1252", errors="replace").split("\n")[:_LOOKED_AT]
    codes = [match["code"] for line in lines if (match := pattern.fullmatch(line.rstrip()))]
    return 2 * len(codes) > sum(bool(line.strip()) for line in lines) and any(
        code[0].isdigit() for code in codes
    )


def found_in(
    chunks: Iterable[bytes], pattern: re.Pattern[bytes], end: bytes = b"\n"
) -> Iterator[re.Match[bytes]]:
    """Yield where *pattern*, which never reaches over an *end*, is found in the file *chunks*."""
    rest = b""
    for chunk in chunks:
        whole, between, rest = (rest + chunk).rpartition(end)
        yield from pattern.finditer(whole + between)
        if len(rest) > _LONGEST:
            rest = b""
    yield from pattern.finditer(rest)
