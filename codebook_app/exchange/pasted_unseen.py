"""Characters that nobody sees and that cut words: soft hyphens, zero-width spaces and joiners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from codebook_app.exchange.candidates import Pasted, Spelling

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\u2061-\u2064\u202a-\u202e]")


def without_unseen(text: str) -> tuple[str, Sequence[int] | None]:
    """Return *text* without them, and where each place of it stood; None where there were none."""
    if not _UNSEEN.search(text):
        return text, None
    kept = [at for at, letter in enumerate(text) if not _UNSEEN.match(letter)]
    return "".join(text[at] for at in kept), [*kept, len(text)]


def placed_as(found: Pasted, places: Sequence[int]) -> Pasted:
    """Return *found* with the places of the text that it was read from."""

    def end(at: int) -> int:
        return places[at - 1] + 1 if at else 0

    def spelled(one: Spelling) -> Spelling:
        return replace(one, end=end(one.end)) if one.end else one

    return replace(
        found,
        candidates=tuple(
            replace(
                one,
                start=places[one.start],
                end=end(one.end),
                spellings=tuple(map(spelled, one.spellings)),
            )
            for one in found.candidates
        ),
        passed=tuple(
            replace(one, start=places[one.start], end=end(one.end)) for one in found.passed
        ),
    )
