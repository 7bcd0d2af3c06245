"""The sections of HCPCS Level II, by the letter a code begins with, and the groups in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from types import MappingProxyType

from codebook_app.codesets.hcpcs.columns import HcpcsLine
from codebook_app.codesets.outline import OutlineLine

SECTIONS = MappingProxyType(
    {
        "A": "Transportation services, medical and surgical supplies, administrative and"
        " miscellaneous",
        "B": "Enteral and parenteral therapy",
        "C": "Outpatient prospective payment system (temporary codes)",
        "D": "Dental procedures",
        "E": "Durable medical equipment",
        "G": "Procedures and professional services (temporary codes)",
        "H": "Behavioral health and substance abuse treatment services",
        "J": "Drugs administered other than by mouth, chemotherapy drugs",
        "K": "Durable medical equipment (temporary codes)",
        "L": "Orthotic and prosthetic procedures and devices",
        "M": "Medical services and quality measures",
        "P": "Pathology and laboratory services",
        "Q": "Miscellaneous services (temporary codes)",
        "R": "Diagnostic radiology services",
        "S": "Private payers' codes (temporary, not valid for Medicare)",
        "T": "State Medicaid agencies' codes (not valid for Medicare)",
        "U": "Clinical laboratory services",
        "V": "Vision, hearing and speech-language pathology services",
    }
)
"""CMS's sections as its coding instructions name them, shortened."""

MODIFIERS = "Modifiers"
_MODIFIERS_TITLE = "HCPCS Level II modifiers"


def outlined(
    lines: Sequence[HcpcsLine], levels: Sequence[tuple[str, bool]]
) -> Iterator[tuple[OutlineLine, HcpcsLine | None]]:
    """Yield *lines* under their sections and groups, in the book's order: modifiers come last.

    *levels* gives each line's level and whether it is billable. A group holds the codes that begin
    alike, ``J01xx``, or the modifiers of one first character.
    """
    placed = sorted(
        zip(lines, levels, strict=True), key=lambda pair: (pair[0].modifier, pair[0].code)
    )
    for section, in_section in groupby(placed, key=lambda pair: _section(pair[0])):
        yield _heading(section), None
        for group, found in groupby(in_section, key=lambda pair: _group(pair[0])):
            title = _group_title(group)
            yield OutlineLine(group, title, "group", 1, heading=True, opens_page=True), None
            for line, (level, billable) in found:
                yield OutlineLine(line.code, line.title, level, 2, billable=billable), line


def _section(line: HcpcsLine) -> str:
    return MODIFIERS if line.modifier else line.code[0]


def _heading(section: str) -> OutlineLine:
    title = _MODIFIERS_TITLE if section == MODIFIERS else SECTIONS.get(section, "Other codes")
    return OutlineLine(section, title, "section", 0, heading=True)


def _group(line: HcpcsLine) -> str:
    return f"{MODIFIERS} {line.code[0]}" if line.modifier else f"{line.code[:3]}xx"


def _group_title(group: str) -> str:
    """Return the range that *group* stands for, the same in every release."""
    if group.startswith(MODIFIERS):
        return f"Modifiers beginning with {group[-1]}"
    return f"{group[:3]}00 to {group[:3]}99"
