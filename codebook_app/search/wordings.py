"""Abbreviations and synonyms: what else the words of a query may be called in the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from codebook_app.errors import KnownError
from codebook_app.search.forms import form_key
from codebook_app.search.text import words

Words = tuple[str, ...]

_SHORTEST_PLURAL = 3


class Wordings:
    """Runs of words, cut as a query is, with the other wordings of each in the file's order."""

    def __init__(
        self, others: dict[Words, tuple[str, ...]], key: Callable[[str], str] = str
    ) -> None:
        self._others = others
        self._key = key
        self._longest = max(map(len, others), default=0)

    @classmethod
    def abbreviations(cls, path: Path) -> Wordings:
        """Read lines of ``abbreviation<TAB>meaning; meaning…`` from *path*, # for comments.

        Raises :class:`KnownError` naming the line that is not of that form.
        """
        others: dict[Words, tuple[str, ...]] = {}
        for number, line in _lines(path):
            short, _, long = line.partition("\t")
            key = tuple(words(short))
            meanings = tuple(part.strip() for part in long.split(";") if words(part))
            if not key or not meanings or key in others:
                raise KnownError(
                    f"{path.name}, line {number}: “{line}” is not an abbreviation with meanings.",
                    "Write the abbreviation, a tab and its meanings, each abbreviation once.",
                )
            others[key] = meanings
        return cls(others)

    @classmethod
    def synonyms(cls, path: Path) -> Wordings:
        """Read lines of ``wording; wording…`` from *path*, # for comments; any form is found.

        Raises :class:`KnownError` naming the line that is not of that form.
        """
        others: dict[Words, tuple[str, ...]] = {}
        for number, line in _lines(path):
            wordings = tuple(part.strip() for part in line.split(";"))
            if len(wordings) < 2 or not all(map(words, wordings)):
                raise KnownError(
                    f"{path.name}, line {number}: “{line}” is not a set of synonyms.",
                    "Write at least two wordings with a semicolon between.",
                )
            for wording in wordings:
                key = tuple(map(form_key, words(wording)))
                rest = tuple(each for each in wordings if each != wording)
                others[key] = (*others.get(key, ()), *rest)
        return cls(others, form_key)

    def __iter__(self) -> Iterator[tuple[Words, tuple[str, ...]]]:
        return iter(self._others.items())

    def at(self, query_words: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
        """Return how many words from *start* on have other wordings, and these.

        The longest run wins; (0, ()) where there is none.
        """
        run = tuple(map(self._key, query_words[start : start + self._longest]))
        for length in range(len(run), 0, -1):
            others = self._others.get(run[:length]) or self._of_several(run[:length])
            if others:
                return length, others
        return 0, ()

    def _of_several(self, run: Words) -> tuple[str, ...]:
        """Return the other wordings of the one whose plural *run* is: MIs, fxs."""
        *before, last = run
        if len(last) < _SHORTEST_PLURAL or not last.endswith("s"):
            return ()
        return self._others.get((*before, last[:-1]), ())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line
