"""How texts and queries are cut into words: the same way for both, or nothing would be found."""

from __future__ import annotations

import re
import unicodedata

# A word: letters and digits, with the accents that stand apart from their letter and apostrophes.
ANY_WORD = r"[^\W_]+[̀-ͯ]*(?:['’]?[^\W_]+[̀-ͯ]*)*"
ASCII_WORD = r"[a-z0-9]+(?:'[a-z0-9]+)*"
_WORD = re.compile(ANY_WORD)
_ASCII_WORD = re.compile(ASCII_WORD)
# "(E08-E13)", "(T36-T50 with fifth or sixth character 5)": a code named in a note is no word of it.
_NAMED_CODES = re.compile(r"[\(\[][A-Z]\d[0-9A-Z.\-]*(?:[,; ][^()\[\]]*)?[\)\]]")

# fmt: off
FILLERS = frozenset({
    "an", "and", "are", "as", "at", "be", "by", "due", "for", "from", "has", "in", "into", "is",
    "it", "its", "of", "on", "or", "per", "than", "that", "the", "their", "this", "to", "was",
    "with",
})
# fmt: on
"""The words that a query loses unless nothing else is left.

"Without" is none of them, in a title it tells one code from the next; nor is any single letter:
hepatitis A is not just any hepatitis.
"""


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


def asides(text: str) -> list[bool]:
    """Tell for each of :func:`words` whether it stands in parentheses or brackets.

    There the tabular list puts nonessential modifiers, which may be there or not, and numbers.
    """
    if "(" not in text and "[" not in text:
        return [False] * len(words(text))
    flags: list[bool] = []
    depth = 0
    for part in re.split(r"([(\[\])])", text):
        if part in {"(", "["}:
            depth += 1
        elif part in {")", "]"}:
            depth = max(depth - 1, 0)
        else:
            flags += [depth > 0] * len(words(part))
    return flags


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """Return each folded word of *text* with its half-open offsets in *text*."""
    if text.isascii():
        seen = text.lower()
        placed = [(found[0], *found.span()) for found in _ASCII_WORD.finditer(seen)]
        if "'" not in seen:
            return placed
    else:
        placed = [(found[0], *found.span()) for found in _WORD.finditer(text)]
    return [(folded, start, end) for word, start, end in placed if (folded := fold(word))]


def without_codes(text: str) -> str:
    """Return *text* without the codes and ranges of codes it names in parentheses."""
    return _NAMED_CODES.sub(" ", text) if "(" in text or "[" in text else text
