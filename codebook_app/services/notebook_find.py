"""Finds entries of a notebook by the words in them, fast enough for every key pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from codebook_app.domain.notebook import Bookmark, CodeTitles, Favourite, NotebookContents, OwnNote
from codebook_app.search.text import words

Entry = TypeVar("Entry", OwnNote, Bookmark, Favourite)


@dataclass(frozen=True, slots=True)
class _Folded(Generic[Entry]):
    """An entry with its words as they are compared, a blank before each, and its undotted code."""

    entry: Entry
    words: str
    code: str


class NotebookFinder:
    """A notebook made ready for finding; immutable, so that any thread may ask it.

    Every word of a question must begin a word of the entry, in any case and without accents, or
    the entry's code, with or without its dots. *titles* are those of the codes now: a note is
    found by the title of its code too.
    """

    def __init__(self, contents: NotebookContents, titles: CodeTitles | None = None) -> None:
        titles = titles or CodeTitles()
        self.contents = contents
        self.titles = titles
        self._notes = _folded(
            contents.notes,
            lambda note: (note.text, titles.title(note.code_set, note.code)),
        )
        self._bookmarks = _folded(contents.bookmarks, lambda bookmark: (bookmark.title,))
        self._favourites = _folded(
            contents.favourites,
            lambda one: (titles.title(one.code_set, one.code) or one.title,),
        )

    def notes_on(self, code_set: str) -> dict[str, tuple[OwnNote, ...]]:
        """Return the notes on codes of *code_set*, the first written first."""
        found: dict[str, tuple[OwnNote, ...]] = {}
        for note in self.contents.notes:
            if note.code_set == code_set:
                found[note.code] = (*found.get(note.code, ()), note)
        return found

    def favourites_of(self, code_set: str) -> frozenset[str]:
        """Return the codes of *code_set* that are favourites."""
        return frozenset(one.code for one in self.contents.favourites if one.code_set == code_set)

    def found(self, text: str) -> NotebookContents:
        """Return what answers every word of *text*, in its order; all of it for no word.

        The folders are all there, whether a bookmark in them was found or not.
        """
        asked = _asked(text)
        return NotebookContents(
            notes=_answering(self._notes, asked),
            folders=self.contents.folders,
            bookmarks=_answering(self._bookmarks, asked),
            favourites=_answering(self._favourites, asked),
        )

    def notes(self, text: str, limit: int) -> tuple[OwnNote, ...]:
        """Return the notes that answer every word of *text*, at most *limit*; none for no word."""
        asked = _asked(text)
        return _answering(self._notes, asked)[:limit] if asked else ()


def _folded(
    entries: Iterable[Entry], texts: Callable[[Entry], Sequence[str]]
) -> tuple[_Folded[Entry], ...]:
    return tuple(
        _Folded(
            entry,
            "".join(f" {word}" for text in texts(entry) for word in words(text)),
            _undotted(entry.code),
        )
        for entry in entries
    )


def _asked(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return for each word of *text* how a code and how the words of a text begin with it."""
    return [
        (_undotted(word), tuple(f" {part}" for part in words(word)))
        for word in text.split()
        if words(word)
    ]


def _answering(
    entries: Iterable[_Folded[Entry]], asked: Sequence[tuple[str, tuple[str, ...]]]
) -> tuple[Entry, ...]:
    return tuple(
        one.entry
        for one in entries
        if all(
            one.code.startswith(code) or all(part in one.words for part in parts)
            for code, parts in asked
        )
    )


def _undotted(code: str) -> str:
    return code.replace(".", "").casefold()
