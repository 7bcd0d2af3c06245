"""The index of a release: building it, opening it, searching it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.collectors import TopCollector

from codebook_app import paths
from codebook_app.domain.search import SearchableEntry
from codebook_app.progress import CancelToken, ProgressSink, silent
from codebook_app.search.answering import BookQuery
from codebook_app.search.codes import code_documents, read_code
from codebook_app.search.found import Found, Match, MatchedIn, Said
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


_MATCHED_IN = {
    int(TextKind.TITLE): MatchedIn.TITLE,
    int(TextKind.INCLUSION_TERM): MatchedIn.INCLUSION_TERM,
    int(TextKind.INHERITED): MatchedIn.INCLUSION_TERM,
    int(TextKind.INCLUDES): MatchedIn.NOTE,
    int(TextKind.NOTE): MatchedIn.NOTE,
}


_BY_CODE = Said(MatchedIn.CODE)


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
    """An opened index, safe from any thread until it is closed; closing lets its files go."""

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
        """Let go of the files, so that Windows too may remove them. No search comes after."""
        self._shelf.close()
        # The files stay mapped as long as anything refers to an array in them.
        del self._shelf, self._reader

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
        if limit < 1:
            return Found("", (), MatchedWords(()))
        typed_code = read_code(text, self._shelf.codes)
        if typed_code is None:
            return self._by_text(text, [], limit, billable, cancel)
        matches = self._by_code(*code_documents(typed_code, self._shelf.codes), limit, billable)
        if typed_code.told or len(matches) >= limit or not text.strip().isalnum():
            return Found(typed_code.told, tuple(matches), MatchedWords(()))
        # B12, T4: what begins like a code may also be a word.
        return self._by_text(text, matches, limit, billable, cancel)

    def _by_text(
        self,
        text: str,
        before: list[Match],
        limit: int,
        billable: bool,
        cancel: CancelToken | None,
    ) -> Found:
        reading = self._reader.read(text, respell=not before)
        query = BookQuery(self._shelf, reading, limit, billable=billable, cancel=cancel)
        collector = TopCollector(limit)
        self._shelf.searcher.search_with_collector(query, collector)
        ranked = collector.results().top_n
        merged = {match.entry_id: match for match in before}
        for score, document in ranked:
            match = self._by_words(query, document, score, billable)
            merged.setdefault(match.entry_id, match)
        told = "" if before else self._told(reading, ranked[0][1] if ranked else -1)
        return Found(told, tuple(merged.values())[:limit], MatchedWords(reading.groups))

    def _by_words(self, query: BookQuery, document: int, score: float, billable: bool) -> Match:
        phrase, ranker = query.found[document], query.ranker(document)
        said = Said(_MATCHED_IN[ranker.kind(phrase)], *ranker.place(phrase))
        return self._match(document, score, said, billable)

    def _match(self, document: int, score: float, said: Said, billable: bool) -> Match:
        shelf = self._shelf
        folded = int(shelf.folded[document]) if document < shelf.line_span.size else 0
        if billable and folded:
            # The line itself is not billable: the first code that completes it stands for all.
            document, folded = int(shelf.first_completed[document]), folded - 1
        entry_id = int(shelf.entry_ids[document])
        return Match(entry_id, float(score), said, folded)

    def _by_code(
        self, whole: int, near: NDArray[np.uint32], limit: int, billable: bool
    ) -> list[Match]:
        """Return the code typed whole, then the others that begin as typed, in printed order.

        Those that complete a line are folded under it; where there is no line among them, the
        codes are shown that complete the same one.
        """
        shelf = self._shelf
        lines = shelf.line_span.size
        shown = near[(near < lines) & ~shelf.hidden_by_code[near]].astype(np.intp)
        if not len(shown) and len(near) and near[0] >= lines:
            line = int(shelf.line_of[int(near[0]) - lines])
            siblings = np.flatnonzero(shelf.line_of == line) + lines
            shown = np.concatenate(([line], siblings))
        if whole >= 0:
            shown = np.concatenate(([whole], shown[shown != whole]))
        if billable:
            foldable = np.minimum(shown, lines - 1)
            shown = shown[shelf.billable[shown] | ((shown < lines) & (shelf.folded[foldable] > 0))]
        matches: dict[int, Match] = {}
        for at, document in enumerate(shown[: limit + 1].tolist()):
            score = (WHOLE_CODE if document == whole else NEIGHBOUR) - at / 1000
            match = self._match(document, score, _BY_CODE, billable)
            # With *billable* the line and its first completed code are the same hit.
            matches.setdefault(match.entry_id, match)
        return list(matches.values())[:limit]

    def _told(self, reading: Reading, best: int) -> str:
        """Say which words were read as others; of near spellings the one the best hit holds."""
        told = [f"{typed} → {meant}" for typed, meant in reading.told]
        for typed, nears in reading.nears.items():
            held = [near for near in nears if self._holds(best, near)]
            told.append(f"{typed} → {(held or nears)[0]}")
        if reading.unknown:
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
