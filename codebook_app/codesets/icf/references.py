"""Finds the ICF codes that a note names."""

from __future__ import annotations

import re

from codebook_app.domain.note import CodeReference

_NAMED = re.compile(
    r"(?<![0-9A-Za-z])(?P<first>[bsde][0-9]{1,5})(?:\s?[-–]\s?(?P<last>[bsde][0-9]{1,5}))?"
    r"(?![0-9A-Za-z])"
)


def find_references(text: str) -> tuple[CodeReference, ...]:
    """Return the codes and ranges that *text* names, in the order they stand; never fails."""
    found = []
    for match in _NAMED.finditer(text):
        first, last = match["first"], match["last"] or match["first"]
        if first <= last:
            found.append(CodeReference(match.start(), match.end(), first, last))
        else:
            # No range runs backwards: two codes with a dash between them.
            found.append(CodeReference(match.start(), match.end("first"), first, first))
            found.append(CodeReference(match.start("last"), match.end(), last, last))
    return tuple(found)
