"""What the choices of a word group are worth beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.search.query import Choice, Slice, Word

CUT_BESIDE_MEANING = 0.3
"""What only begins with an abbreviation, "cardia" for ca: its meanings are meant."""


def mass(choice: Choice) -> float:
    """Return the most that *choice* can score, but for the weights of its words."""
    return sum(max(part.boost for part in word.slices) for word in choice.words)


def no_rarer(typed: Sequence[Choice], meanings: Sequence[Choice], worth: float) -> list[Choice]:
    """Return the *typed* choices of an abbreviation, none worth more than its meanings in full.

    The few entries that hold ``htn`` itself are no better for it than those of hypertension, and
    what only begins so is worse. *worth* is what a meaning counts beside what is typed.
    """
    most = max(map(mass, meanings)) / worth
    capped = []
    for choice in typed:
        share = min(most / mass(choice), 1.0)
        capped.append(Choice(tuple(Word(_lowered(word, share)) for word in choice.words)))
    return capped


def scaled(choice: Choice, share: float) -> Choice:
    """Return *choice* with the boosts of all its words multiplied by *share*."""
    return Choice(
        tuple(
            Word(tuple(Slice(one.text, one.boost * share, one.prefix) for one in word.slices))
            for word in choice.words
        )
    )


def _lowered(word: Word, share: float) -> tuple[Slice, ...]:
    most = max(one.boost for one in word.slices) * share
    return tuple(
        Slice(one.text, min(one.boost, most * CUT_BESIDE_MEANING), prefix=True)
        if one.prefix
        else Slice(one.text, one.boost * share)
        for one in word.slices
    )
