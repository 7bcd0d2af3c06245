"""One key for the forms of a word: plurals, British spellings, Greek and Latin endings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from whoosh.lang.porter import stem

_Rules = tuple[tuple[str, str], ...]

_SPELLINGS: _Rules = (("ae", "e"), ("oe", "e"), ("sulph", "sulf"), ("leuco", "leuko"))
"""British and old spellings, wherever they stand."""
_DECLINED: Mapping[str, str] = MappingProxyType(
    {
        "ics": "ic",
        "ica": "ic",
        "icum": "ic",
        "icus": "ic",
        "osa": "ous",
        "osum": "ous",
        "osus": "ous",
        "aris": "ar",
    }
)
"""Adjectives in Latin names, put as in English."""
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "itides": "itis",
        "omata": "oma",
        "ices": "ix",
        "inges": "inx",
        "ynges": "ynx",
        "anges": "anx",
        "ses": "sis",
        # Greek: the adjective of a condition.
        "prostatic": "prostate",
        "otic": "osis",
        "lytic": "lysis",
        "plastic": "plasia",
        "plasm": "plasia",
        "plasms": "plasia",
        "ectatic": "ectasis",
        "ectasia": "ectasis",
        "estatic": "estasis",
        "astatic": "astasis",
        "iatic": "iasis",
        "retic": "resis",
        "poietic": "poiesis",
        "kinetic": "kinesia",
        "tretic": "tresia",
        "leptic": "lepsy",
        "plectic": "plexy",
        "septic": "sepsis",
        "spastic": "spasm",
        "phylactic": "phylaxis",
        "amptic": "ampsia",
        "mnestic": "mnesia",
        "sic": "sia",
        "istic": "ism",
        "megalic": "megaly",
        "matous": "ma",
        "matism": "ma",
        "matic": "ma",
        # Latin: the part of the body of an adjective.
        "icle": "icul",
        "icles": "icul",
        "uscle": "uscul",
        "uscles": "uscul",
        "ercle": "ercul",
        "ercles": "ercul",
        "dible": "dibul",
        "illary": "illa",
        "illaries": "illa",
        "yngeal": "ynx",
        "ingeal": "inx",
        "angeal": "anx",
        "tensive": "tension",
        "erative": "eration",
        "pausal": "pause",
        "sitivity": "sitive",
        "nancies": "nant",
        "nancy": "nant",
        "ated": "ation",
        "ating": "ation",
        "eating": "eating",
        "eous": "eous",
        "ious": "",
        "ous": "",
        "as": "",
        "um": "",
        "us": "",
        # British.
        "lysed": "lysis",
        "lyzed": "lysis",
        "isation": "ization",
        "ise": "ize",
        "ised": "ized",
        "iour": "ior",
        "ioural": "ioral",
        "our": "or",
        "ours": "ors",
    }
)
"""The longest that a word ends with is put as the other."""
_DECLINED_LENGTHS = sorted(set(map(len, _DECLINED)), reverse=True)
_ENDING_LENGTHS = sorted(set(map(len, _ENDINGS)), reverse=True)
_LEFT = {5: 1, 6: 0, 7: 0, 8: 0, 9: 0}
"""How many letters stand before an ending, by its length; else three: septic is an ending."""
_MORE_LEFT = {
    "anges": 3,
    "inges": 3,
    "ated": 4,
    "ating": 4,
    "ious": 5,
    "ous": 4,
    "osa": 5,
    "osum": 5,
    "osus": 5,
}
"""How many stand before these: cancerous, not carious; lacerated, not dated."""
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
    key = word
    for spelling, other in _SPELLINGS:
        key = key.replace(spelling, other)
    key = _put(key, _DECLINED, _DECLINED_LENGTHS, 4)
    key = _put(key, _ENDINGS, _ENDING_LENGTHS, 0)
    key = key.removesuffix("a") if len(key) > 4 else key
    for ending in _ADJECTIVES:
        if key.endswith(ending) and len(key) - len(ending) >= 4:
            key = key.removesuffix(ending)
            break
    stemmed = str(stem(key)) if len(key) > 3 else key
    return stemmed.rstrip("ie") if len(stemmed) > 4 else stemmed


def _put(key: str, rules: Mapping[str, str], lengths: Sequence[int], left: int) -> str:
    for length in lengths:
        ending = key[-length:]
        if (other := rules.get(ending)) is not None:
            # A key shorter than the length is an ending itself: nothing is left before it.
            before = len(key) - len(ending)
            enough = _MORE_LEFT.get(ending) or max(_LEFT.get(len(ending), 3), left)
            return key[:before] + other if before >= enough else key
    return key


def numeral(word: str) -> str | None:
    """Return the other way to write the number *word*, ``ii`` for ``2``, or None."""
    if word in _ROMAN:
        return str(_ROMAN.index(word) + 1)
    if word.isdecimal() and word.isascii() and 1 <= int(word[:3]) <= len(_ROMAN):
        return _ROMAN[int(word[:3]) - 1] if len(word) <= 2 and not word.startswith("0") else None
    return None
