"""Reads the alphabetic indexes and the tables of CDC/NCHS (``<ICD10CM.index>``) as a stream.

The four of them share one XML: the index to diseases and injuries, the external cause index, the
neoplasm table and the table of drugs and chemicals.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from codebook_app.codesets.icd10cm.index_reader import IndexReader
from codebook_app.codesets.icd10cm.printed import PrintedIndex
from codebook_app.codesets.watched import watched
from codebook_app.codesets.xml import CutOffError, SeenEnough, parse_xml
from codebook_app.domain.index_term import IndexBook
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink, silent


def read_index(
    chunks: Iterable[bytes],
    name: str,
    size: int = 0,
    *,
    first_id: int = 1,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> PrintedIndex:
    """Return the index or table whose bytes are *chunks*; *name*, *size* (bytes) are for messages.

    The ids of its terms count from *first_id* in printed order. Blanks are single, each
    nonessential modifier has one around it. *cancel* is looked at every chunk.

    Raises:
        KnownError: not a whole, well-formed index XML; the message names file and line.
        Cancelled: *cancel* was raised.
    """
    reader = IndexReader(name, first_id)
    parse_xml(
        watched(chunks, size, "Reading the indexes and tables", progress, cancel), reader, name
    )
    return reader.index()


def heading_of(head: bytes, name: str, *, whole: bool = False) -> tuple[IndexBook, int]:
    """Return which book begins with *head*, and the fiscal year that it states.

    *whole* tells that *head* is all of it.

    Raises:
        KnownError: it tells neither there, is no such book, or is broken before it.
    """
    reader = IndexReader(name, 1, heading_only=True)
    try:
        with suppress(SeenEnough):
            parse_xml([head], reader, name)
    except KnownError as fault:
        if whole or not isinstance(fault, CutOffError):
            raise
    return reader.book(), reader.year()
