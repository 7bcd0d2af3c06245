"""What the code sets are called on the screen, before anything of them is read."""

from __future__ import annotations

from codebook_app.codesets.names import ICD10CM, SHOWN

FIRST = ICD10CM.name
"""The code set that is read where none was chosen."""


def is_billed(name: str) -> bool:
    """Whether the codes of a code set go on claims as such; the others are valid, not billable."""
    return all(one.billed for one in SHOWN if one.name == name)


def code_set_title(name: str) -> str:
    """Return the name for people; one that the program does not know is named as in commands."""
    return next((one.title for one in SHOWN if one.name == name), name.upper())


def code_set_badge(name: str) -> str:
    """Return the name in a word that fits on a tab: "CM", "HCPCS"."""
    return code_set_title(name).removeprefix("ICD-10-").removeprefix("MS-").partition(" ")[0]


def in_shown_order(names: set[str]) -> tuple[str, ...]:
    """Return *names* in the order they are shown."""
    known = [one.name for one in SHOWN if one.name in names]
    return (*known, *sorted(names - set(known)))
