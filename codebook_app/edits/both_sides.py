"""The right and the left side coded one by one where one code tells both.

Official Guidelines, section I.B.13: separate codes are assigned where no bilateral one is provided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codebook_app.domain.code import Code
from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits.chart import Chart
from codebook_app.edits.guideline import distinct, guideline_finding, printed, putting_in_place
from codebook_app.edits.listed import ListedCode

_SIDES = {"1": "2", "2": "1"}
_RIGHT = re.compile(r"\bright\b")
_LEFT = re.compile(r"\bleft\b")
_BILATERAL = re.compile(r"\b(?:bilateral|both)\b")
# What differs between "unilateral, right knee" and "bilateral of knee", "limb" and "limbs".
_SIDED = re.compile(r"\bright \w+")
_NOTHING = re.compile(r"\b(?:right|left|bilateral|both|unilateral|of|the)\b|[,()\[\]]")


def both_sides(chart: Chart) -> Iterator[Finding]:
    """Yield information for codes that say the same of the right and the left side.

    Where the release has the code that says it of both; putting that in their place is offered.
    """
    for right, left in _pairs(chart.diagnoses.codes):
        code = next(
            (
                chart.offered[name]
                for name in _names_of_both(right, left)
                if name in chart.offered and _says_it_of_both(chart.offered[name], right)
            ),
            None,
        )
        if code is not None:
            yield guideline_finding(
                "both_sides",
                (right, left),
                f"{right.written} and {left.written} are the two sides of {code.code}.",
                section="I.B.13",
                action=f"Code {code.code}, which tells both.",
                severity=Severity.INFORMATION,
                fixes=putting_in_place(chart, (right, left), code),
                names=(code.code,),
            )


def codes_of_both_sides(codes: Sequence[ListedCode]) -> Iterator[str]:
    """Yield the codes that may say of both sides what two codes say; not all need exist."""
    for right, left in _pairs(codes):
        yield from _names_of_both(right, left)


def _pairs(codes: Sequence[ListedCode]) -> Iterator[tuple[ListedCode, ListedCode]]:
    """Yield the codes that differ by 1 for 2 in one character and by right for left in words."""
    listed = {one.undotted: one for one in distinct(codes) if one.line is not None}
    for undotted, right in listed.items():
        title = _title(right)
        if not _RIGHT.search(title):
            continue
        for place in range(3, len(undotted)):
            other = _SIDES.get(undotted[place])
            left = listed.get(f"{undotted[:place]}{other}{undotted[place + 1 :]}")
            if other and left is not None and _RIGHT.sub("left", title) == _title(left):
                yield right, left
                break


def _names_of_both(right: ListedCode, left: ListedCode) -> tuple[str, ...]:
    """Return how the code of both sides may be written: 3 for 1 and 2, or one less above them.

    H25.11 and H25.12 go with H25.13, M17.11 and M17.12 with M17.0.
    """
    one, other = right.undotted, left.undotted
    place = next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    found = [f"{one[:place]}3{one[place + 1 :]}", f"{one[:place]}0{one[place + 1 :]}"]
    if place == 4 and len(one) == 5 and one[3] in "123456789":
        found.append(f"{one[:3]}{int(one[3]) - 1}")
    return tuple(printed(name) for name in found)


def _says_it_of_both(code: Code, right: ListedCode) -> bool:
    title, of_one = code.title.casefold(), _title(right)
    # "…, right eye" and "…, bilateral": what is there twice need not be named again.
    same = {_bare(of_one), _bare(_SIDED.sub(" ", of_one))}
    return bool(_BILATERAL.search(title)) and _bare(title) in same


def _title(listed: ListedCode) -> str:
    return listed.line.code.title.casefold() if listed.line is not None else ""


def _bare(title: str) -> tuple[str, ...]:
    """Return the words of a title that tell no side, each without a plural's ending, sorted."""
    return tuple(sorted(word.rstrip("s") for word in _NOTHING.sub(" ", title).split()))
