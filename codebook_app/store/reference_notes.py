"""The notes under the lines of a release."""

from __future__ import annotations

import json
from collections.abc import Sequence

from codebook_app.domain.note import CodeReference, Note, NoteKind
from codebook_app.store.reference_file import ReferenceFile

# Always the same text, whatever the lines: SQLite plans each of them once.
_NOTES = (
    "SELECT id, line_id, position, kind, text FROM notes"
    " WHERE line_id IN (SELECT value FROM json_each(?)) ORDER BY line_id, position"
)
_REFERENCES = (
    "SELECT reference.* FROM notes JOIN note_references AS reference"
    " ON reference.note_id = notes.id"
    " WHERE notes.line_id IN (SELECT value FROM json_each(?))"
    " ORDER BY reference.note_id, reference.start"
)


def notes_of(file: ReferenceFile, line_ids: Sequence[int]) -> dict[int, tuple[Note, ...]]:
    """Return the own notes of the lines in printed order; lines without are left out."""
    kinds = {kind.value: kind for kind in NoteKind}
    ids = json.dumps(list(line_ids))
    references: dict[int, list[CodeReference]] = {}
    for note_id, *reference in file.prepared(_REFERENCES, ids):
        references.setdefault(note_id, []).append(CodeReference(*reference))
    found: dict[int, list[Note]] = {}
    for own, line_id, position, kind, text in file.prepared(_NOTES, ids):
        note = Note(own, line_id, position, kinds[kind], text, tuple(references.get(own, ())))
        found.setdefault(line_id, []).append(note)
    return {line_id: tuple(notes) for line_id, notes in found.items()}
