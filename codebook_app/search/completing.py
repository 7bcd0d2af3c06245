"""Completions of the word being typed: what follows in the books after the words before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook_app.domain.search import Completion
from codebook_app.search.codec import FlatField
from codebook_app.search.cutting import Place
from codebook_app.search.filtering import Mask
from codebook_app.search.forms import form_key
from codebook_app.search.meeting import meeting
from codebook_app.search.query import WordGroup
from codebook_app.search.ranking import PLACE_SHARES
from codebook_app.search.reading import Reader
from codebook_app.search.schema import LINES, TERMS
from codebook_app.search.scored import highest
from codebook_app.search.shelf import Shelf
from codebook_app.search.syntax import BOOKS, YES_OR_NO, FilterName, parts
from codebook_app.search.text import FILLERS, placed_words
from codebook_app.search.volume import Volume

_FIELDS = (LINES, TERMS)
_NEXT_TO = 3.0
"""How much more a word counts that stands right after the word before it."""
_LOOKED_AT = 400
"""How many entries are read for what follows, where nothing of the next word is typed yet."""
_MOST_FOLLOWING = 32
_MOST_BEGINNING = 64
"""How many words of each field are compared, after those that are said most."""
_SHORTEST_FILTER = 2
"""From how many letters on the name of a filter is offered."""
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Typing:
    """A query parted at the word being typed: what is *before* it, and the *word* so far.

    *words* are the plain words and phrases before it, for the search; *value_of* the filter whose
    value is being typed.
    """

    before: str
    words: str
    word: str
    value_of: FilterName | None = None


def typing(query: str) -> Typing:
    """Part *query* at the word being typed: the last one, or an empty one after a blank."""
    every = list(parts(query))
    last = every[-1] if every and every[-1].end == len(query) else None
    if last is not None and last.phrase and last.closed:
        last = None
    begun = every[:-1] if last is not None else every
    words = " ".join(part.value for part in begun if part.filter is None and not part.left_out)
    if last is None:
        return Typing(query, words, "")
    if last.filter is not None:
        value = last.value.rpartition(",")[2]
        return Typing(query[: len(query) - len(value)], words, value, last.filter)
    if last.phrase and last.value.endswith(" "):
        return Typing(query, f"{words} {last.value}", "")
    placed = list(placed_words(last.value))
    if not placed or placed[-1][2] != len(last.value):
        return Typing(query, f"{words} {last.value}", "")
    word, start, _ = placed[-1]
    length = len(last.value) - start
    inside = last.value[:start] if not last.left_out else ""
    return Typing(query[: len(query) - length], f"{words} {inside}".strip(), word)


class Completer:
    """Completes queries from the words of one index, or of several joined."""

    def __init__(self, volume: Volume, shelf: Shelf, reader: Reader) -> None:
        self._volume = volume
        self._shelf = shelf
        self._reader = reader

    def complete(
        self,
        query: str,
        limit: int,
        *,
        allowed: Mask | None,
        values: Callable[[FilterName], Sequence[str]],
    ) -> tuple[Completion, ...]:
        """Return at most *limit* completions of *query*, the likeliest first.

        *allowed* marks the documents that the query's own filters allow; *values* are asked for
        those of the filters that depend on what is installed.
        """
        if limit < 1:
            return ()
        typed = typing(query)
        if typed.value_of is not None:
            return self._values(typed, typed.value_of, limit, values)
        names = self._names(typed)[:limit]
        found = self._words(typed, limit - len(names), allowed)
        return (*found, *names)

    def _names(self, typed: Typing) -> tuple[Completion, ...]:
        """Return the names of filters that begin as typed."""
        if len(typed.word) < _SHORTEST_FILTER or typed.before[-1:] in tuple('-"“'):
            return ()
        return tuple(
            Completion(f"{typed.before}{name.value}:", f"{name.value}:", 0)
            for name in FilterName
            if name.value.startswith(typed.word)
        )

    def _values(
        self,
        typed: Typing,
        name: FilterName,
        limit: int,
        values: Callable[[FilterName], Sequence[str]],
    ) -> tuple[Completion, ...]:
        if name is FilterName.CODE:
            offered: Sequence[str] = self._codes(typed.word, limit)
        elif name is FilterName.BILLABLE:
            offered = YES_OR_NO
        else:
            offered = values(name) or (BOOKS if name is FilterName.BOOK else ())
        begun = typed.word.casefold()
        fitting = [
            value
            for value in offered
            if value.casefold().startswith(begun) and value.casefold() != begun
        ]
        return tuple(Completion(typed.before + value, value, 0) for value in fitting[:limit])

    def _codes(self, word: str, limit: int) -> list[str]:
        """Return the shortest codes that begin as typed."""
        prefix = word.upper().replace(".", "").encode()
        if not prefix:
            return []
        found: set[bytes] = set()
        for codes in self._shelf.codes:
            low, high = codes.codes.prefix(prefix)
            found.update(code for code in codes.codes.terms[low:high] if b"-" not in code)
        found.discard(prefix)
        shortest = sorted(found, key=lambda code: (len(code), code))[:limit]
        return [word + code[len(prefix) :].decode() for code in shortest]

    def _words(self, typed: Typing, limit: int, allowed: Mask | None) -> tuple[Completion, ...]:
        if limit < 1:
            return ()
        groups = self._reader.read(typed.words + " ", respell=False).groups if typed.words else ()
        if not groups and not typed.word:
            return ()
        worth: dict[str, float] = {}
        contexts = {name: self._context(name, groups, allowed) for name in _FIELDS}
        for name, context in contexts.items():
            if typed.word:
                found = self._beginning(name, typed.word, context)
            else:
                found = self._following(name, groups, context)
            for word, counts in found:
                worth[word] = worth.get(word, 0.0) + counts
        said = {form_key(word) for word, _, _ in placed_words(typed.words)}
        said |= {
            form_key(part.text)
            for group in groups
            for choice in group.choices
            for one in choice.words
            for part in one.slices
        }
        best: dict[str, Completion] = {}
        for word in sorted(worth, key=lambda each: (-worth[each], each)):
            key = form_key(word)
            if word != typed.word and key not in said and key not in best:
                held = sum(self._held(word, *context) for context in contexts.items())
                best[key] = Completion(typed.before + word, word, held)
                if len(best) == limit:
                    break
        return tuple(best.values())

    def _context(self, name: str, groups: Sequence[WordGroup], allowed: Mask | None) -> Mask | None:
        """Mark the documents of a field that hold all *groups* and are allowed; None for all."""
        span = self._shelf.spans[name]
        within = None if allowed is None else allowed[span.first : span.first + span.size]
        if not groups:
            return within
        inside = np.zeros(span.size, np.bool_)
        inside[meeting(self._shelf.scores[name].of_all(groups), len(groups)).documents] = True
        return inside if within is None else inside & within

    def _held(self, word: str, name: str, context: Mask | None) -> int:
        """Return how many documents of the context hold *word*."""
        field = self._volume.fields[name]
        number = field.number(word.encode())
        if number < 0:
            return 0
        if context is None:
            return field.size(number, number + 1)
        ids = field.postings(number, number + 1)[0] - np.uint32(self._shelf.spans[name].first)
        return int(np.count_nonzero(context[ids]))

    def _beginning(self, name: str, word: str, context: Mask | None) -> Iterator[tuple[str, float]]:
        """Yield the words that begin with *word*, and how much is said with them in the context."""
        field, first = self._volume.fields[name], self._shelf.spans[name].first
        low, high = field.prefix(word.encode())
        if low == high:
            return
        ids, weights = field.postings(low, high)
        starts = field.starts[low:high].astype(np.intp) - int(field.starts[low])
        if context is not None:
            weights = weights * context[ids - np.uint32(first)]
        worth = np.add.reduceat(weights, starts)
        best = np.argsort(-worth, kind="stable")[:_MOST_BEGINNING]
        for at in best[worth[best] > 0].tolist():
            yield field.terms[low + at].decode(), float(worth[at])

    def _following(
        self, name: str, groups: Sequence[WordGroup], context: Mask | None
    ) -> Iterator[tuple[str, float]]:
        """Yield the words of the best entries of the context: most of all what stands after it."""
        if context is None or not context.any():
            return
        field, forward = self._volume.fields[name], self._volume.forward[name]
        documents = np.flatnonzero(context)
        totals = np.zeros(len(documents), np.float32)
        for one in self._shelf.scores[name].of_all(groups):
            totals += one.scores[documents]
        best = documents[highest(totals, _LOOKED_AT)]
        # The first phrase of a document is its title, or the whole path of a term.
        texts = forward.phrase_text[forward.document_phrases[best]].astype(np.intp)
        starts = forward.text_starts[texts].astype(np.intp)
        lengths = forward.text_starts[texts + 1].astype(np.intp) - starts
        ends = np.cumsum(lengths)
        at = np.arange(int(ends[-1])) + np.repeat(starts - ends + lengths, lengths)
        tokens = forward.tokens[at]
        worth = np.array([PLACE_SHARES[place] for place in Place], np.float32)[forward.places[at]]
        is_last = self._is_word(field, groups[-1])
        worth[1:][is_last[tokens[:-1]]] *= _NEXT_TO
        of_term = np.bincount(tokens, worth)
        for number in np.argsort(-of_term, kind="stable")[:_MOST_FOLLOWING].tolist():
            word = field.terms[number].decode()
            if of_term[number] > 0 and len(word) >= _SHORTEST_WORD and word not in FILLERS:
                yield word, float(of_term[number])

    @staticmethod
    def _is_word(field: FlatField, group: WordGroup) -> NDArray[np.bool_]:
        marked = np.zeros(len(field.terms), np.bool_)
        for choice in group.choices:
            for part in choice.words[-1].slices:
                low, high = part.bounds(field)
                marked[low:high] = True
        return marked
