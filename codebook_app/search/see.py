"""Which term a *see* leads to, so that the term it stands at leads to the same codes."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.search import SearchableTerm
from codebook_app.search.text import FILLERS, words

_LEFT_OUT = FILLERS | {"nec", "nos", "condition", "without"}
_LONGEST = 4
"""A *see* that leads to a *see* is followed so many times."""


Words = tuple[str, ...]


class References:
    """The terms of the indexes by the words of their paths; they are numbered by who adds them."""

    def __init__(self) -> None:
        self._by_words: dict[Words, int] = {}
        self._see: dict[int, tuple[str, ...]] = {}
        self._cut: dict[str, tuple[Words, Words]] = {}
        self._above: list[tuple[str, Words, Words]] = []

    def add(self, at: int, term: SearchableTerm) -> None:
        """Add the term number *at*."""
        if term.see and not term.codes:
            self._see[at] = term.see
        # In printed order most of what stands above a term stood above the one before.
        above, depth = self._above, len(term.path)
        del above[depth:]
        for level, title in enumerate(term.path):
            if level == len(above) or above[level][0] != title:
                del above[level:]
                above.append((title, *self._below(title)))
        whole, first = self._below(term.title)
        self._by_words.setdefault(whole, at)
        self._by_words.setdefault(first, at)

    def of(self, at: int) -> Iterator[int]:
        """Yield the numbers of the terms that the *see* of term number *at* names."""
        for text in self._see.get(at, ()):
            named = self._named(text)
            for _ in range(_LONGEST):
                if named is None or named not in self._see:
                    break
                named = self._named(self._see[named][0])
            if named is not None and named != at:
                yield named

    def _below(self, title: str) -> tuple[Words, Words]:
        """Return the words of the path to *title*; "Diabetes, diabetic" is called either."""
        own, begun = self._title(title)
        if not self._above:
            return own, begun
        _, whole, first = self._above[-1]
        return whole + own, first + begun

    def _named(self, text: str) -> int | None:
        """Return the term that *text* names, with what it says in general left out."""
        parts = [self._title(part)[0] for part in text.split(",")]
        for length in range(len(parts), 0, -1):
            named = self._by_words.get(tuple(word for part in parts[:length] for word in part))
            if named is not None:
                return named
        return None

    def _title(self, title: str) -> tuple[Words, Words]:
        """Return the words of *title*, and those before its first comma, each as it is compared."""
        cut = self._cut.get(title)
        if cut is None:
            cut = self._cut[title] = (_words(title), _words(title.partition(",")[0]))
        return cut


def _words(text: str) -> Words:
    plain = text.replace("(s)", "")
    return tuple(word.removesuffix("s") for word in words(plain) if word not in _LEFT_OUT)
