"""Reads the AMA's descriptor files, each code with what its line says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.cpt.layouts import (
    CONCEPT_HEADING,
    CPT_CODE_HEADING,
    Kind,
    Layout,
    data_lines,
)
from codebook_app.errors import KnownError

CONCEPT = "Concept Id"
_AGAIN = "Unpack the AMA's file again and import that."
_QUOTED = 40
_REPEATS = frozenset({Kind.CONSUMER, Kind.CLINICIAN})


@dataclass(frozen=True, slots=True)
class Described:
    """What the line *number* of a file says of *code*: texts by the name of their column."""

    code: str
    number: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DescriptorFile:
    """The lines of a file, and in words what of it was *left_out*."""

    lines: tuple[Described, ...]
    left_out: tuple[str, ...]


def read_descriptors(file: OfficialFile, layout: Layout) -> DescriptorFile:
    """Return the lines of *file*, whose data stands as *layout* says.

    A file without headings gives each text under the name of its kind. Lines behind the last one of
    data are left out.

    Raises:
        KnownError: a line between is no data, or a code stands twice with other words; the message
            names file and line.
    """
    names: tuple[str, ...] = ()
    found: dict[str, Described] = {}
    repeated: list[Described] = []
    behind: list[tuple[int, str]] = []
    left_out: list[str] = []
    for number, line in data_lines(file):
        if number < layout.first_line or not line.strip():
            continue
        if layout.headings and not names:
            names = tuple(" ".join(cell.split()) for cell in line.split("\t"))
            continue
        described = _described(line, number, layout, names)
        if described is None:
            behind.append((number, line))
            continue
        if behind:
            raise KnownError(
                f"{file.name}, line {behind[0][0]}: “{behind[0][1][:_QUOTED].strip()}” is no line"
                " of CPT codes, though more follow.",
                _AGAIN,
            )
        if layout.kind in _REPEATS:
            repeated.append(described)
            continue
        known = found.setdefault(described.code, described)
        if known is described:
            continue
        if known.texts != described.texts:
            raise KnownError(
                f"{file.name}, line {number}: {described.code} stands twice, and otherwise in line"
                f" {known.number}.",
                _AGAIN,
            )
        left_out.append(
            f"{file.name}, line {number}: {described.code}, which line {known.number} has already"
        )
    if behind:
        left_out.append(
            f"{file.name}, line {behind[0][0]}: “{behind[0][1][:_QUOTED].strip()}” and what follows"
            " hold no code"
        )
    lines = tuple(repeated or found.values())
    if not lines:
        raise KnownError(f"{file.name} holds no CPT codes.", _AGAIN)
    return DescriptorFile(lines, tuple(left_out))


def _described(line: str, number: int, layout: Layout, names: tuple[str, ...]) -> Described | None:
    if not layout.headings:
        match = layout.shape.fullmatch(line)
        if match is None:
            return None
        texts = {layout.kind.value: " ".join(match["text"].split())}
        if "concept" in layout.shape.groupindex:
            texts[CONCEPT] = match["concept"]
        return Described(match["code"], number, texts)
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    place = layout.headings.index(CPT_CODE_HEADING)
    code = cells[place] if place < len(cells) else ""
    if layout.zeros_lost and code.isdigit():
        code = code.zfill(5)
    if layout.shape.fullmatch(code) is None:
        return None
    texts = {}
    for heading, name, text in zip(layout.headings, names, cells, strict=False):
        if text and heading not in {CPT_CODE_HEADING, "CLINICIANDESCRIPTORID"}:
            texts[_named(heading, name, layout.kind)] = text
    return Described(code, number, texts)


def _named(heading: str, name: str, kind: Kind) -> str:
    """Return what a column is called: by its kind where it is a descriptor, else by its heading."""
    if heading == CONCEPT_HEADING:
        return CONCEPT
    if heading.startswith("SPANISH"):
        return name
    if kind is Kind.CONSOLIDATED:
        bare = heading.removesuffix("DESCRIPTOR")
        return bare.lower() if bare in {"LONG", "MEDIUM", "SHORT", "CONSUMER"} else name
    return kind.value if "DESCRIPTOR" in heading or kind.value.upper() in heading else name
