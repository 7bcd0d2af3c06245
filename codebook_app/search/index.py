"""The index of a release: building it, opening it, searching it."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codebook_app import paths
from codebook_app.domain.search import HitKind, SearchableEntry, SearchableTerm
from codebook_app.progress import CancelToken, ProgressSink, silent
from codebook_app.search.answering import BookQuery, Ranked
from codebook_app.search.codes import CodeList, TypedCode, read_code
from codebook_app.search.found import Found, Match, MatchedIn, Said
from codebook_app.search.joining import join
from codebook_app.search.marking import MatchedWords
from codebook_app.search.reading import Reader, Reading
from codebook_app.search.schema import DocumentKind, TextKind
from codebook_app.search.shelf import Shelf
from codebook_app.search.stamp import check_stamp, write_stamp
from codebook_app.search.volume import Volume, open_volume
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
    int(TextKind.TERM): MatchedIn.TERM,
}
_HIT_KIND = {
    int(DocumentKind.LINE): HitKind.CODE,
    int(DocumentKind.COMPLETED): HitKind.CODE,
    int(DocumentKind.INDEX_TERM): HitKind.INDEX,
    int(DocumentKind.TABLE_ROW): HitKind.TABLE,
}
_BY_CODE = Said(MatchedIn.CODE)
_BY_TERM = MatchedIn.TERM


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
    write_index(entries, terms, directory, progress, cancel)
    write_stamp(directory)


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
        self._made: tuple[Shelf, Reader] | None = None
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
        return self._opened()[0]

    @property
    def _reader(self) -> Reader:
        return self._opened()[1]

    def _opened(self) -> tuple[Shelf, Reader]:
        """Return what a search needs, made for the first: an index that is joined needs none."""
        if self._made is None:
            with self._guard:
                if self._made is None:
                    shelf = Shelf(self.volume)
                    reader = Reader(
                        shelf.vocabulary,
                        self._abbreviations
                        or Wordings.abbreviations(paths.data_file("abbreviations.tsv")),
                        self._synonyms or Wordings.synonyms(paths.data_file("synonyms.tsv")),
                    )
                    self._made = (shelf, reader)
        return self._made

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
        matches = self._by_code(typed_code, limit, billable)
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
        if cancel is not None:
            cancel.raise_if_cancelled()
        reading = self._reader.read(text, respell=not before)
        query = BookQuery(self._shelf, reading, limit, billable=billable, cancel=cancel)
        ranked = query.ranked()
        merged = {(match.owner, match.kind, match.entry_id): match for match in before}
        said = self._said(ranked)
        for match in self._matches(ranked.documents, ranked.scores, said, billable):
            merged.setdefault((match.owner, match.kind, match.entry_id), match)
        best = int(ranked.documents[0]) if len(ranked.documents) else -1
        told = "" if before else self._told(reading, best)
        matches = tuple(merged.values())[:limit]
        return Found(told, matches, MatchedWords(reading.groups), reading.unknown)

    def _said(self, ranked: Ranked) -> list[Said]:
        """Return for each document what was said of it, and where."""
        shelf = self._shelf
        said = [_BY_CODE] * len(ranked.documents)
        for name, span in shelf.spans.items():
            inside = (ranked.documents >= span.first) & (ranked.documents < span.first + span.size)
            at = np.flatnonzero(inside)
            places = shelf.phrases[name].places(ranked.phrases[at])
            for place, (kind, origin, position) in zip(at.tolist(), places, strict=True):
                said[place] = Said(_MATCHED_IN[kind], origin, position)
        if ranked.by_term:
            for place, document in enumerate(ranked.documents.tolist()):
                if (term := ranked.by_term.get(document)) is not None:
                    said[place] = Said(_BY_TERM, int(shelf.entry_ids[term]))
        return said

    def _matches(
        self,
        documents: NDArray[np.intp],
        scores: NDArray[np.float64],
        said: Sequence[Said],
        billable: bool,
    ) -> Iterator[Match]:
        shelf = self._shelf
        lines = shelf.line_span.size
        folded = np.zeros(len(documents), np.intp)
        is_line = documents < lines
        folded[is_line] = shelf.folded[documents[is_line]]
        if billable:
            # The line itself is not billable: the first code that completes it stands for all.
            stood_for = folded > 0
            documents = documents.copy()
            documents[stood_for] = shelf.first_completed[documents[stood_for]]
            folded[stood_for] -= 1
        rows = zip(
            shelf.entry_ids[documents].tolist(),
            scores.tolist(),
            said,
            folded.tolist(),
            shelf.kinds[documents].tolist(),
            shelf.owner[documents].tolist(),
            strict=True,
        )
        for entry_id, score, says, count, kind, owner in rows:
            yield Match(entry_id, score, says, count, _HIT_KIND[kind], owner)

    def _by_code(self, typed: TypedCode, limit: int, billable: bool) -> list[Match]:
        """Return the codes typed whole, then the others that begin as typed, in printed order.

        Code sets take turns.
        """
        shelf = self._shelf
        scored: list[tuple[float, int]] = []
        for codes in shelf.codes:
            # A section of one category has the category's code; the deeper one is meant.
            whole = codes.whole(typed.whole)[-1:] if typed.whole else np.empty(0, np.intp)
            shown = self._beginning(codes, typed.prefix, limit)
            shown = np.concatenate((whole, shown[~np.isin(shown, whole)]))
            if billable:
                shown = shown[shelf.is_billable(shown)]
            scored += [
                ((WHOLE_CODE if document in whole else NEIGHBOUR) - at / 1000, document)
                for at, document in enumerate(shown[: limit + 1].tolist())
            ]
        scored.sort(key=lambda each: -each[0])
        documents = np.array([document for _, document in scored], np.intp)
        scores = np.array([score for score, _ in scored])
        said = [_BY_CODE] * len(scored)
        matches: dict[tuple[int, int], Match] = {}
        for match in self._matches(documents, scores, said, billable):
            # With *billable* the line and its first completed code are the same hit.
            matches.setdefault((match.owner, match.entry_id), match)
        return list(matches.values())[:limit]

    def _beginning(self, codes: CodeList, prefix: bytes, limit: int) -> NDArray[np.intp]:
        """Return the lines whose codes begin with *prefix*; codes that complete one are folded.

        Where there is no line among them, the codes are shown that complete the same one. Where
        there are too many, the shortest come first: an overview of what can be typed next.
        """
        shelf = self._shelf
        near = codes.beginning(prefix)
        lines = shelf.line_span.size
        is_shown = near < lines
        is_shown[is_shown] = ~shelf.hidden_by_code[near[is_shown]]
        shown = near[is_shown]
        if not len(shown) and len(near) and near[0] >= lines:
            line = int(shelf.line_of[int(near[0]) - lines])
            return np.concatenate(([line], np.flatnonzero(shelf.line_of == line) + lines))
        if len(shown) > limit:
            shown = shown[np.argsort(codes.lengths(prefix)[is_shown], kind="stable")]
        return shown

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
        if document < 0:
            return False
        field = self.volume.fields[self._shelf.field_of(document)]
        prefix, text = near.endswith("…"), near.removesuffix("…").encode()
        low, high = field.prefix(text)
        if not prefix:
            number = bisect_left(field.terms, text)
            low, high = (number, number + 1) if field.number(text) >= 0 else (0, 0)
        return bool(low < high and np.any(field.postings(low, high)[0] == document))
