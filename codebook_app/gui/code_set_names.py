"""What the code sets are called on the screen, before anything of them is read."""

from __future__ import annotations

_TITLES = {
    "icd10cm": "ICD-10-CM",
    "icd10pcs": "ICD-10-PCS",
    "hcpcs": "HCPCS Level II",
    "cpt": "CPT",
    "icf": "ICF",
    "msdrg": "MS-DRG",
}
FIRST = "icd10cm"
"""The code set that is read where none was chosen."""


_NEVER_BILLED = frozenset({"icf", "msdrg"})


def is_billed(name: str) -> bool:
    """Whether the codes of a code set go on claims as such; the others are valid, not billable."""
    return name not in _NEVER_BILLED


def code_set_title(name: str) -> str:
    """Return the name for people; one that came later than this list is named as in commands."""
    return _TITLES.get(name, name.upper())


def in_shown_order(names: set[str]) -> tuple[str, ...]:
    """Return *names* in the order they are shown."""
    known = [name for name in _TITLES if name in names]
    return (*known, *sorted(names - set(known)))
