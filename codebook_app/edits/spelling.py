"""Other ways to write a code that no release holds: the placeholder X, and letters for digits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

_CATEGORY = 3
_FULL = 7
# On paper and on a screen these look alike; beyond the first character no code has an O or an I.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def other_spellings(written: str) -> tuple[str, ...]:
    """Return what *written* may have been meant as, without dots; most come to nothing.

    The placeholder X put in or left out anywhere behind the category (Official Guidelines, section
    I.A.4 and I.A.5: a seventh character stands in the seventh place, with X for each place that is
    empty before it), and O for zero, I and L for one.
    """
    plain = "".join(character for character in written.upper() if character.isalnum())
    if not _CATEGORY < len(plain) <= _FULL + 2:
        return ()
    found = dict.fromkeys(_placeholders(plain))
    mended = plain[0] + plain[1:].translate(_LOOKALIKES)
    if mended != plain:
        found |= dict.fromkeys((mended, *_placeholders(mended)))
    return tuple(found)


def beginnings(written: str) -> tuple[str, ...]:
    """Return the beginnings of *written* down to the category, the longest first, without dots."""
    plain = "".join(character for character in written.upper() if character.isalnum())
    return tuple(plain[:end] for end in range(min(len(plain) - 1, _FULL), _CATEGORY - 1, -1))


def placeholders(undotted: str) -> int:
    """Return how many placeholders X a code has behind its category."""
    return undotted[_CATEGORY:].count("X")


def _placeholders(plain: str) -> Iterator[str]:
    """Yield *plain* with placeholders in any places, four to seven characters long."""
    category, rest = plain[:_CATEGORY], plain[_CATEGORY:].replace("X", "")
    for length in range(max(len(rest), 1), _FULL - _CATEGORY + 1):
        for places in combinations(range(length), length - len(rest)):
            characters = iter(rest)
            yield category + "".join(
                "X" if place in places else next(characters) for place in range(length)
            )
