"""Codes that leave something open which the book could say: unspecified, and without a side.

Official Guidelines, sections I.A.9.b and I.B.18 (unspecified codes are right where the record says
no more), I.B.13 (laterality). Payers ask, so a coder is told, and nothing is called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codebook_app.domain import editor_attributes as mce
from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits.chart import Chart, ids_of, joined
from codebook_app.edits.listed import ListedCode

# "…, or unspecified chronic kidney disease" names one case of several: no code says it better.
_UNSPECIFIED = re.compile(r"(?<!\bor )\bunspecified\b|\bNOS\b", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+")
_TELLS_SIDES = re.compile(
    r"\b(?:unspecified|right|left|bilateral|(?:non-?)?dominant|not otherwise specified)\b"
)
_SIDE = re.compile(r"\b(?:right|left|bilateral)\b", re.IGNORECASE)


def may_lack_a_side(code: Code) -> bool:
    """Whether a title leaves something open and names no side."""
    return bool(_UNSPECIFIED.search(code.title)) and not _SIDE.search(code.title)


def same_but_for_the_side(open_one: Code, other: Code) -> bool:
    """Whether *other* says what *open_one* says, and which side of the body it is."""
    return bool(_SIDE.search(other.title)) and _bare(open_one.title) == _bare(other.title)


def _bare(title: str) -> str:
    """Return a title without what tells sides apart."""
    return " ".join(_WORD.findall(_TELLS_SIDES.sub(" ", title.casefold())))


def unspecified_side(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for a stay's codes of unspecified side that count as CC or MCC.

    Medicare Code Editor, unspecified code edit: claims with such a code come back where a code with
    the side exists, unless it is explained.
    """
    if chart.editor is None or not chart.inpatient:
        return
    found = _once(one for one in chart.diagnoses.codes if _edited(chart, one))
    if found:
        codes = tuple(one.written for one in found)
        yield Finding(
            rule="unspecified_side",
            severity=Severity.WARNING,
            codes=codes,
            text=f"{joined(codes)} {'does' if len(codes) == 1 else 'do'} not give the side.",
            source=f"{chart.editor.source}, unspecified code edit.",
            action="Choose the code with the side, or be ready to explain why none is known.",
            line_ids=ids_of(*found),
            completions=_sides(chart, found[0]) if len(found) == 1 else (),
        )


def sides(chart: Chart) -> Iterator[Finding]:
    """Yield information for each code without a side that has one beside it with the side."""
    for one in _once(iter(chart.diagnoses.codes)):
        if _edited(chart, one) and chart.inpatient:
            continue
        offered = _sides(chart, one)
        if offered:
            yield Finding(
                rule="laterality",
                severity=Severity.INFORMATION,
                codes=(one.written,),
                text=f"{one.written} does not give the side; {_with_sides(offered)}.",
                source=f"ICD-10-CM Official Guidelines, section I.B.13; {chart.diagnoses.release}.",
                action="Choose the side where it is documented.",
                line_ids=ids_of(one),
                completions=offered,
            )


def unspecified(chart: Chart) -> Iterator[Finding]:
    """Yield one line of information that names all unspecified codes."""
    found = _once(
        one
        for one in chart.diagnoses.codes
        if one.line is not None
        and one.line.code.billable
        and _UNSPECIFIED.search(one.line.code.title)
        and not chart.siblings.get(one.written)
        and not (_edited(chart, one) and chart.inpatient)
    )
    if found:
        codes = tuple(one.written for one in found)
        are = "is an unspecified code" if len(codes) == 1 else "are unspecified codes"
        yield Finding(
            rule="unspecified",
            severity=Severity.INFORMATION,
            codes=codes,
            text=f"{joined(codes, 26)} {are}.",
            source="ICD-10-CM Official Guidelines, sections I.A.9.b and I.B.18.",
            action="Choose a more specific code where the record says more.",
            line_ids=ids_of(*found),
        )


def _edited(chart: Chart, one: ListedCode) -> bool:
    return chart.editor is not None and mce.UNSPECIFIED in chart.editor.of(one)


def _sides(chart: Chart, one: ListedCode) -> tuple[SeventhCharacter, ...]:
    return tuple(
        SeventhCharacter(code.seventh_character, code.title, code.code)
        for code in chart.siblings.get(one.written, ())
    )


def _with_sides(offered: tuple[SeventhCharacter, ...]) -> str:
    codes = [one.code for one in offered]
    return f"{joined(codes)} {'does' if len(codes) == 1 else 'do'}"


def _once(codes: Iterator[ListedCode]) -> tuple[ListedCode, ...]:
    return tuple({one.written: one for one in reversed(list(codes))}.values())[::-1]
