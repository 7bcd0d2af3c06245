"""The texts beside a title that a search may have found a line by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from codebook_app.domain.note import NoteKind
from codebook_app.store.reference_file import ReferenceFile

# Always the same texts, so that they are found prepared.
_NOTES = """
    SELECT line_id, kind, text FROM notes
    WHERE line_id IN (SELECT value FROM json_each(?)) ORDER BY line_id, position
"""
_FACTS = """
    SELECT line_id, name, value FROM facts
    WHERE searched AND line_id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_LABELS = {kind.value: kind.label for kind in NoteKind}


@dataclass(frozen=True, slots=True)
class LineTexts:
    """The texts of one line, each with its kind's name, in the order the index counts them.

    *terms* are the inclusion terms, and after them the facts that are searched; *notes* the others.
    """

    terms: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]


def texts_of_lines(file: ReferenceFile, ids: Sequence[int]) -> dict[int, LineTexts]:
    """Return the texts of the lines *ids*."""
    terms: dict[int, list[tuple[str, str]]] = {one: [] for one in ids}
    notes: dict[int, list[tuple[str, str]]] = {one: [] for one in ids}
    asked = json.dumps(list(terms))
    for line_id, kind, text in file.prepared(_NOTES, asked):
        among = terms if kind == NoteKind.INCLUSION_TERM.value else notes
        among[line_id].append((_LABELS[kind], text))
    for line_id, name, value in file.prepared(_FACTS, asked):
        terms[line_id].append((name, value))
    return {one: LineTexts(tuple(terms[one]), tuple(notes[one])) for one in terms}
