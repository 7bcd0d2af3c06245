"""The arrays of one opened index, as they lie in its folder, mapped into memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from codebook_app.search.codec import FlatField, StoredWeights, read_array
from codebook_app.search.codes import CodeList
from codebook_app.search.private import terms_reader
from codebook_app.search.schema import CODES, COMPLETED, INDEX_NAME, LINES, TERMS, DocumentKind
from codebook_app.search.weighing import Forward
from codebook_app.search.writer import forward_file

FIELDS = (LINES, COMPLETED, TERMS)
"""The fields in the order of their documents."""
_FORWARD_TYPES = {"phrase_kind": "u1", "places": "u1", "phrase_position": "<u2"}


@dataclass(frozen=True)
class Volume:
    """One index, or several joined: its documents are the lines, the completed codes, the terms.

    *counts* says how many of each by the field's name. *completes* gives the line that each
    completed code completes; *leads* the lines that the codes of term *n* stand at, from
    ``lead_starts[n]`` on. *hidden* marks lines that are no neighbours of the codes theirs begins
    with, *terminated* those whose code is no longer in use. *owner* is the number of the index
    that a document comes from.
    """

    counts: Mapping[str, int]
    fields: Mapping[str, FlatField]
    forward: Mapping[str, Forward]
    codes: tuple[CodeList, ...]
    entry_ids: NDArray[np.uint32]
    billable: NDArray[np.bool_]
    kinds: NDArray[np.uint8]
    completes: NDArray[np.intp]
    leads: NDArray[np.uint32]
    lead_starts: NDArray[np.uint32]
    hidden: NDArray[np.bool_]
    terminated: NDArray[np.bool_]
    owner: NDArray[np.uint8]

    def first(self, name: str) -> int:
        """Return the first document of the field *name*."""
        return sum(self.counts[field] for field in FIELDS[: FIELDS.index(name)])


def open_volume(directory: Path) -> Volume:
    """Return the arrays of the index in *directory*, whose stamp is right.

    Whoosh's searcher is closed again: what is left of the files are the arrays, mapped as long as
    anything refers to them.
    """
    index = FileIndex(FileStorage(str(directory), readonly=True), indexname=INDEX_NAME)
    searcher = index.searcher(weighting=StoredWeights())
    reader = searcher.reader()
    lists = terms_reader(reader).lists
    storage, segment = reader.storage(), reader.segment()

    def column(name: str, dtype: str) -> NDArray[Any]:
        return read_array(storage, W3Codec.column_filename(segment, name), dtype)

    kinds = column("kind", "u1")
    completed = int(np.count_nonzero(kinds == DocumentKind.COMPLETED))
    lines = int(np.count_nonzero(kinds == DocumentKind.LINE))
    volume = Volume(
        counts={LINES: lines, COMPLETED: completed, TERMS: len(kinds) - lines - completed},
        fields={name: lists.field(name) for name in FIELDS},
        forward={name: _forward(storage, segment, name) for name in FIELDS},
        codes=(CodeList(lists.field(CODES), lines),),
        entry_ids=column("entry", ">u4").astype(np.uint32),
        billable=column("billable", "u1").astype(np.bool_),
        kinds=kinds,
        completes=column("completes", ">u4")[lines : lines + completed].astype(np.intp) - 1,
        leads=read_array(storage, segment.make_filename(".leads"), "<u4"),
        lead_starts=read_array(storage, segment.make_filename(".lead_starts"), "<u4"),
        hidden=read_array(storage, segment.make_filename(".hidden"), "u1").astype(np.bool_),
        terminated=read_array(storage, segment.make_filename(".terminated"), "u1").astype(np.bool_),
        owner=np.zeros(len(kinds), np.uint8),
    )
    searcher.close()
    return volume


def _forward(storage: Any, segment: Any, name: str) -> Forward:
    return Forward(
        **{
            part: read_array(
                storage, forward_file(segment, name, part), _FORWARD_TYPES.get(part, "<u4")
            )
            for part in Forward.__dataclass_fields__
        }
    )
