"""The codes that the rules of the guidelines may put in the place of others.

A rule is pure and knows no release: what it may offer is asked of the release before it runs, and a
code that the release does not have as a valid one is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from codebook_app.edits.both_sides import codes_of_both_sides
from codebook_app.edits.combinations import combined_codes
from codebook_app.edits.diabetes import presumed_codes
from codebook_app.edits.external_causes import matching_causes
from codebook_app.edits.injuries import postprocedural_shocks
from codebook_app.edits.listed import ListedCode

Proposer = Callable[[Sequence[ListedCode]], Iterator[str]]

_PROPOSERS: tuple[Proposer, ...] = (
    combined_codes,
    presumed_codes,
    matching_causes,
    postprocedural_shocks,
    codes_of_both_sides,
)


def proposed_codes(codes: Sequence[ListedCode]) -> frozenset[str]:
    """Return the codes, as printed, that the rules may offer for a list; not all need exist."""
    return frozenset(code for propose in _PROPOSERS for code in propose(codes))
