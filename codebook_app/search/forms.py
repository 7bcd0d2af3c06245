"""One key for the forms of a word: plurals, British spellings, Greek and Latin endings."""

from __future__ import annotations

from functools import lru_cache

from whoosh.lang.porter import stem

_ENDINGS = (
    ("itides", "itis"),
    ("omata", "oma"),
    ("ices", "ix"),
    ("inges", "inx"),
    ("anges", "anx"),
    ("ses", "sis"),
    ("isation", "ization"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("our", "or"),
    ("ours", "ors"),
    ("as", ""),
    ("um", ""),
    ("us", ""),
)
_ADJECTIVES = ("eal", "al", "ar", "ic")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@lru_cache(maxsize=4096)
def form_key(word: str) -> str:
    """Return the key that the forms of *word* share: ``diverticula`` and ``diverticulum``.

    Words of fewer than four letters and words with digits are their own key. The key is no word
    and is never shown.
    """
    if len(word) < 4 or not word.isalpha() or not word.isascii():
        return word
    key = word.replace("ae", "e").replace("oe", "e").replace("sulph", "sulf")
    for ending, other in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            key = key[: -len(ending)] + other
            break
    key = key.removesuffix("a") if len(key) > 4 else key
    for ending in _ADJECTIVES:
        if key.endswith(ending) and len(key) - len(ending) >= 4:
            key = key.removesuffix(ending)
            break
    stemmed = str(stem(key)) if len(key) > 3 else key
    return stemmed.rstrip("ie") if len(stemmed) > 4 else stemmed


def numeral(word: str) -> str | None:
    """Return the other way to write the number *word*, ``ii`` for ``2``, or None."""
    if word in _ROMAN:
        return str(_ROMAN.index(word) + 1)
    if word.isdecimal() and word.isascii() and 1 <= int(word[:3]) <= len(_ROMAN):
        return _ROMAN[int(word[:3]) - 1] if len(word) <= 2 and not word.startswith("0") else None
    return None
