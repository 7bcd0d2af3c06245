"""Numbers the lines of a code set from their order and depth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codebook_app.domain.code import Code


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line in printed order; it stands under the last line before it of a lesser *depth*."""

    code: str
    title: str
    level: str
    depth: int
    billable: bool = False
    heading: bool = False
    opens_page: bool = False


def numbered(lines: Iterable[OutlineLine], code_set: str, release: str) -> tuple[Code, ...]:
    """Return *lines* as the lines of *release*, with ids from 1.

    The depths returned have no gaps: a line's is one more than that of the line it stands under.
    """
    placed: list[tuple[OutlineLine, int | None, int]] = []
    lasts: list[int] = []
    above: list[tuple[int, int]] = []  # depth given and id of the lines that the next may go under
    for number, line in enumerate(lines, start=1):
        while above and above[-1][0] >= line.depth:
            above.pop()
        placed.append((line, above[-1][1] if above else None, len(above)))
        lasts.append(number)
        for _, ancestor in above:
            lasts[ancestor - 1] = number
        above.append((line.depth, number))
    return tuple(
        Code(
            id=number,
            code_set=code_set,
            release=release,
            code=line.code,
            title=line.title,
            level=line.level,
            billable=line.billable,
            depth=depth,
            parent_id=parent,
            last_descendant_id=last,
            heading=line.heading,
            opens_page=line.opens_page,
        )
        for number, ((line, parent, depth), last) in enumerate(
            zip(placed, lasts, strict=True), start=1
        )
    )
