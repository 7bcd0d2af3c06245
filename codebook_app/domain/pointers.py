"""Which diagnoses a service answers to: letters for the claim, lines for whoever moves them.

A pointer is the letter of a listed diagnosis by its place: A is the first (CMS-1500 box 24E; X12
837P counts 1 to 12). A claim knows A to L; behind Z the list goes on with AA, AB, … so that no
pointer is lost while the list is longer than any claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codebook_app.domain.encounter import EncounterLine, Role

_DIAGNOSES = "icd10cm"
_LETTERS = 26


def letter_of(place: int) -> str:
    """Return the letter of the listed diagnosis at *place*, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, _LETTERS)
        letters = chr(ord("A") + digit) + letters
    return letters


def place_of(letter: str) -> int:
    """Return the place, from 0, that *letter* (capitals A to Z) stands for."""
    place = 0
    for one in letter:
        place = place * _LETTERS + ord(one) - ord("A") + 1
    return place - 1


def listed(lines: Sequence[EncounterLine]) -> tuple[str, ...]:
    """Return the ids of the listed diagnoses, which the letters count."""
    return tuple(
        line.id for line in lines if line.code_set == _DIAGNOSES and line.role is Role.LISTED
    )


def followed(
    before: Sequence[EncounterLine], after: Sequence[EncounterLine]
) -> tuple[EncounterLine, ...]:
    """Return *after* with its pointers re-lettered, so that each names the diagnosis it named.

    A pointer to a diagnosis that is no longer listed goes. The letter of an empty place stays, and
    so names the diagnosis that is entered there later; but where a diagnosis of before has moved
    behind the end of the old list, it moves on by as many places, to stay empty. Lines that were
    not there *before* keep their letters: these are of *after* already.
    """
    old, new = listed(before), listed(after)
    if old == new or not any(line.pointers for line in after):
        return tuple(after)
    known = {line.id for line in before}
    letters: dict[str, str | None] = {}
    for line in after:
        for letter in line.pointers:
            if letter not in letters:
                letters[letter] = _follow(letter, old, new)
    return tuple(
        line
        if not line.pointers or line.id not in known
        else replace(
            line,
            pointers=tuple(now for letter in line.pointers if (now := letters[letter]) is not None),
        )
        for line in after
    )


def _follow(letter: str, old: Sequence[str], new: Sequence[str]) -> str | None:
    place = place_of(letter)
    if place < len(old):
        return letter_of(new.index(old[place])) if old[place] in new else None
    if any(one in old for one in new[len(old) :]):
        return letter_of(place - len(old) + len(new))
    return letter
