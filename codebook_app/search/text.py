"""How texts and queries are cut into words: the same way for both, or nothing would be found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# A word: letters and digits, with the accents that stand apart from their letter and apostrophes.
_WORD = re.compile(r"[^\W_]+[̀-ͯ]*(?:['’]?[^\W_]+[̀-ͯ]*)*")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
# "(E08-E13)", "(T36-T50 with fifth or sixth character 5)": a code named in a note is no word of it.
_NAMED_CODES = re.compile(r"[\(\[][A-Z]\d[0-9A-Z.\-]*(?:[,; ][^()\[\]]*)?[\)\]]")

FILLERS = frozenset(
    """a an and any are as at be by due elsewhere for from has in into is it its nec nos of on or
    other-than per than that the their this to was which who with within without""".split()
) - {"without", "other-than", "elsewhere", "nec", "nos", "within", "any", "who", "which"}
"""The words that a query loses unless nothing else is left. "Without" is none of them: in a title
it is what tells one code from the next."""


def fold(word: str) -> str:
    """Return *word* as it stands in the index: lower case, without accents and possessive s."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
        word = "".join(letter for letter in word if not unicodedata.combining(letter))
    word = word.lower()
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    return word


def words(text: str) -> list[str]:
    """Return the folded words of *text* in order."""
    if text.isascii():
        found = _ASCII_WORD.findall(text.lower())
        return [fold(word) for word in found] if "'" in text else found
    return [folded for word in _WORD.findall(text) if (folded := fold(word))]


def placed_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each folded word of *text* with its half-open offsets in *text*."""
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        if folded:
            yield folded, match.start(), match.end()


def note_words(text: str) -> list[str]:
    """Return the folded words of a note's *text* without the codes it names in parentheses."""
    return words(_NAMED_CODES.sub(" ", text)) if "(" in text or "[" in text else words(text)
