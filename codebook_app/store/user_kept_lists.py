"""The codes of all lists that are neither archived nor deleted, as the re-audit reads them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from codebook_app.domain.audit import KeptLine, KeptList
from codebook_app.domain.encounter import Kind
from codebook_app.store.user_models import StoredEncounter, StoredLine

_STANDING = (StoredEncounter.deleted_at.is_(None), StoredEncounter.archived_at.is_(None))


def read_kept_lists(
    session: Session, after: str, most: int
) -> tuple[tuple[KeptList, ...], str | None]:
    """Return up to *most* lists behind the id *after*, in the order of their ids.

    Those without a code are left out. Beside them stands the id that the next ones are behind,
    None where there are no more. Two queries.
    """
    of_lists = (
        select(
            StoredEncounter.id,
            StoredEncounter.label,
            StoredEncounter.kind,
            StoredEncounter.date_of_service,
        )
        .where(*_STANDING, StoredEncounter.id > after)
        .order_by(StoredEncounter.id)
        .limit(most)
    )
    found = session.execute(of_lists).all()
    if not found:
        return (), None
    last = found[-1].id
    of_lines = (
        select(
            StoredLine.encounter_id,
            StoredLine.id,
            StoredLine.code_set,
            StoredLine.code,
            StoredLine.title,
        )
        .join(StoredEncounter, StoredEncounter.id == StoredLine.encounter_id)
        .where(*_STANDING, StoredLine.encounter_id > after, StoredLine.encounter_id <= last)
        .order_by(StoredLine.encounter_id, StoredLine.position)
    )
    lines: dict[str, list[KeptLine]] = {}
    for encounter_id, line_id, code_set, code, title in session.execute(of_lines):
        lines.setdefault(encounter_id, []).append(KeptLine(line_id, code_set, code, title))
    kept = tuple(
        KeptList(own, label, Kind(kind), on, tuple(lines[own]))
        for own, label, kind, on in found
        if own in lines
    )
    return kept, last if len(found) == most else None
