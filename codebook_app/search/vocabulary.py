"""The words of an index: how many entries hold them, their other forms, their near spellings."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from codebook_app.search.codec import FlatField
from codebook_app.search.forms import form_key


@dataclass(frozen=True, slots=True)
class Near:
    """A word, or with *prefix* the beginning of one, that is *distance* edits away."""

    text: str
    distance: int
    prefix: bool = False


class Vocabulary:
    """The words of all fields together, each given with how many documents it covers."""

    def __init__(self, fields: Sequence[tuple[FlatField, int]]) -> None:
        self._line_count = max(fields[0][1], 1)
        self._fields = [(field, self._line_count / max(count, 1)) for field, count in fields]
        self._alike: dict[str, dict[str, list[str]]] = {}
        self._forms: dict[str, dict[str, list[str]]] = {}
        self._beginnings: dict[int, list[str]] = {}

    @cached_property
    def words(self) -> list[str]:
        """Every word once. Only a misspelling needs them all: they take 50 ms to look through."""
        return self._begun(b"")

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.words:
            by_length[len(word)].append(word)
        return by_length

    def _begun(self, *prefixes: bytes) -> list[str]:
        """Return the words that begin with any of *prefixes*."""
        known: dict[bytes, None] = {}
        for field, _ in self._fields:
            for prefix in prefixes:
                low, high = field.prefix(prefix) if prefix else (0, len(field.terms))
                known |= dict.fromkeys(field.terms[low:high])
        return [term.decode() for term in known]

    def size(self, text: str, *, prefix: bool = False) -> float:
        """Return how many postings *text* has in the first of the fields that knows it.

        Scaled to the number of lines, so that one rarity serves all.
        """
        term = text.encode()
        for field, share in self._fields:
            number = field.number(term) if not prefix else -1
            low, high = field.prefix(term) if prefix else (number, number + 1)
            if low >= 0 and (size := field.size(low, high)):
                return size * share
        return 0

    def rarity(self, size: float) -> float:
        """Return the inverse document frequency of words with *size* postings, above 0."""
        size = min(size, self._line_count)
        return math.log(1 + (self._line_count - size + 0.5) / (size + 0.5))

    def forms(self, word: str) -> tuple[str, ...]:
        """Return the other words that are forms of *word*, whether or not it is known itself."""
        beginning = _beginning(word)
        forms = self._forms.get(beginning)
        if forms is None:
            # The keys of all words take half a second; those that begin alike a millisecond.
            forms = defaultdict(list)
            for known in self._words_like(beginning):
                forms[form_key(known)].append(known)
            self._forms[beginning] = forms
        return tuple(form for form in forms.get(form_key(word), ()) if form != word)

    def _words_like(self, beginning: str) -> Sequence[str]:
        """Return the words of that :func:`_beginning`; those of one letter are found together."""
        letter = beginning[:1]
        alike = self._alike.get(letter)
        if alike is None:
            alike = defaultdict(list)
            # What begins with ae or oe is among those that begin with e.
            first = (b"ae", b"e", b"oe") if letter == "e" else (letter.encode(),)
            for known in self._begun(*first):
                alike[_beginning(known)].append(known)
            self._alike[letter] = alike
        return alike.get(beginning, ())

    def near(self, word: str, count: int = 4) -> tuple[Near, ...]:
        """Return the words nearest to *word*, or the nearest beginnings where there are none.

        One edit is allowed, from eight letters two; words that share the first letter and words
        that many entries hold come first.
        """
        if len(word) < 4 or not word.isalpha():
            return ()
        edits = 1 if len(word) < 8 else 2
        lengths = range(len(word) - edits, len(word) + edits + 1)
        alike = [known for length in lengths for known in self._by_length.get(length, ())]
        found = [Near(text, distance) for text, distance in self._nearest(word, alike, edits)]
        if not found and len(word) >= 5:
            beginnings = self._beginnings.get(len(word))
            if beginnings is None:
                cut = {known[: len(word)] for known in self.words if len(known) > len(word)}
                beginnings = self._beginnings[len(word)] = sorted(cut)
            nearest = self._nearest(word, beginnings, 1)
            found = [Near(text, distance, prefix=True) for text, distance in nearest]
        found.sort(
            key=lambda near: (
                near.distance + (near.text[0] != word[0]),
                -self.size(near.text, prefix=near.prefix),
            )
        )
        return tuple(found[:count])

    @staticmethod
    def _nearest(word: str, choices: list[str], edits: int) -> list[tuple[str, int]]:
        # Late: only a misspelling needs it.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        extracted = process.extract(
            word, choices, scorer=OSA.distance, score_cutoff=edits, limit=32
        )
        return [(text, int(distance)) for text, distance, _ in extracted]


def _beginning(word: str) -> str:
    """Return what the forms of *word* begin with: two letters of the American spelling."""
    return word[:4].replace("ae", "e").replace("oe", "e")[:2]
