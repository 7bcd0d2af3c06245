"""Which codes a *see* leads to, so that the term it stands at leads to them as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from codebook_app.domain.search import HitKind, SearchableTerm
from codebook_app.search.text import FILLERS, words

_LEFT_OUT = FILLERS | {"nec", "nos", "condition", "without"}
_GENERAL = _LEFT_OUT | {"site", "type", "specified", "table", "agent", "cause"}
"""What may be missing where a *see* says it: "Fracture, by site"."""
_MOST_WORDS = 8
_LONGEST = 4
"""A *see* that leads to a *see* is followed so many times."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: the words of its path, and the code under each of its headings."""

    words: frozenset[str]
    cells: dict[frozenset[str], str]


class References:
    """The terms of the indexes by the words of their paths; they are numbered by who adds them."""

    def __init__(self) -> None:
        self._by_words: dict[tuple[str, Words], int] = {}
        self._see: dict[int, tuple[str, tuple[str, ...]]] = {}
        self._codes: dict[int, tuple[str, ...]] = {}
        self._by_needed: dict[tuple[str, frozenset[str]], list[tuple[int, SearchableTerm]]]
        self._by_needed = defaultdict(list)
        self._rows: dict[str, dict[str, list[_Row]]] = {}
        self._known: dict[tuple[str, str], int | None] = {}
        self._known_cells: dict[str, str] = {}
        self._cut: dict[str, tuple[Words, Words]] = {}
        self._above: list[tuple[str, Words, Words]] = []

    def add(self, at: int, term: SearchableTerm) -> None:
        """Add the term number *at*."""
        # In printed order most of what stands above a term stood above the one before.
        above, depth = self._above, len(term.path)
        del above[depth:]
        for level, title in enumerate(term.path):
            if level == len(above) or above[level][0] != title:
                del above[level:]
                above.append((title, *self._path(title)))
        whole, first = self._path(term.title)
        if term.kind is HitKind.TABLE:
            self._add_row(term, frozenset(first))
            return
        if term.codes:
            self._codes[at] = term.codes
        elif term.see:
            self._see[at] = (term.book, term.see)
        self._by_words.setdefault((term.book, whole), at)
        self._by_words.setdefault((term.book, first), at)
        needed = frozenset(first)
        if term.modifiers or whole != first or needed & _GENERAL:
            # Only such a term may be called otherwise than it is printed.
            self._by_needed[term.book, needed - _GENERAL].append((at, term))

    def codes(self, at: int) -> Iterator[str]:
        """Yield the codes that the *see* of term number *at* leads to, none if it has its own."""
        book, see = self._see.get(at, ("", ()))
        for first in see:
            text, named = first, self._term(book, first)
            for _ in range(_LONGEST):
                if named is None or named not in self._see:
                    break
                text = self._see[named][1][0]
                text = self._see[named][1][0]
                named = self._term(book, text)
            if named is not None:
                yield from self._codes.get(named, ())
            elif code := self._cell(text):
                yield code

    def _term(self, book: str, text: str) -> int | None:
        # Few texts are named by many terms.
        if (book, text) not in self._known:
            self._known[book, text] = self._named(book, text)
        return self._known[book, text]

    def _path(self, title: str) -> tuple[Words, Words]:
        """Return the words of the path to *title*; "Diabetes, diabetic" is called either."""
        own, begun = self._title(title)
        if not self._above:
            return own, begun
        _, whole, first = self._above[-1]
        return whole + own, first + begun

    def _named(self, book: str, text: str) -> int | None:
        """Return the term of *book* that *text* names, what it says in general left out.

        What only a part of it leads to would be another condition.
        """
        parts = [self._title(part)[0] for part in text.split(",")]
        while parts and _GENERAL.issuperset(parts[-1]):
            parts.pop()
        asked = tuple(word for part in parts for word in part)
        if not asked:
            return None
        named = self._by_words.get((book, asked))
        if named is None and asked[0] not in self._rows:
            named = self._called(book, asked)
        return named

    def _called(self, book: str, asked: Words) -> int | None:
        """Return the first term that may be called so with its nonessential modifiers.

        It needs no word that is not asked for, and says all that are; the one that needs most.
        """
        wanted = frozenset(asked[:_MOST_WORDS]) - _GENERAL
        for size in range(len(wanted), 0, -1):
            for needed in map(frozenset, combinations(sorted(wanted), size)):
                for at, term in self._by_needed.get((book, needed), ()):
                    path = (*term.path, term.title, *term.modifiers)
                    if wanted <= {word for text in path for word in self._title(text)[0]}:
                        return at
        return None

    def _add_row(self, term: SearchableTerm, path: frozenset[str]) -> None:
        if not term.cells or not path:
            return
        cells = {
            frozenset(_words(heading)): code
            for heading, code in zip(term.columns, term.cells, strict=False)
            if code
        }
        main = next(iter(self._title(term.path[0] if term.path else term.title)[1]), "")
        by_word = self._rows.setdefault(main, {})
        for word in path:
            if word != main or len(path) == 1:
                by_word.setdefault(word, []).append(_Row(path, cells))

    def _cell(self, text: str) -> str:
        """Return the code of the row and column that "Neoplasm, bone, malignant" names.

        Of a site that has no row, the code of the row that says most of it.
        """
        if text not in self._known_cells:
            said = _words(text)
            by_word: dict[str, list[_Row]] = {}
            by_word = next((self._rows[word] for word in said if word in self._rows), by_word)
            asked = frozenset(said) - _GENERAL
            rows = [row for word in asked for row in by_word.get(word, ())]
            self._known_cells[text] = _best_cell(rows, asked)
        return self._known_cells[text]

    def _title(self, title: str) -> tuple[Words, Words]:
        """Return the words of *title*, and those before its first comma, each as it is compared."""
        cut = self._cut.get(title)
        if cut is None:
            cut = self._cut[title] = (_words(title), _words(title.partition(",")[0]))
        return cut


def _best_cell(rows: Sequence[_Row], asked: frozenset[str]) -> str:
    """Return the code of the row that says most of what is *asked* and least else."""
    best: tuple[int, int] | None = None
    code = ""
    for row in rows:
        rest = asked - row.words
        heading = max(row.cells, key=lambda one: len(one & rest), default=frozenset())
        says = len(asked & row.words), -len(row.words)
        if heading & rest and (best is None or says > best):
            best, code = says, row.cells[heading]
    return code


def _words(text: str) -> Words:
    plain = text.replace("(s)", "")
    return tuple(word.removesuffix("s") for word in words(plain) if word not in _LEFT_OUT)
