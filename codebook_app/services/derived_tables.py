"""Tables of ICD-10-PCS for a release that came as codes and titles alone.

Which values go together is known exactly, the codes say it. What a value is called is read from the
titles: the parts that all titles with it share, and not all titles of the table.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from codebook_app.domain.procedure import Axis, AxisValue, ProcedureRow, ProcedureTable
from codebook_app.domain.procedure_page import TableHead

_Rest = TypeVar("_Rest", bound=Hashable)

NOT_NAMED = "not named in the titles"
"""The label of a value that no part of a title stands for."""
_TABLE = 3
_LAST = (4, 5, 6, 7)
_FIRST_TITLES = ("Section", "Body System", "Operation")
# What CMS calls the characters 3 to 7 of a section; the fourth on of the others are qualifiers.
_TITLES = MappingProxyType(
    {
        "0": "Operation|Body Part|Approach|Device|Qualifier",
        "1": "Operation|Body Part|Approach|Device|Qualifier",
        "2": "Operation|Body Region|Approach|Device|Qualifier",
        "3": "Operation|Body System / Region|Approach|Substance|Qualifier",
        "4": "Operation|Body System|Approach|Function / Device|Qualifier",
        "5": "Operation|Body System|Duration|Function|Qualifier",
        "6": "Operation|Body System|Duration|Qualifier|Qualifier",
        "7": "Operation|Body Region|Approach|Method|Qualifier",
        "8": "Operation|Body Region|Approach|Method|Qualifier",
        "9": "Operation|Body Region|Approach|Method|Qualifier",
        "B": "Type|Body Part|Contrast|Qualifier|Qualifier",
        "C": "Type|Body Part|Radionuclide|Qualifier|Qualifier",
        "D": "Modality|Treatment Site|Modality Qualifier|Isotope|Qualifier",
        "F": "Type|Body System / Region|Type Qualifier|Equipment|Qualifier",
        "G": "Type|Qualifier|Qualifier|Qualifier|Qualifier",
        "H": "Type|Qualifier|Qualifier|Qualifier|Qualifier",
        "X": "Operation|Body Part|Approach|Device / Substance / Technology|Qualifier",
    }
)
_OTHER = "Operation|Character 4|Character 5|Character 6|Character 7"
# The approaches have the same characters wherever a section has approaches.
_APPROACHES = MappingProxyType(
    {
        "0": "Open",
        "3": "Percutaneous",
        "4": "Percutaneous Endoscopic",
        "7": "Via Natural or Artificial Opening",
        "8": "Via Natural or Artificial Opening Endoscopic",
        "F": "Via Natural or Artificial Opening With Percutaneous Endoscopic Assistance",
        "X": "External",
    }
)
_APPROACH = " Approach"
_BETWEEN = re.compile(r",?\s+(?:of|with|from|to|using|in|for|into|via|and)\s+|,\s*|\s+-\s+")


def derived_head(code: str, labels: Iterable[str], codes: int) -> TableHead:
    """Return the head of the table *code*, of *labels* for its three characters."""
    titles = (*_FIRST_TITLES[:2], _axis_titles(code)[0])
    return TableHead(
        code,
        tuple(
            Axis(position, title, (AxisValue(character, label),))
            for position, (title, character, label) in enumerate(
                zip(titles, code, labels, strict=True), start=1
            )
        ),
        codes,
    )


def derived_table(head: TableHead, titles: Mapping[str, str]) -> ProcedureTable:
    """Return the table of *head* that makes just the codes of *titles*."""
    labels = _labels(titles, "Approach" in _axis_titles(head.code))
    names = _axis_titles(head.code)[1:]

    def axis(position: int, characters: Iterable[str]) -> Axis:
        values = tuple(AxisValue(one, labels[position, one]) for one in sorted(characters))
        return Axis(position, names[position - _LAST[0]], values)

    # Values that go with the same values behind them stand in one row, as CMS prints them.
    rows = [
        ProcedureRow((axis(4, fourth), axis(5, fifth), axis(6, sixth), axis(7, seventh)))
        for fourth, behind in _alike((code[3], code[4:]) for code in titles)
        for fifth, behind_fifth in _alike((rest[0], rest[1:]) for rest in behind)
        for sixth, seventh in _alike((rest[0], rest[1]) for rest in behind_fifth)
    ]
    return ProcedureTable(head.code, head.axes, "", tuple(rows))


def _alike(pairs: Iterable[tuple[str, _Rest]]) -> list[tuple[list[str], list[_Rest]]]:
    """Return the characters of *pairs* that go with the same rests, each with those."""
    rests: dict[str, dict[_Rest, None]] = {}
    for character, rest in pairs:
        rests.setdefault(character, {})[rest] = None
    groups: dict[frozenset[_Rest], list[str]] = {}
    for character, of in rests.items():
        groups.setdefault(frozenset(of), []).append(character)
    return [(characters, list(rests[characters[0]])) for characters in groups.values()]


def _labels(titles: Mapping[str, str], has_approach: bool) -> dict[tuple[int, str], str]:
    parts = {code: _parts(title) for code, title in titles.items()}
    everywhere = set.intersection(*(set(of) for of in parts.values())) if parts else set()
    common: dict[tuple[int, str], dict[str, None]] = {}
    counts: dict[tuple[int, str], int] = {}
    for code, of in parts.items():
        for position in _LAST:
            key = position, code[position - 1]
            counts[key] = counts.get(key, 0) + 1
            before = common.get(key)
            common[key] = of if before is None else {one: None for one in before if one in of}
    # A value that stands beside one other only shares that one's words: they are of the axis whose
    # values account for more of the titles that have them.
    told: dict[str, dict[int, int]] = {}
    for (position, character), of in common.items():
        for part in of:
            by_axis = told.setdefault(part, {})
            by_axis[position] = by_axis.get(position, 0) + counts[position, character]
    labels = {}
    for (position, character), of in common.items():
        apart = [
            part
            for part in of
            if part not in everywhere and told[part][position] == max(told[part].values())
        ]
        if has_approach:
            apart = [part for part in apart if part.endswith(_APPROACH) == (position == _LAST[1])]
        named = ", ".join(apart)
        if position == _LAST[1] and has_approach:
            named = _APPROACHES.get(character, named)
        labels[position, character] = named or NOT_NAMED
    return labels


def _parts(title: str) -> dict[str, None]:
    return dict.fromkeys(part for part in _BETWEEN.split(title) if part)


def _axis_titles(code: str) -> tuple[str, ...]:
    return tuple(_TITLES.get(code[0], _OTHER).split("|"))
