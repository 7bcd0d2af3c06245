"""The sections of CPT, by the ranges of its codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A section in the book's order: its *code* on the page and the ranges of codes it holds.

    A range is of codes of five digits; *letters* are the last characters of codes that it holds
    whatever their number.
    """

    code: str
    title: str
    ranges: tuple[tuple[str, str], ...] = ()
    letters: str = ""

    def holds(self, code: str) -> bool:
        """Whether *code* stands in this section."""
        if not code.isdigit():
            return code[-1:] in self.letters
        return any(first <= code <= last for first, last in self.ranges)


OTHER = Section("Other", "Other codes")
SECTIONS = (
    Section("99202-99499", "Evaluation and management", (("99202", "99499"),)),
    Section("00100-01999", "Anesthesia", (("00100", "01999"), ("99100", "99140"))),
    Section("10004-69990", "Surgery", (("10004", "69990"),)),
    Section("70010-79999", "Radiology", (("70010", "79999"),)),
    Section("80047-89398", "Pathology and laboratory", (("80047", "89398"),), "UM"),
    Section("90281-99607", "Medicine", (("90281", "99199"), ("99500", "99607"))),
    Section("Category II", "Performance measurement (category II codes)", (), "F"),
    Section("Category III", "Emerging technology (category III codes)", (), "T"),
    OTHER,
)
MODIFIERS = Section("Modifiers", "CPT modifiers")

_LETTERS = {"U": "PLA codes", "M": "MAAA codes"}


def section_of(code: str) -> Section:
    """Return the section that *code* stands in; the qualifying circumstances are anesthesia's."""
    return next((section for section in SECTIONS if section.holds(code)), OTHER)


def group_of(code: str) -> str:
    """Return the group of *code*, ``992xx``: codes that begin alike, with the same last letter."""
    return f"{code[:3]}xx" if code.isdigit() else f"{code[:2]}xx{code[-1]}"


def group_title(group: str) -> str:
    """Return the range that *group* stands for, the same in every release."""
    beginning, letter = group.split("xx")
    words = f"{beginning}00{letter} to {beginning}99{letter}"
    return f"{_LETTERS[letter]} {words}" if letter in _LETTERS else words
