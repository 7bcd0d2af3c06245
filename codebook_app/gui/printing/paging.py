"""What stands on which page: no line alone, no heading without what it heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_TOGETHER = 2
"""So many lines of a block stay together at the foot and at the head of a page."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A block as set: the heights of its *lines*, the *gap* above, whether it is *kept*."""

    lines: tuple[float, ...]
    gap: float = 0.0
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines *first* up to and without *end* of the block number *block*, at *top* on the page."""

    block: int
    first: int
    end: int
    top: float


def paginate(
    blocks: Sequence[Measured], height: float, later_height: float | None = None
) -> tuple[tuple[Placed, ...], ...]:
    """Share *blocks* among pages of *height*, those after the first of *later_height*.

    Every line is placed once, in order. A block of up to three lines is not split; of a longer one
    at least two lines stand together on either side. A block that is kept stands on the page of the
    first lines of the next one. Only what is higher than a whole page is split otherwise.
    """
    pages: list[tuple[Placed, ...]] = []
    page: list[Placed] = []
    room = height
    used = 0.0
    at, line = 0, 0

    def turn() -> None:
        nonlocal page, used, room
        pages.append(tuple(page))
        page, used = [], 0.0
        room = height if later_height is None else later_height

    while at < len(blocks):
        block = blocks[at]
        gap = block.gap if page and line == 0 else 0.0
        fitting = _fitting(block.lines[line:], room - used - gap)
        rest = len(block.lines) - line
        taken = _split(rest, fitting, begun=line > 0)
        if taken == rest and line == 0 and block.kept and page:
            needed = _chain(blocks, at)
            if gap + needed > room - used and needed <= (later_height or height):
                taken = 0
        if taken == 0 and not page:  # higher than a page: as much as there is room for
            taken = max(1, fitting)
        if taken == 0:
            turn()
            continue
        page.append(Placed(at, line, line + taken, used + gap))
        used += gap + sum(block.lines[line : line + taken])
        line += taken
        if line == len(block.lines):
            at, line = at + 1, 0
        else:
            turn()
    if page or not pages:
        turn()
    return tuple(pages)


def _fitting(lines: Sequence[float], room: float) -> int:
    """Return how many of *lines* there is room for."""
    count, used = 0, 0.0
    for height in lines:
        used += height
        if used > room + 1e-6:
            break
        count += 1
    return count


def _split(lines: int, fitting: int, *, begun: bool) -> int:
    """Return how many of *lines* to set here, of which *fitting* would find room."""
    if fitting >= lines:
        return lines
    taken = min(fitting, lines - _TOGETHER)  # the rest is not left alone over there
    if taken < (1 if begun else _TOGETHER):
        return 0
    return taken


def _chain(blocks: Sequence[Measured], at: int) -> float:
    """Return the height of a kept block, those kept after it, and the lines they lead to."""
    height = sum(blocks[at].lines)
    for block in blocks[at + 1 :]:
        height += block.gap
        if not block.kept:
            count = len(block.lines)
            return height + sum(block.lines[: count if count <= _TOGETHER + 1 else _TOGETHER])
        height += sum(block.lines)
    return height
