"""Codes that a mistyped one may stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALIKE = {"O": "0", "0": "O", "I": "1", "L": "1", "1": "I"}
"""Letters and digits that are taken for one another; no ICD-10-PCS code holds an O or an I."""
_MOST_ALIKE = 6
_SHORTEST = 4
"""From how many characters on a code may have one wrong: shorter ones are all near each other."""
_OFFERED = 4


def look_alikes(code: str) -> Iterator[str]:
    """Yield *code* with some of its O and 0, I, L and 1 read as the other, the fewest first."""
    places = [at for at, letter in enumerate(code) if letter in _ALIKE][:_MOST_ALIKE]
    changes = sorted(product((False, True), repeat=len(places)), key=lambda each: (sum(each), each))
    for change in changes[1:]:
        letters = list(code)
        for place, is_changed in zip(places, change, strict=True):
            if is_changed:
                letters[place] = _ALIKE[letters[place]]
        yield "".join(letters)


def near_codes(code: str, is_code: Callable[[str], bool], limit: int = _OFFERED) -> tuple[str, ...]:
    """Return whole codes that *code*, without point and in upper case, may be mistyped for.

    Those that look like it, else with two characters swapped, else without its last, else with one
    wrong (a letter for a letter, a digit for a digit), else with one missing or too many.
    """
    if len(code) < _SHORTEST:
        return ()
    for variants in (
        look_alikes(code),
        _swapped(code),
        iter((code[:-1],)),
        _one_wrong(code),
        _one_missing_or_more(code),
    ):
        found = [one for one in dict.fromkeys(variants) if is_code(one)]
        if found:
            return tuple(found[:limit])
    return ()


def _swapped(code: str) -> Iterator[str]:
    for at in range(len(code) - 1):
        if code[at] != code[at + 1]:
            yield code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def _one_wrong(code: str) -> Iterator[str]:
    # The end first: what is wrong there leads to a code of the same category.
    for at in reversed(range(len(code))):
        for letter in _DIGITS if code[at].isdigit() else _LETTERS:
            if letter != code[at]:
                yield code[:at] + letter + code[at + 1 :]


def _one_missing_or_more(code: str) -> Iterator[str]:
    for at in reversed(range(len(code))):
        yield code[:at] + code[at + 1 :]
    for at in reversed(range(len(code) + 1)):
        for letter in _DIGITS + _LETTERS:
            yield code[:at] + letter + code[at:]
