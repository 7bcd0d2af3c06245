"""The index of a release: building it, opening it, searching it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from codebook_app import paths
from codebook_app.domain.search import (
    Completion,
    FailedWord,
    SearchableEntry,
    SearchableTerm,
)
from codebook_app.progress import CancelToken, ProgressSink, silent
from codebook_app.search.answerer import Answerer
from codebook_app.search.answering import ALL_WORDS, BookQuery
from codebook_app.search.by_code import NEIGHBOUR, lines_of_code
from codebook_app.search.codes import TypedCode, read_code
from codebook_app.search.filtering import Mask, Narrowed
from codebook_app.search.found import Found, Match
from codebook_app.search.joining import join
from codebook_app.search.marking import MatchedWords
from codebook_app.search.matches import matches_of, said_of
from codebook_app.search.reading import Reader
from codebook_app.search.shelf import Shelf
from codebook_app.search.stamp import check_stamp, write_stamp
from codebook_app.search.syntax import FilterName
from codebook_app.search.telling import read_as
from codebook_app.search.text import words
from codebook_app.search.volume import Volume, open_volume
from codebook_app.search.wordings import Wordings

_NOTHING = Found("", (), MatchedWords(()))
_LIKE_A_DIAGNOSIS = re.compile(r"[A-Za-z]\d")


def build_index(
    entries: Iterable[SearchableEntry],
    directory: Path,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
    terms: Iterable[SearchableTerm] = (),
) -> None:
    """Write the index of *entries*, in printed order, and *terms* into the empty *directory*.

    Every file is flushed when it returns, the caller may rename the folder. When it raises
    (:class:`~codebook_app.progress.Cancelled`, :class:`OSError`) the folder holds no valid index.
    """
    # Late: with it comes Whoosh, of which a search needs the arrays only.
    from codebook_app.search.writer import write_index

    write_index(entries, terms, directory, progress, cancel)
    write_stamp(directory)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one search was asked for."""

    text: str
    limit: int
    billable: bool
    cancel: CancelToken | None
    narrowed: Narrowed
    allowed: Mask | None
    as_typed: bool


class SearchIndex:
    """An opened index, or several joined; safe from any thread until it is closed.

    *abbreviations* and *synonyms* are the program's own unless others are handed in.
    """

    def __init__(
        self,
        volume: Volume,
        abbreviations: Wordings | None = None,
        synonyms: Wordings | None = None,
    ) -> None:
        self.volume = volume
        self._abbreviations = abbreviations
        self._synonyms = synonyms
        self._made: Answerer | None = None
        self._guard = threading.Lock()

    @classmethod
    def open(cls, directory: Path) -> SearchIndex:
        """Open the index in *directory*.

        Raises :class:`~codebook_app.errors.KnownError` unless it is whole and was built by this
        version of the program; that is checked before anything of it is unpickled.
        """
        check_stamp(directory)
        return cls(open_volume(directory))

    @classmethod
    def joined(cls, indexes: Sequence[SearchIndex]) -> SearchIndex:
        """Return the opened *indexes*, at least one, as one: each match tells which it is of.

        It lives in memory, apart from them: they may be closed, and it need not be. Of one index
        it is that index itself.
        """
        if len(indexes) == 1:
            return indexes[0]
        return cls(join([each.volume for each in indexes]))

    def close(self) -> None:
        """Let go of the files, so that Windows too may remove them. No search comes after."""
        # The files stay mapped as long as anything refers to an array in them.
        del self._made, self.volume

    @property
    def _shelf(self) -> Shelf:
        return self._opened().shelf

    @property
    def _reader(self) -> Reader:
        return self._opened().reader

    def _opened(self) -> Answerer:
        """Return what a search needs, made for the first: an index that is joined needs none."""
        if self._made is None:
            with self._guard:
                if self._made is None:
                    self._made = Answerer(
                        self.volume,
                        self._abbreviations
                        or Wordings.abbreviations(paths.data_file("abbreviations.tsv")),
                        self._synonyms or Wordings.synonyms(paths.data_file("synonyms.tsv")),
                    )
        return self._made

    def search(
        self,
        text: str,
        *,
        limit: int = 50,
        billable: bool = False,
        cancel: CancelToken | None = None,
        narrowed: Narrowed | None = None,
        as_typed: bool = False,
    ) -> Found:
        """Return at most *limit* matches of *text*, with *billable* only billable codes.

        The phrases of *narrowed* are looked for like the words of *text*; without any words, what
        it is narrowed to is listed in printed order. *as_typed* no word and no code is read as
        another. Raises :class:`~codebook_app.progress.Cancelled` soon after *cancel* says so.
        """
        narrowed = narrowed or Narrowed()
        query = _Asked(
            text, limit, billable, cancel, narrowed, self._opened().allowed(narrowed), as_typed
        )
        if limit < 1:
            return _NOTHING
        if not text.strip() and not narrowed.phrases:
            return self._listed(query) if narrowed.places else _NOTHING
        typed_code = None
        if not narrowed.phrases:
            typed_code = read_code(text, self._shelf.codes, near=not as_typed)
        if typed_code is None or (typed_code.told and self._is_word(text)):
            return self._by_text(query, [])
        matches, near = self._by_code(typed_code, query)
        if not as_typed and not typed_code.told and self._abbreviates(text):
            return self._by_meaning(query, matches)
        if typed_code.told or len(matches) >= limit or not text.strip().isalnum():
            return Found(typed_code.told, tuple(matches), MatchedWords(()), near=near)
        # B12, T4: what begins like a code may also be a word.
        return self._by_text(query, matches)

    def complete(
        self,
        text: str,
        *,
        limit: int = 8,
        narrowed: Narrowed | None = None,
        values: Callable[[FilterName], Sequence[str]],
    ) -> tuple[Completion, ...]:
        """Return at most *limit* ways to complete the last word of *text*, the likeliest first.

        *narrowed* are the query's own filters; *values* gives those of a filter that depend on what
        is installed.
        """
        allowed = self._opened().allowed(narrowed or Narrowed())
        return self._opened().completer.complete(text, limit, allowed=allowed, values=values)

    def has_codes(self, code: str) -> bool:
        """Whether any code begins with *code*, without point and in upper case; of a range any."""
        first, _, last = code.partition("-")
        return any(
            len(codes.between(first.encode(), (last or first).encode()))
            for codes in self._shelf.codes
        )

    def _is_word(self, text: str) -> bool:
        return all(self._shelf.vocabulary.size(word) for word in words(text))

    def _abbreviates(self, text: str) -> bool:
        """Whether *text* is an abbreviation, DM2, and can be no diagnosis by its form."""
        return not _LIKE_A_DIAGNOSIS.match(text.strip()) and self._reader.knows(text)

    def _by_meaning(self, query: _Asked, codes: list[Match]) -> Found:
        """Return what the abbreviation means, and below its best hits the *codes* that begin so."""
        found = self._by_text(query, [])
        half = query.limit // 2
        merged = {
            (match.owner, match.kind, match.entry_id): match
            for match in (*found.matches[:half], *codes, *found.matches[half:])
        }
        return replace(found, matches=tuple(merged.values())[: query.limit])

    def _listed(self, query: _Asked) -> Found:
        """Return the lines allowed, or where there are none the terms, in printed order."""
        allowed = query.allowed if query.allowed is not None else np.ones(0, np.bool_)
        terms = self._shelf.term_span.first
        lines = np.flatnonzero(allowed[: self._shelf.line_span.size])
        if query.billable:
            lines = lines[self._shelf.is_billable(lines)]
        elif not len(lines):
            lines = np.flatnonzero(allowed[terms:]) + terms
        lines = lines[: query.limit]
        scores = NEIGHBOUR - np.arange(len(lines)) / 1000
        matches = matches_of(self._shelf, lines, scores, billable=query.billable)
        return Found("", tuple(matches), MatchedWords(()))

    def _by_text(self, query: _Asked, before: list[Match]) -> Found:
        limit, billable = query.limit, query.billable
        if query.cancel is not None:
            query.cancel.raise_if_cancelled()
        reader = self._reader
        reading = reader.read(query.text, respell=not before, as_typed=query.as_typed)
        for phrase in query.narrowed.phrases:
            reading = reading.also(reader.read(phrase.text, as_typed=True))
        if before and not reading.groups:
            # A code that is no word: most of those that are typed.
            return Found("", tuple(before[:limit]), MatchedWords(()), reading.unknown)
        ranked = BookQuery(
            self._shelf,
            reading,
            limit,
            billable=billable,
            cancel=query.cancel,
            allowed=query.allowed,
        ).ranked()
        merged = {(match.owner, match.kind, match.entry_id): match for match in before}
        said = said_of(self._shelf, ranked)
        for match in matches_of(
            self._shelf, ranked.documents, ranked.scores, said, billable=billable
        ):
            merged.setdefault((match.owner, match.kind, match.entry_id), match)
        told = "" if before else read_as(self.volume, self._shelf, reading, ranked.documents)
        matches = tuple(merged.values())[:limit]
        failed: tuple[FailedWord, ...] = ()
        outside = False
        if not before and not (len(ranked.scores) and ranked.scores[0] >= ALL_WORDS):
            failed = self._opened().failures.failed(reading)
            outside = query.allowed is not None and not failed and not matches
        elif reading.unknown and not before:
            failed = self._opened().failures.failed(reading)
        return Found(
            told,
            matches,
            MatchedWords(reading.groups),
            reading.unknown,
            failed=failed,
            outside=outside,
        )

    def _by_code(self, typed: TypedCode, query: _Asked) -> tuple[list[Match], int]:
        """Return the matches of a typed code, and how many of them it may be mistyped for."""
        found = lines_of_code(self._shelf, typed, query.limit, query.billable, query.allowed)
        matches: dict[tuple[int, int], Match] = {}
        documents, scores = found.documents, found.scores
        if not query.billable:
            documents, scores = documents[: query.limit], scores[: query.limit]
        for match in matches_of(self._shelf, documents, scores, billable=query.billable):
            # With *billable* the line and its first completed code are the same hit.
            matches.setdefault((match.owner, match.entry_id), match)
        return list(matches.values())[: query.limit], min(found.near, query.limit)
