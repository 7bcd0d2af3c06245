"""Which documents of an index a query's filters, phrases and words left out allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField
from codebook_app.search.phrases import documents_saying
from codebook_app.search.schema import COMPLETED, LINES, TextKind
from codebook_app.search.shelf import Shelf
from codebook_app.search.syntax import Phrase
from codebook_app.search.volume import FIELDS, Volume

Mask = NDArray[np.bool_]

_SAID_ITSELF = frozenset(
    {TextKind.TITLE, TextKind.INCLUSION_TERM, TextKind.INCLUDES, TextKind.TERM}
)
"""What a code says of itself. An excludes note names what it is not: no reason to leave it out."""
_SHORTEST_CUT = 3
"""From how many letters on a word that is none leaves out what begins so."""
_EVERY = np.iinfo(np.uint32).max


@dataclass(frozen=True, slots=True)
class Stretch:
    """The ids from *first* to *last* of the lines, or the *terms*, of the index number *owner*."""

    owner: int
    terms: bool
    first: int = 0
    last: int = int(_EVERY)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed to: each part that is not empty must hold.

    *books* are the stretches of lines and terms searched. *codes* (see
    :class:`~codebook_app.search.syntax.Filters`) and *chapters*, stretches of lines, hold for the
    lines in them and the terms that lead there. ``billable=False`` asks for lines that can't be
    billed; True is the search's own option.
    """

    books: tuple[Stretch, ...] = ()
    chapters: tuple[Stretch, ...] = ()
    codes: tuple[str, ...] = ()
    billable: bool | None = None
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()

    @property
    def places(self) -> bool:
        """Whether it names a part of the books, which can be listed without any words."""
        return bool(self.books or self.chapters or self.codes)


class Narrower:
    """Marks the documents that are allowed."""

    def __init__(self, volume: Volume, shelf: Shelf) -> None:
        self._volume = volume
        self._shelf = shelf
        self._size = len(volume.kinds)

    def allowed(self, narrowed: Narrowed) -> Mask:
        """Return a mark for each document, in the order of :class:`Volume`."""
        allowed = np.ones(self._size, np.bool_)
        if narrowed.books:
            allowed &= self._any(self._stretch(each) for each in narrowed.books)
        if narrowed.chapters:
            allowed &= self._led(self._any(self._stretch(each) for each in narrowed.chapters))
        if narrowed.codes:
            allowed &= self._led(self._any(self._codes(each) for each in narrowed.codes))
        if narrowed.billable is False:
            lines = self._shelf.line_span.size
            allowed[lines:] = False
            allowed[:lines] &= ~self._shelf.is_billable(np.arange(lines))
        for phrase in narrowed.phrases:
            allowed &= self._saying(phrase)
        for phrase in narrowed.without:
            allowed &= ~self._left_out(phrase)
        return allowed

    def _any(self, masks: Iterable[Mask]) -> Mask:
        marked = np.zeros(self._size, np.bool_)
        for mask in masks:
            marked |= mask
        return marked

    def _stretch(self, stretch: Stretch) -> Mask:
        ids = self._volume.entry_ids
        marked: Mask = (ids >= stretch.first) & (ids <= stretch.last)
        marked &= self._volume.owner == stretch.owner
        first_term = self._shelf.term_span.first
        if stretch.terms:
            marked[:first_term] = False
        else:
            marked[first_term:] = False
        return marked

    def _codes(self, code: str) -> Mask:
        """Mark the lines and completed codes whose code begins with *code*, or is in its range."""
        marked = np.zeros(self._size, np.bool_)
        first, _, last = code.partition("-")
        for codes in self._shelf.codes:
            found = codes.between(first.encode(), (last or first).encode())
            marked[found] = True
        lines = self._shelf.line_span.size
        marked[:lines] &= ~self._shelf.hidden_by_code
        return marked

    def _led(self, lines: Mask) -> Mask:
        """Mark the terms too that lead to any of the marked *lines*."""
        volume = self._volume
        sums = np.concatenate(([0], np.cumsum(lines[volume.leads])))
        starts = volume.lead_starts.astype(np.intp)
        lines[self._shelf.term_span.first :] |= sums[starts[1:]] > sums[starts[:-1]]
        return lines

    def _saying(self, phrase: Phrase) -> Mask:
        words = [self._numbers(word, last=False) for word in phrase.words]
        if phrase.open:
            words[-1] = self._numbers(phrase.words[-1], last=True)
        return self._holding(words, None)

    def _left_out(self, phrase: Phrase) -> Mask:
        """Mark what says *phrase* itself; of one word also in its other forms, or cut short."""
        if len(phrase.words) > 1:
            words = [self._numbers(word, last=False) for word in phrase.words]
            return self._holding(words, _SAID_ITSELF)
        (word,) = phrase.words
        vocabulary = self._shelf.vocabulary
        forms = [form for form in (word, *vocabulary.forms(word)) if vocabulary.size(form)]
        cut = not forms and len(word) >= _SHORTEST_CUT
        marked = self._any(
            self._holding([self._numbers(form, last=cut)], _SAID_ITSELF) for form in forms or [word]
        )
        code = phrase.text.upper().replace(".", "").rstrip("-")
        if any(letter.isdigit() for letter in code) and code[:1].isalpha():
            marked |= self._led(self._codes(code))
        return marked

    def _numbers(self, word: str, *, last: bool) -> dict[str, tuple[int, int]]:
        """Return by field the half-open numbers of the terms that *word* is, or begins."""
        return {name: _bounds(field, word, cut=last) for name, field in self._volume.fields.items()}

    def _holding(
        self, words: Sequence[dict[str, tuple[int, int]]], kinds: frozenset[TextKind] | None
    ) -> Mask:
        """Mark the documents that hold *words* one after the other, in texts of *kinds*."""
        marked = np.zeros(self._size, np.bool_)
        for name in FIELDS:
            span = self._shelf.spans[name]
            bounds = [word[name] for word in words]
            if all(low < high for low, high in bounds):
                found = documents_saying(
                    bounds, self._volume.fields[name], self._volume.forward[name], span, kinds
                )
                marked[span.first + found] = True
        # A code whose line says it says it as well: they are one and the same but for the seventh.
        completed, lines = self._shelf.spans[COMPLETED], self._shelf.spans[LINES]
        if completed.size and lines.size:
            own = marked[completed.first : completed.first + completed.size]
            own |= marked[self._shelf.line_of]
        return marked


def _bounds(field: FlatField, word: str, *, cut: bool) -> tuple[int, int]:
    if cut:
        return field.prefix(word.encode())
    number = field.number(word.encode())
    return (number, number + 1) if number >= 0 else (0, 0)
