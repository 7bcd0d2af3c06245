"""Writes an index in one go: every posting is sorted once, and Whoosh's files are made round them.

Whoosh's own writer takes entries one by one through a pool of postings that it merges at the end;
for a release that arrives whole and never changes that is ten times the work.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from codebook_app.domain.search import SearchableEntry, SearchableTerm
from codebook_app.progress import CancelToken, Progress, ProgressSink
from codebook_app.search.collecting import Collected, collect
from codebook_app.search.flat_codec import FlatCodec
from codebook_app.search.schema import (
    CODES,
    COMPLETED,
    FORWARD,
    INDEX_NAME,
    LINES,
    TERMS,
    DocumentKind,
    schema,
)
from codebook_app.search.weighing import Weighed, weigh


def write_index(
    entries: Iterable[SearchableEntry],
    terms: Iterable[SearchableTerm],
    directory: Path,
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> None:
    """Write the index of *entries* and *terms* into the empty *directory*; nothing is flushed."""
    with _uncounted():
        collected = collect(entries, terms, progress, cancel)
    steps = ("Sorting words", "Writing codes", "Writing words", "Writing the table of contents")

    def step(number: int) -> None:
        if cancel is not None:
            cancel.raise_if_cancelled()
        progress(Progress(steps[number], number, len(steps)))

    step(0)
    lines, completed = weigh(collected.lines), weigh(collected.completed)
    of_terms = weigh(collected.terms)
    step(1)
    # As text: Whoosh joins the folder's name with others.
    storage = FileStorage(os.fspath(directory))
    codec = FlatCodec()
    index_schema = schema()
    segment = codec.new_segment(storage, INDEX_NAME)
    _write_columns(codec, storage, segment, collected)
    writer = codec.field_writer(storage, segment)
    _write_codes(writer, collected)
    step(2)
    first_completed = len(collected.line_ids)
    first_term = first_completed + len(collected.completed_ids)
    # In the order of their names, as Whoosh's dictionary wants them.
    for name, weighed, shift in (
        (COMPLETED, completed, first_completed),
        (TERMS, of_terms, first_term),
        (LINES, lines, 0),
    ):
        documents = weighed.documents + np.uint32(shift)
        writer.add_flat_field(name, weighed.terms, weighed.starts, documents, weighed.weights)
        _write_forward(storage, segment, name, weighed)
    writer.close()
    _write_array(storage, segment.make_filename(".hidden"), _hidden(collected), "u1")
    terminated = segment.make_filename(".terminated")
    _write_array(storage, terminated, collected.line_terminated, "u1")
    _write_array(storage, segment.make_filename(".leads"), collected.leads, "<u4")
    _write_array(storage, segment.make_filename(".lead_starts"), collected.lead_starts, "<u4")
    step(3)
    segment.set_doc_count(collected.documents)
    TOC.create(storage, index_schema, INDEX_NAME)
    TOC(index_schema, [segment], 1).write(storage, INDEX_NAME)
    storage.delete_file(f"_{INDEX_NAME}_0.toc")
    # Whoosh's column writer has worked in a folder of its own and leaves it behind empty.
    (directory / f"{INDEX_NAME}.tmp").rmdir()


@contextmanager
def _uncounted() -> Iterator[None]:
    """Keep Python from looking for garbage among what is only being gathered.

    It would look through everything that was gathered so far, again and again, a quarter of the
    time, and there is none.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write_columns(
    codec: FlatCodec, storage: FileStorage, segment: object, collected: Collected
) -> None:
    """Write the columns as Whoosh reads them: big-endian, a value a document."""
    lines, completed, terms = (
        len(collected.line_ids),
        len(collected.completed_ids),
        len(collected.term_ids),
    )
    kinds = np.repeat([DocumentKind.LINE, DocumentKind.COMPLETED], [lines, completed])
    columns: dict[str, tuple[tuple[ArrayLike, ...], str]] = {
        "entry": ((collected.line_ids, collected.completed_ids, collected.term_ids), ">u4"),
        "billable": ((collected.line_billable, np.ones(completed), np.zeros(terms)), ">u1"),
        "completes": ((np.zeros(lines), collected.completes, np.zeros(terms)), ">u4"),
        "kind": ((kinds, collected.term_kinds), ">u1"),
    }
    # What Whoosh itself keeps for each document: nothing, but its reader wants the file.
    codec.per_document_writer(storage, segment).close()
    for name, (parts, dtype) in columns.items():
        values = np.concatenate([np.asarray(part) for part in parts])
        _write_array(storage, W3Codec.column_filename(segment, name), values, dtype)


def _write_codes(writer: Any, collected: Collected) -> None:
    offset = len(collected.line_ids)
    codes = [(code.upper(), document) for code, document in collected.codes]
    codes += [(code.upper(), document + offset) for code, document in collected.completed_codes]
    codes.sort()
    terms: list[bytes] = []
    starts: list[int] = []
    before = None
    for at, (code, _) in enumerate(codes):
        if code != before:
            terms.append(code.encode())
            starts.append(at)
            before = code
    writer.add_flat_list(
        CODES,
        terms,
        np.array([*starts, len(codes)], np.uint32),
        np.array([document for _, document in codes], np.uint32),
        np.ones(len(codes), np.float32),
    )


def _hidden(collected: Collected) -> NDArray[np.uint8]:
    """Mark the sections: no neighbours of the codes that theirs begin with or are equal to."""
    hidden = np.zeros(len(collected.line_ids), np.uint8)
    last: dict[str, int] = {}
    for code, line in collected.codes:
        if "-" in code:
            hidden[line] = 1
        before = last.get(code)
        if before is not None:
            hidden[before] = 1
        last[code] = line
    return hidden


def _write_forward(storage: FileStorage, segment: Any, name: str, weighed: Weighed) -> None:
    for part in dataclass_fields(weighed.forward):
        values: NDArray[np.generic] = getattr(weighed.forward, part.name)
        dtype = values.dtype.newbyteorder("<").str
        file = segment.make_filename(FORWARD.format(field=name, part=part.name))
        _write_array(storage, file, values, dtype)


def _write_array(storage: FileStorage, name: str, values: ArrayLike, dtype: str) -> None:
    with storage.create_file(name) as file:
        file.write(np.asarray(values).astype(dtype).tobytes())
