"""Seventh characters: which a code takes, and the valid codes they make.

ICD-10-CM Official Guidelines, sections I.A.4 (placeholder) and I.A.5 (7th characters): a code that
takes a seventh character is not valid without it, and the character stands seventh, after as many
X as it needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codebook_app.codesets.icd10cm.grammar import FULL_LENGTH, dotted, undotted
from codebook_app.codesets.icd10cm.printed import PrintedLine
from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.note import NoteKind

PLACEHOLDER = "X"
# The tabular list prints one such limit, as a note of S06: "7th characters D and S do not apply to
# codes in category S06 with 6th character 7 - death due to …, or 8 - death due to …".
_LIMIT = re.compile(
    r"7th characters? (?P<characters>[A-Z0-9](?:(?:, and |, or |, | and | or )[A-Z0-9])*)"
    r" do(?:es)? not apply to codes (?:in|from|under) category (?P<category>[A-Z][0-9A-Z]{2})"
    r" with (?P<place>[4-6])th characters? (?P<values>.+)"
)
_SINGLE = re.compile(r"\b[0-9A-Z]\b(?!')")


@dataclass(frozen=True, slots=True)
class Limit:
    """Seventh *characters* not taken by codes of *category* with one of *values* at *place*."""

    characters: frozenset[str]
    category: str
    place: int
    values: frozenset[str]

    def forbids(self, code: str, character: str) -> bool:
        """Whether *code*, without point, does not take *character*."""
        return (
            character in self.characters
            and code.startswith(self.category)
            and code[self.place - 1 : self.place] in self.values
        )


def limit(note: str) -> Limit | None:
    """Return the limit that *note* states, or None where it states none."""
    match = _LIMIT.match(note)
    if match is None:
        return None
    return Limit(
        characters=frozenset(_SINGLE.findall(match["characters"])),
        category=match["category"],
        place=int(match["place"]),
        values=frozenset(_SINGLE.findall(match["values"])),
    )


def completions(lines: Sequence[PrintedLine]) -> list[tuple[SeventhCharacter, ...]]:
    """Return, for each of *lines* in printed order, the seventh characters that complete it.

    None for a line that has parts below it, or takes no seventh character. A line's own definition
    counts, else the nearest above it; limits that any line above states hold too.
    """
    taken: list[Mapping[str, str]] = []
    stated: list[tuple[Limit, ...]] = []
    found: list[tuple[SeventhCharacter, ...]] = []
    for line in lines:
        above = line.parent.number if line.parent is not None else None
        inherited = taken[above] if above is not None else {}
        limits = stated[above] if above is not None else ()
        taken.append(inherited if line.seventh is None else line.seventh)
        stated.append((*limits, *_limits(line)))
        whole = line.element != "diag" or line.has_parts
        found.append(() if whole else _completed(line, taken[-1], stated[-1]))
    return found


def padded(code: str) -> str:
    """Return *code*, without point, filled with X up to the place of the seventh character."""
    return code.ljust(FULL_LENGTH - 1, PLACEHOLDER)


def _limits(line: PrintedLine) -> tuple[Limit, ...]:
    return tuple(
        found
        for container in line.containers
        if container.kind is NoteKind.NOTES
        for text in container.texts
        if (found := limit(text)) is not None
    )


def _completed(
    line: PrintedLine, characters: Mapping[str, str], limits: tuple[Limit, ...]
) -> tuple[SeventhCharacter, ...]:
    if not characters:
        return ()
    code = undotted(line.code)
    stem = padded(code)
    return tuple(
        SeventhCharacter(character, meaning, dotted(stem + character))
        for character, meaning in characters.items()
        if not any(found.forbids(code, character) for found in limits)
    )
