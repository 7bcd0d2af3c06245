"""The code sets of the program."""

from __future__ import annotations

import importlib

from codebook_app.codesets.base import CodeSet, CodeSets

_KNOWN = (
    ("icd10cm.code_set", "Icd10Cm"),
    ("icd10pcs.code_set", "Icd10Pcs"),
    ("hcpcs.code_set", "Hcpcs"),
    ("cpt.code_set", "Cpt"),
    ("icf.code_set", "Icf"),
    ("msdrg", "MsDrg"),
)


def all_code_sets() -> CodeSets:
    """Return every code set that the program reads, in the order they are shown."""
    found: list[CodeSet] = []
    for module, name in _KNOWN:
        try:
            found.append(
                getattr(importlib.import_module(f"codebook_app.codesets.{module}"), name)()
            )
        except (ImportError, AttributeError):
            continue
    return CodeSets(found)
