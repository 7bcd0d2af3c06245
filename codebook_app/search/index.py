"""The index of a release: building it, opening it, searching it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from whoosh.collectors import TopCollector

from codebook_app import paths
from codebook_app.domain.search import SearchableEntry
from codebook_app.progress import CancelToken, ProgressSink, silent
from codebook_app.search.answering import BookQuery
from codebook_app.search.codes import code_documents, read_code
from codebook_app.search.marking import MatchedWords
from codebook_app.search.reading import Reader, Reading
from codebook_app.search.schema import TextKind
from codebook_app.search.shelf import Shelf
from codebook_app.search.stamp import check_stamp, write_stamp
from codebook_app.search.wordings import Wordings
from codebook_app.search.writer import write_index

WHOLE_CODE = 100.0
NEIGHBOUR = 50.0
"""Scores of codes found by their code: above all that is found by words."""


class MatchedIn(StrEnum):
    """Where an entry said what was asked for."""

    CODE = "code"
    TITLE = "title"
    INCLUSION_TERM = "inclusion term"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Match:
    """One entry found.

    *matched* text is that of entry *origin* (itself, or a line above it) and there the
    *position*-th of its kind, counted from 0 as in :class:`SearchableEntry`. *folded* counts the
    seventh-character codes that complete the entry and are not shown themselves.
    """

    entry_id: int
    score: float
    matched: MatchedIn
    origin: int
    position: int
    folded: int


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of a query, best first; how it was *read_as* when not as typed; its *words*."""

    read_as: str
    matches: tuple[Match, ...]
    words: MatchedWords


def build_index(
    entries: Iterable[SearchableEntry],
    directory: Path,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> None:
    """Write the index of *entries*, in printed order, into the existing empty *directory*.

    Every file is flushed when it returns, the caller may rename the folder. When it raises
    (:class:`~codebook_app.progress.Cancelled`, :class:`OSError`) the folder holds no valid index.
    """
    write_index(entries, directory, progress, cancel)
    write_stamp(directory)


class SearchIndex:
    """An opened index. Searches from one thread at a time; closing lets its files go."""

    def __init__(self, shelf: Shelf, abbreviations: Wordings, synonyms: Wordings) -> None:
        self._shelf = shelf
        self._reader = Reader(shelf.vocabulary, abbreviations, synonyms)

    @classmethod
    def open(cls, directory: Path) -> SearchIndex:
        """Open the index in *directory*.

        Raises :class:`~codebook_app.errors.KnownError` unless it is whole and was built by this
        version of the program; that is checked before anything of it is unpickled.
        """
        check_stamp(directory)
        return cls(
            Shelf(directory),
            Wordings.abbreviations(paths.data_file("abbreviations.tsv")),
            Wordings.synonyms(paths.data_file("synonyms.tsv")),
        )

    def close(self) -> None:
        """Let go of the files. The index cannot be searched any more."""
        self._shelf.close()

    def search(
        self,
        text: str,
        *,
        limit: int = 50,
        billable: bool = False,
        cancel: CancelToken | None = None,
    ) -> Found:
        """Return at most *limit* matches of *text*, with *billable* only billable codes.

        Raises :class:`~codebook_app.progress.Cancelled` soon after *cancel* says so.
        """
        shelf = self._shelf
        typed_code = read_code(text, shelf.codes)
        matches: list[Match] = []
        told = ""
        if typed_code is not None:
            told = typed_code.told
            matches = self._by_code(*code_documents(typed_code, shelf.codes), limit, billable)
            if told:
                nearest = typed_code.prefix.decode()
                told = f"{told} {nearest[:3]}{'.' if len(nearest) > 3 else ''}{nearest[3:]}…"
        if len(matches) >= limit or limit < 1:
            return Found(told, tuple(matches[: max(limit, 0)]), MatchedWords(()))
        reading = self._reader.read(text, respell=typed_code is None)
        query = BookQuery(shelf, reading, limit, billable=billable, cancel=cancel)
        collector = TopCollector(limit)
        shelf.searcher.search_with_collector(query, collector)
        seen = {match.entry_id for match in matches}
        best = -1
        for score, document in collector.results().top_n:
            best = document if best < 0 else best
            match = self._by_words(query, document, score, billable)
            if match.entry_id not in seen and len(matches) < limit:
                matches.append(match)
        told = told or self._told(reading, best)
        return Found(told, tuple(matches), MatchedWords(reading.groups))

    def _by_words(self, query: BookQuery, document: int, score: float, billable: bool) -> Match:
        behind = query.found[document]
        origin, position = behind.ranker.place(behind.phrase)
        kind = behind.ranker.kind(behind.phrase)
        matched = {
            TextKind.TITLE: MatchedIn.TITLE,
            TextKind.INCLUSION_TERM: MatchedIn.INCLUSION_TERM,
            TextKind.INHERITED: MatchedIn.INCLUSION_TERM,
        }.get(kind, MatchedIn.NOTE)
        return self._match(document, score, matched, origin, position, billable)

    def _match(
        self,
        document: int,
        score: float,
        matched: MatchedIn,
        origin: int,
        position: int,
        billable: bool,
    ) -> Match:
        shelf = self._shelf
        folded = int(shelf.folded[document]) if document < shelf.line_span.size else 0
        if billable and folded:
            # The line itself is not billable: the first code that completes it stands for all.
            document, folded = int(shelf.first_completed[document]), folded - 1
        entry_id = int(shelf.entry_ids[document])
        return Match(entry_id, float(score), matched, origin or entry_id, position, folded)

    def _by_code(
        self, whole: list[int], neighbours: list[int], limit: int, billable: bool
    ) -> list[Match]:
        shelf = self._shelf
        lines = shelf.line_span.size
        shown_whole = [
            document
            for document in whole
            if not billable
            or shelf.billable[document]
            or (document < lines and shelf.folded[document])
        ]
        if any(document < lines for document in (*whole, *neighbours)):
            # A code typed whole is shown though it completes a line; the others are folded.
            neighbours = [document for document in neighbours if document < lines]
        elif whole:
            line = int(shelf.line_of[whole[0] - lines])
            first = int(shelf.first_completed[line])
            siblings = range(first, first + int(shelf.folded[line]))
            neighbours = [*([] if billable else [line]), *siblings]
        if billable:
            neighbours = [
                document
                for document in neighbours
                if shelf.billable[document] or (document < lines and shelf.folded[document])
            ]
        documents = [(document, WHOLE_CODE) for document in shown_whole]
        documents += [(each, NEIGHBOUR) for each in neighbours if each not in whole]
        return [
            self._match(document, score - at / 1000, MatchedIn.CODE, 0, 0, billable)
            for at, (document, score) in enumerate(documents[:limit])
        ]

    def _told(self, reading: Reading, best: int) -> str:
        """Say which words were read as others; of near spellings the one the best hit holds."""
        told = [f"{typed} → {meant}" for typed, meant in reading.told]
        for typed, nears in reading.nears.items():
            held = [near for near in nears if self._holds(best, near)]
            told.append(f"{typed} → {(held or nears)[0]}")
        if reading.unknown and reading.groups:
            told.append("not found: " + ", ".join(reading.unknown))
        return "; ".join(told)

    def _holds(self, document: int, near: str) -> bool:
        shelf = self._shelf
        field = shelf.lines if document < shelf.line_span.size else shelf.completed
        prefix, text = near.endswith("…"), near.removesuffix("…").encode()
        low, high = field.prefix(text)
        if not prefix:
            number = bisect_left(field.terms, text)
            low, high = (number, number + 1) if field.number(text) >= 0 else (0, 0)
        return bool(low < high and np.any(field.postings(low, high)[0] == document))
