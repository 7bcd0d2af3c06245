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
    found by the title of its code too. What was made ready *before*, of texts that are still the
    same, is taken over: a note is saved many times while it is typed.
    """

    def __init__(
        self,
        contents: NotebookContents,
        titles: CodeTitles | None = None,
        before: NotebookFinder | None = None,
    ) -> None:
        titles = titles or CodeTitles()
        self.contents = contents
        self.titles = titles
        self._words: dict[tuple[str, ...], str] = {}
        known = before._words if before is not None else {}

        def words_of(*texts: str) -> str:
            found = known.get(texts)
            if found is None:
                found = "".join(f" {word}" for text in texts for word in words(text))
            self._words[texts] = found
            return found

        self._notes = _folded(
            contents.notes,
            lambda note: words_of(note.text, titles.title(note.code_set, note.code)),
        )
        self._bookmarks = _folded(contents.bookmarks, lambda one: words_of(one.title))
        self._favourites = _folded(
            contents.favourites,
            lambda one: words_of(titles.title(one.code_set, one.code) or one.title),
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

    def notes(self, text: str) -> tuple[OwnNote, ...]:
        """Return the notes that answer every word of *text*, the newest first; none for no word."""
        asked = _asked(text)
        found = _answering(self._notes, asked) if asked else ()
        return tuple(sorted(found, key=lambda note: note.changed_at, reverse=True))


def _folded(
    entries: Iterable[Entry], words_of: Callable[[Entry], str]
) -> tuple[_Folded[Entry], ...]:
    return tuple(_Folded(entry, words_of(entry), _undotted(entry.code)) for entry in entries)


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
    # A word at a time over ever fewer entries: this runs at every key pressed.
    found = list(entries)
    for code, parts in asked:
        if len(parts) == 1:
            (part,) = parts
            found = [one for one in found if part in one.words or one.code.startswith(code)]
        else:
            found = [
                one
                for one in found
                if one.code.startswith(code) or all(part in one.words for part in parts)
            ]
    return tuple(one.entry for one in found)


def _undotted(code: str) -> str:
    return code.replace(".", "").casefold()
