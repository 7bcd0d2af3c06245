"""The notes under the lines of a release."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from codebook_app.domain.note import CodeReference, Note, NoteKind
from codebook_app.store.reference_file import ReferenceFile, portions
from codebook_app.store.reference_models import NoteReferenceRow, NoteRow


def notes_of(file: ReferenceFile, line_ids: Sequence[int]) -> dict[int, tuple[Note, ...]]:
    """Return the own notes of the lines in printed order; lines without are left out."""
    kinds = {kind.value: kind for kind in NoteKind}
    found: dict[int, list[Note]] = {}
    for some in portions(line_ids):
        references = _references(file, some)
        query = (
            select(NoteRow.id, NoteRow.line_id, NoteRow.position, NoteRow.kind, NoteRow.text)
            .where(NoteRow.line_id.in_(some))
            .order_by(NoteRow.line_id, NoteRow.position)
        )
        for own, line_id, position, kind, text in file.rows(query):
            note = Note(own, line_id, position, kinds[kind], text, tuple(references.get(own, ())))
            found.setdefault(line_id, []).append(note)
    return {line_id: tuple(notes) for line_id, notes in found.items()}


def _references(file: ReferenceFile, line_ids: Sequence[int]) -> dict[int, list[CodeReference]]:
    found: dict[int, list[CodeReference]] = {}
    query = (
        select(*NoteReferenceRow.__table__.columns)
        .join(NoteRow, NoteRow.id == NoteReferenceRow.note_id)
        .where(NoteRow.line_id.in_(line_ids))
        .order_by(NoteReferenceRow.note_id, NoteReferenceRow.start)
    )
    for note_id, *reference in file.rows(query):
        found.setdefault(note_id, []).append(CodeReference(*reference))
    return found
