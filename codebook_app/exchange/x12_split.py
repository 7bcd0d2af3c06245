"""The segments of an X12 text, whatever its delimiters, each part with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = re.compile(r"\bISA([^\w\s])")
_ENDED = re.compile(r"(?:^|[~\n])\s*(?:HI|SV[123]|CLM|LX|DTP)\*[^~\n]*~")
_NAMES = r"(?:ISA|GS|ST|CLM|HI|SV[123]|DTP|LX|DMG|CL1|HL|SE)"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a segment, without the blanks around it; *start* is its place in the text."""

    text: str
    start: int

    def split(self, divider: str) -> tuple[Piece, ...]:
        """Return what *divider* divides it into."""
        return tuple(_pieces(self.text, divider, self.start))


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its *name* and its *elements*, the first one SV101 of an SV1."""

    name: str
    elements: tuple[Piece, ...]
    component: str

    def text(self, number: int) -> str:
        """Return an element, counted from 1 as the guides count; empty where there is none."""
        return self.elements[number - 1].text if number <= len(self.elements) else ""

    def components(self, number: int) -> tuple[Piece, ...]:
        """Return the components of an element, none where there is none."""
        if number > len(self.elements):
            return ()
        return self.elements[number - 1].split(self.component)


def segments_in(text: str) -> Iterator[Segment]:
    """Yield the segments of *text* that tell of claims and codes.

    The delimiters are those of its ISA, else ``*``, ``:`` and ``~`` or the end of the line. Line
    breaks within a segment that has a terminator are no part of it.
    """
    element, component, terminator = _delimiters(text)
    ends = re.escape(terminator)
    segment = re.compile(rf"(?:^|(?<=[{ends}\n]))[\s>]*({_NAMES}){re.escape(element)}([^{ends}]*)")
    for found in segment.finditer(text):
        pieces = tuple(_pieces(found[2], element, found.start(2)))
        yield Segment(found[1], pieces, component)


def _delimiters(text: str) -> tuple[str, str, str]:
    head = _HEAD.search(text)
    if head is not None:
        element = head[1]
        # ISA16 is the component separator; what follows it ends the segment.
        parts = text[head.end() :].split(element, 15)
        last = parts[15] if len(parts) == 16 else ""
        if len(last) > 1 and not last[0].isalnum():
            end = last[1]
            return element, last[0], "\n" if end in "\r\n " else end
    return "*", ":", "~" if _ENDED.search(text) else "\n"


def _pieces(text: str, divider: str, start: int) -> Iterator[Piece]:
    at = start
    for part in text.split(divider):
        whole = part.strip()
        yield Piece("".join(whole.split("\n")), at + len(part) - len(part.lstrip()))
        at += len(part) + 1
