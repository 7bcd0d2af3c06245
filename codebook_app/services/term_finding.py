"""Finding a subterm inside one main term, or a row in a table: words cut short, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from codebook_app.domain.index_term import IndexTerm

_NOTHING = ("'", "’", ".")
"""Left out of a word: "S72.0" is found as "s720", "Hunt's" as "hunts"."""
_BETWEEN = "-–/,;:()[]{}"
_SPELLING = str.maketrans(dict.fromkeys(_BETWEEN, " ") | dict.fromkeys(_NOTHING, ""))
_ADDED = ("nec", "nos")
_NO_WORDS = re.compile(r" (?:nec|nos)(?![^\s])")
"""Not elsewhere classifiable, not otherwise specified: who types "nec" looks for a neck."""
_WORD = re.compile(r"[^\s\-–/,;:()\[\]{}]+")


@dataclass(frozen=True, slots=True)
class FoundTerms:
    """What was found of so many terms that were *searched*, as places among them, in printed order.

    *matches* are the terms that were meant; *shown* are those with everything above them, which
    tells where they stand, and everything below them, which they lead to.
    """

    words: tuple[str, ...]
    matches: tuple[int, ...]
    shown: tuple[int, ...]
    searched: int = 0


class TermFinder:
    """Finds terms by the beginnings of their words; knows a main term of thousands in a moment.

    A term is meant where every word that was typed begins a word of its title, of what it leads to,
    or of a term above it that lacks another: "fem nec" finds *neck* below *femur*. Case, accents,
    points and apostrophes do not count.
    """

    def __init__(self, terms: Sequence[IndexTerm]) -> None:
        self._depths = [term.depth for term in terms]
        self._texts = [_searched(term) for term in terms]

    def find(self, text: str) -> FoundTerms:
        """Return what *text* finds; nothing where it has no word.

        A "nec" or "nos" that finds nothing is what the book adds to a title, and is left out.
        """
        words = typed_words(text)
        found = self._found(words)
        others = tuple(word for word in words if word not in _ADDED)
        if found.matches or others == words:
            return found
        return self._found(others)

    def _found(self, words: tuple[str, ...]) -> FoundTerms:
        if not words:
            return FoundTerms((), (), ())
        asked = [
            (1 << place, f" {word}", f"\t{word}" if any(map(str.isdigit, word)) else f" {word}")
            for place, word in enumerate(words)
        ]
        whole = (1 << len(words)) - 1
        above: list[tuple[int, int]] = []  # of each level: the place, and the words found so far
        matches: list[int] = []
        shown: set[int] = set()
        within = -1  # the depth of the match that everything below belongs to
        for place, (depth, printed) in enumerate(zip(self._depths, self._texts, strict=True)):
            while above and self._depths[above[-1][0]] >= depth:
                above.pop()
            if depth <= within:
                within = -1
            own = 0
            for bit, begun, begun_code in asked:
                if begun in printed or begun_code in printed:
                    own |= bit
            higher = above[-1][1] if above else 0
            found = own | higher
            # Below a term that was meant only what has every word itself is meant again.
            if own and found == whole and (higher != whole or own == whole):
                matches.append(place)
                shown.add(place)
                shown.update(one for one, _ in above)
                if within < 0:
                    within = depth
            elif within >= 0:
                shown.add(place)
            above.append((place, found))
        return FoundTerms(words, tuple(matches), tuple(sorted(shown)), len(self._depths))

    def begins(self, text: str, depth: int = 0) -> int | None:
        """Return the place of the first term of *depth* whose title begins with *text*, or None."""
        begun = " ".join(typed_words(text))
        if not begun:
            return None
        for place, (level, printed) in enumerate(zip(self._depths, self._texts, strict=True)):
            # Only what begins like it is brought into one spelling of its blanks.
            if (
                level == depth
                and printed.lstrip().startswith(begun[:1])
                and " ".join(printed.split("\t", 1)[0].split()).startswith(begun)
            ):
                return place
        return None


def typed_words(text: str) -> tuple[str, ...]:
    """Return the words of *text* as terms are searched for them."""
    return tuple(dict.fromkeys(_folded(text).split()))


def marks_of(title: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the half-open offsets in *title* of what *words* begin, in order."""
    if not words:
        return ()
    marks: list[tuple[int, int]] = []
    for printed in _WORD.finditer(title):
        folded = _folded(printed.group()).strip()
        longest = max((len(word) for word in words if folded.startswith(word)), default=0)
        if longest:
            end, counted = printed.start(), 0
            while counted < longest and end < printed.end():
                counted += len(_folded(title[end]).strip())
                end += 1
            marks.append((printed.start(), end))
    return tuple(marks)


def _searched(term: IndexTerm) -> str:
    """Return what is searched of a term: a blank before each word, a tab before each code.

    "NEC" and "NOS" are left out. A letter alone begins words, and not a third of all codes too.
    """
    codes = [target.text for target in term.targets if target.code]
    folded = " " + _folded("\t".join([term.title, *codes, *term.cells]))
    return _NO_WORDS.sub("", folded) if "ne" in folded or "no" in folded else folded


def _folded(text: str) -> str:
    folded = text.casefold()
    if not folded.isascii():
        spelt = unicodedata.normalize("NFD", folded)
        folded = "".join(one for one in spelt if not unicodedata.combining(one))
    return folded.translate(_SPELLING)
