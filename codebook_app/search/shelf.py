"""Everything of an opened index that a search needs at hand, in memory or mapped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from codebook_app.search.codec import FlatField, StoredWeights, read_array
from codebook_app.search.collecting import sizes
from codebook_app.search.private import terms_reader
from codebook_app.search.query import GroupScores, Span, WordGroup
from codebook_app.search.ranking import PhraseRanker
from codebook_app.search.schema import CODES, COMPLETED, INDEX_NAME, LINES
from codebook_app.search.vocabulary import Vocabulary


class Shelf:
    """An opened index: its searcher, fields, columns and phrases.

    Documents are numbered as they were written: the lines of the book in printed order, then the
    seventh-character codes in printed order. Only to be made of a folder whose stamp was checked.
    """

    def __init__(self, directory: Path) -> None:
        index = FileIndex(FileStorage(str(directory), readonly=True), indexname=INDEX_NAME)
        self.searcher: Any = index.searcher(weighting=StoredWeights())
        reader = self.searcher.reader()
        lists = terms_reader(reader).lists
        self.lines: FlatField = lists.field(LINES)
        self.completed: FlatField = lists.field(COMPLETED)
        self.codes: FlatField = lists.field(CODES)
        storage, segment = reader.storage(), reader.segment()

        def column(name: str, dtype: str) -> NDArray[Any]:
            # Whoosh leaves out the values after the last that is not the default.
            values = np.zeros(reader.doc_count_all(), dtype[1:])
            file = W3Codec.column_filename(segment, name)
            stored = read_array(storage, file, dtype) if storage.file_exists(file) else values[:0]
            values[: len(stored)] = stored
            return values

        self.entry_ids = column("entry", ">u4")
        self.billable = column("billable", ">u1").astype(bool)
        completes = column("completes", ">u4")
        count = int(np.count_nonzero(completes == 0))
        self.line_span = Span(0, count)
        self.completed_span = Span(count, len(completes) - count)
        self.line_of = completes[count:].astype(np.intp) - 1
        """The line that each seventh-character code completes."""
        self.folded = np.bincount(self.line_of, minlength=count)
        """How many seventh-character codes complete each line."""
        self.first_completed = np.searchsorted(self.line_of, np.arange(count)) + count
        """The first code that completes each line that has any."""
        self.vocabulary = Vocabulary(self.lines, self.completed, count, self.completed_span.size)
        rarities = self._rarities(self.lines, 1.0)
        share = count / max(self.completed_span.size, 1)
        self.line_phrases = PhraseRanker.open(storage, segment, LINES, self.lines, rarities)
        self.completed_phrases = PhraseRanker.open(
            storage, segment, COMPLETED, self.completed, self._rarities(self.completed, share)
        )
        self.line_scores = GroupScores(self.lines, self.line_span)
        self.completed_scores = GroupScores(self.completed, self.completed_span)
        self.hidden_by_code = self._hidden_by_code()
        self._asking = self._asking_terms()
        self._unspecified = self._documents_with(b"unspecified", b"nos")

    def _rarities(self, field: FlatField, share: float) -> NDArray[np.float32]:
        documents = max(self.line_span.size, 1)
        holding = np.minimum(sizes(field.starts) * share, documents)
        rarities: NDArray[np.float64] = np.log(1 + (documents - holding + 0.5) / (holding + 0.5))
        return rarities.astype(np.float32)

    def _hidden_by_code(self) -> NDArray[np.bool_]:
        """Mark the sections: no neighbours of the codes that theirs begin with or are equal to."""
        hidden = np.zeros(len(self.entry_ids), np.bool_)
        ranges = [at for at, term in enumerate(self.codes.terms) if b"-" in term]
        hidden[self.codes.ids[self.codes.starts[:-1][ranges]]] = True
        for at in np.flatnonzero(sizes(self.codes.starts) > 1).tolist():
            hidden[self.codes.postings(at, at + 1)[0][:-1]] = True
        return hidden

    def _asking_terms(self) -> NDArray[np.bool_]:
        """Mark the words that stand in a seventh-character code and not in its line.

        Only they can ask for one. A word that never stands alone is as often in the codes as it is
        in their lines.
        """
        asking = np.zeros(len(self.completed.terms), np.bool_)
        for number, term in enumerate(self.completed.terms):
            also = self.lines.number(term)
            if also < 0:
                asking[number] = True
                continue
            here = self.completed.postings(number, number + 1)[0] - self.completed_span.first
            there = np.zeros(self.line_span.size, np.bool_)
            there[self.lines.postings(also, also + 1)[0]] = True
            asking[number] = not there[self.line_of[here]].all()
        return asking

    def _documents_with(self, *terms: bytes) -> NDArray[np.bool_]:
        marked = np.zeros(self.line_span.size, np.bool_)
        for term in terms:
            number = self.lines.number(term)
            if number >= 0:
                marked[self.lines.postings(number, number + 1)[0]] = True
        return marked

    def ask_for_completion(self, groups: Sequence[WordGroup]) -> bool:
        """Whether a word of *groups* stands in any seventh-character code but not in its line."""
        for group in groups:
            for choice in group.choices:
                for word in choice.words:
                    for part in word.slices:
                        low, high = part.bounds(self.completed)
                        if self._asking[low:high].any():
                            return True
        return False

    def preferences(self, documents: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return what decides between equals: billable before header, unspecified last."""
        lines = np.minimum(documents, self.line_span.size - 1)
        unspecified = self._unspecified[lines] & (documents < self.line_span.size)
        return 2.0 * self.billable[documents] - 1.0 * unspecified

    def close(self) -> None:
        """Close Whoosh's files and let the mapped ones go."""
        self.searcher.close()
