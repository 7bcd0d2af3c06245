"""The codes of all lists that are neither archived nor deleted, as the re-audit reads them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from codebook_app.domain.audit import KeptLine, KeptList
from codebook_app.domain.encounter import Kind
from codebook_app.store.user_models import StoredEncounter, StoredLine

_STANDING = (StoredEncounter.deleted_at.is_(None), StoredEncounter.archived_at.is_(None))


def read_kept_lists(session: Session) -> tuple[KeptList, ...]:
    """Return the lists that hold a code, with their codes in order; two queries for any number."""
    lines: dict[str, list[KeptLine]] = {}
    of_lines = (
        select(
            StoredLine.encounter_id,
            StoredLine.id,
            StoredLine.code_set,
            StoredLine.code,
            StoredLine.title,
        )
        .join(StoredEncounter, StoredEncounter.id == StoredLine.encounter_id)
        .where(*_STANDING)
        .order_by(StoredLine.encounter_id, StoredLine.position)
    )
    for encounter_id, line_id, code_set, code, title in session.execute(of_lines):
        lines.setdefault(encounter_id, []).append(KeptLine(line_id, code_set, code, title))
    of_lists = select(
        StoredEncounter.id,
        StoredEncounter.label,
        StoredEncounter.kind,
        StoredEncounter.date_of_service,
    ).where(*_STANDING)
    return tuple(
        KeptList(own, label, Kind(kind), on, tuple(lines[own]))
        for own, label, kind, on in session.execute(of_lists)
        if own in lines
    )
