"""Sections of the Official Guidelines: cited as findings cite them, found among headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from codebook_app.domain.content import DocumentSection

APPENDIX = "Appendix"
_STEP = r"(?:[A-Z]|\d{1,2}|[a-z])"
_SECTION = rf"[IVX]+\.[A-Z](?:\.{_STEP})*(?![\w-])"
_MORE = rf"(?:(?:, | and )(?:{_SECTION}|[a-z](?:\.\d{{1,2}})*(?![\w-])))*"
_CITED = re.compile(
    rf"Official Guidelines,? (?:sections? (?P<sections>{_SECTION}{_MORE})"
    r"|appendix (?P<appendix>[IVX]+))"
)
_NAMED = re.compile(r", | and ")
# What a heading begins with, by how deep its number stands: Section I, A., 9., a., 1), (a), (i).
_HEADS = ("Section {}.", "{}.", "{}.", "{}.", "{})", "({})", "({})")


@dataclass(frozen=True, slots=True)
class GuidelinesKept:
    """The guidelines that can be opened for what is checked by the codes of *release*.

    *title* is that of the release they are kept with; *own* whether it is *release* itself.
    """

    release: str
    title: str
    own: bool


@dataclass(frozen=True, slots=True)
class SectionFound:
    """The *place* of a heading among those of a document; *exact* where it is the one asked for.

    Else it is the nearest section around it that the document has.
    """

    place: int
    exact: bool


def cited_sections(source: str) -> tuple[str, ...]:
    """Return the sections of the guidelines that a finding's *source* names, each once.

    They are numbered from the top, ``I.C.9.a.2``, or ``Appendix I``; "I.C.20.b, c and k" are
    three. Empty where the source names none.
    """
    sections: list[str] = []
    for cited in _CITED.finditer(source):
        if cited["appendix"]:
            sections.append(f"{APPENDIX} {cited['appendix']}")
            continue
        for named in _NAMED.split(cited["sections"]):
            # A letter alone stands beside the last one named in full.
            beside = sections[-1].rpartition(".")[0] if named[0].islower() else ""
            sections.append(f"{beside}.{named}" if beside else named)
    return tuple(dict.fromkeys(sections))


def find_section(sections: Sequence[DocumentSection], number: str) -> SectionFound | None:
    """Return where the section *number* stands among the headings of a document.

    Where the document has none of that number, the nearest section around it; None where it has
    not even that.
    """
    steps = number.split(".")
    found: int | None = None
    first, last = 0, len(sections)
    for depth, step in enumerate(steps[: len(_HEADS)]):
        head = _HEADS[depth].format(step)
        if step.startswith(APPENDIX):
            head = step
        place = next((at for at in range(first, last) if _begins(sections[at].title, head)), None)
        if place is None:
            return None if found is None else SectionFound(found, exact=False)
        found, first = place, place + 1
        last = next(
            (at for at in range(first, last) if sections[at].depth <= sections[place].depth), last
        )
    return None if found is None else SectionFound(found, exact=True)


def _begins(title: str, head: str) -> bool:
    return " ".join(title.split()).startswith((f"{head} ", f"{head}:")) or title.strip() == head
