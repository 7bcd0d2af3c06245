"""Writes an index in one go: every posting is sorted once, and Whoosh's files are made round them.

Whoosh's own writer takes entries one by one through a pool of postings that it merges at the end;
for a release that arrives whole and never changes that is ten times the work.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import fields as dataclass_fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from codebook_app.domain.search import SearchableEntry
from codebook_app.progress import CancelToken, Progress, ProgressSink
from codebook_app.search.codec import FlatCodec
from codebook_app.search.collecting import Collected, Weighed, collect, weigh
from codebook_app.search.schema import CODES, COMPLETED, INDEX_NAME, LINES, schema


def write_index(
    entries: Iterable[SearchableEntry],
    directory: Path,
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> None:
    """Write the index of *entries* into the empty *directory*; nothing is flushed to disk yet."""
    collected = collect(entries, progress, cancel)
    steps = ("Sorting words", "Writing codes", "Writing words", "Writing the table of contents")

    def step(number: int) -> None:
        if cancel is not None:
            cancel.raise_if_cancelled()
        progress(Progress(steps[number], number, len(steps)))

    step(0)
    lines, completed = weigh(collected.lines), weigh(collected.completed)
    step(1)
    # As text: Whoosh joins the folder's name with others.
    storage = FileStorage(os.fspath(directory))
    codec = FlatCodec()
    index_schema = schema()
    segment = codec.new_segment(storage, INDEX_NAME)
    _write_columns(codec, storage, segment, index_schema, collected)
    writer = codec.field_writer(storage, segment)
    _write_codes(writer, collected)
    step(2)
    offset = len(collected.line_ids)
    for name, weighed, shift in ((COMPLETED, completed, offset), (LINES, lines, 0)):
        documents = weighed.documents + np.uint32(shift)
        writer.add_flat_field(name, weighed.terms, weighed.starts, documents, weighed.weights)
        _write_forward(storage, segment, name, weighed)
    writer.close()
    step(3)
    segment.set_doc_count(offset + len(collected.completed_ids))
    TOC.create(storage, index_schema, INDEX_NAME)
    TOC(index_schema, [segment], 1).write(storage, INDEX_NAME)
    storage.delete_file(f"_{INDEX_NAME}_0.toc")
    # Whoosh's column writer has worked in a folder of its own and leaves it behind empty.
    (directory / f"{INDEX_NAME}.tmp").rmdir()


def _write_columns(
    codec: FlatCodec,
    storage: FileStorage,
    segment: object,
    index_schema: object,
    collected: Collected,
) -> None:
    columns = codec.per_document_writer(storage, segment)
    entry, billable, completes = (
        index_schema[name].column_type  # type: ignore[index]
        for name in ("entry", "billable", "completes")
    )
    document = 0
    for entry_id, valid in zip(collected.line_ids, collected.line_billable, strict=True):
        columns.start_doc(document)
        columns.add_column_value("entry", entry, entry_id)
        columns.add_column_value("billable", billable, valid)
        columns.finish_doc()
        document += 1
    for entry_id, line in zip(collected.completed_ids, collected.completes, strict=True):
        columns.start_doc(document)
        columns.add_column_value("entry", entry, entry_id)
        columns.add_column_value("billable", billable, 1)
        columns.add_column_value("completes", completes, line)
        columns.finish_doc()
        document += 1
    columns.close()


def _write_codes(writer: object, collected: Collected) -> None:
    offset = len(collected.line_ids)
    codes = [(code.upper(), document) for code, document in collected.codes]
    codes += [(code.upper(), document + offset) for code, document in collected.completed_codes]
    codes.sort()
    terms: list[bytes] = []
    starts: list[int] = []
    for at, (code, _) in enumerate(codes):
        term = code.encode()
        if not terms or terms[-1] != term:
            terms.append(term)
            starts.append(at)
    writer.add_flat_field(  # type: ignore[attr-defined]
        CODES,
        terms,
        np.array([*starts, len(codes)], np.uint32),
        np.array([document for _, document in codes], np.uint32),
        np.ones(len(codes), np.float32),
    )


def forward_file(segment: object, field: str, part: str) -> str:
    """Return the name of the file that holds one array of a field's forward index."""
    return str(segment.make_filename(f".{field}.forward.{part}"))  # type: ignore[attr-defined]


def _write_forward(storage: FileStorage, segment: object, name: str, weighed: Weighed) -> None:
    for part in dataclass_fields(weighed.forward):
        values: NDArray[np.generic] = getattr(weighed.forward, part.name)
        with storage.create_file(forward_file(segment, name, part.name)) as file:
            file.write(values.astype(values.dtype.newbyteorder("<")).tobytes())
