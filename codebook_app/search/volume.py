"""The arrays of one opened index, as they lie in its folder, mapped into memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codebook_app.search.codec import FlatField, ReadArray, mapped, read_field
from codebook_app.search.codes import CodeList
from codebook_app.search.schema import (
    CODES,
    COMPLETED,
    FORWARD,
    LINES,
    TERMS,
    DocumentKind,
)
from codebook_app.search.weighing import Forward

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

    They are mapped as long as anything refers to an array in them. Whoosh itself is not asked, nor
    is anything unpickled: the files of its one segment are known by their names.
    """
    first = f".{CODES}.starts"
    (segment,) = (path.name.removesuffix(first) for path in directory.glob(f"*{first}"))

    def read(extension: str, dtype: str) -> NDArray[Any]:
        return mapped(directory / f"{segment}{extension}", dtype)

    kinds = read(".kind.col", "u1")
    completed = int(np.count_nonzero(kinds == DocumentKind.COMPLETED))
    lines = int(np.count_nonzero(kinds == DocumentKind.LINE))
    return Volume(
        counts={LINES: lines, COMPLETED: completed, TERMS: len(kinds) - lines - completed},
        fields={name: read_field(read, name) for name in FIELDS},
        forward={name: _forward(read, name) for name in FIELDS},
        codes=(CodeList(read_field(read, CODES), lines),),
        entry_ids=read(".entry.col", ">u4").astype(np.uint32),
        billable=read(".billable.col", "u1").astype(np.bool_),
        kinds=kinds,
        completes=read(".completes.col", ">u4")[lines : lines + completed].astype(np.intp) - 1,
        leads=read(".leads", "<u4"),
        lead_starts=read(".lead_starts", "<u4"),
        hidden=read(".hidden", "u1").astype(np.bool_),
        terminated=read(".terminated", "u1").astype(np.bool_),
        owner=np.zeros(len(kinds), np.uint8),
    )


def _forward(read: ReadArray, name: str) -> Forward:
    return Forward(
        **{
            part: read(FORWARD.format(field=name, part=part), _FORWARD_TYPES.get(part, "<u4"))
            for part in Forward.__dataclass_fields__
        }
    )
