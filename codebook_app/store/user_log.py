"""The log of an encounter in its rows: written with each change, read back and verified."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from codebook_app import __version__
from codebook_app.domain.encounter import Encounter
from codebook_app.domain.encounter_changes import changes_between, state_of
from codebook_app.domain.encounter_log import (
    Log,
    LogChange,
    LogEntry,
    LogFault,
    chained,
    entry_text,
    log_faults,
)
from codebook_app.store.user_models import StoredEncounter, StoredLogEntry


def first_entry(
    encounter: Encounter, word: str, moment: datetime, *, deleted: bool = False
) -> dict[str, Any]:
    """Return the row that begins the log of *encounter* with all it holds."""
    entry = LogEntry(
        1,
        moment,
        word,
        changes_between(None, encounter),
        __version__,
        state_of(encounter, deleted=deleted),
    )
    return _row(encounter.id, entry, "")


def write_log(
    session: Session,
    stored: StoredEncounter,
    word: str,
    changes: tuple[LogChange, ...],
    after: Encounter,
) -> None:
    """Add the entry for a change, which *stored* has already taken, in the same transaction."""
    entry = LogEntry(
        stored.log_count + 1,
        datetime.now(UTC),
        word,
        changes,
        __version__,
        state_of(after, deleted=stored.deleted_at is not None),
    )
    row = _row(stored.id, entry, stored.log_hash)
    session.flush()
    session.execute(insert(StoredLogEntry), [row])
    stored.log_count = entry.number
    stored.log_hash = row["hash"]


def read_log(session: Session, stored: StoredEncounter, now: Encounter) -> Log:
    """Return the log of *now*, which is *stored* as it stands, with all that is wrong with it."""
    rows = session.execute(
        select(*LOG_COLUMNS)
        .where(StoredLogEntry.encounter_id == stored.id)
        .order_by(StoredLogEntry.number)
    )
    entries: list[LogEntry] = []
    unread: list[LogFault] = []
    for row in rows:
        try:
            entries.append(log_entry(row))
        except (TypeError, ValueError):
            # Whoever edited the row left something that is no entry at all.
            unread.append(LogFault(row.number, f"Entry {row.number} cannot be read."))
            entries.append(LogEntry(row.number, now.changed_at, "", (), "", "", str(row.hash)))
    faults = log_faults(
        stored.id,
        entries,
        stored.log_count,
        stored.log_hash,
        state_of(now, deleted=stored.deleted_at is not None),
    )
    told = {fault.number for fault in unread}
    faults = tuple(
        sorted(
            (*unread, *(fault for fault in faults if fault.number not in told)),
            key=lambda fault: fault.number,
        )
    )
    return Log(stored.id, stored.label, tuple(entries), faults)


def _row(encounter_id: str, entry: LogEntry, before: str) -> dict[str, Any]:
    return {
        "encounter_id": encounter_id,
        "number": entry.number,
        "made_at": entry.made_at.isoformat(),
        "word": entry.word,
        "changes": json.dumps([[one.what, one.before, one.after] for one in entry.changes]),
        "program": entry.program,
        "state": entry.state,
        "hash": chained(before, entry_text(encounter_id, entry)),
    }


LOG_COLUMNS = (
    StoredLogEntry.number,
    StoredLogEntry.made_at,
    StoredLogEntry.word,
    StoredLogEntry.changes,
    StoredLogEntry.program,
    StoredLogEntry.state,
    StoredLogEntry.hash,
)
"""The columns of an entry in the order in which :func:`log_entry` takes them."""


def log_entry(row: Sequence[Any]) -> LogEntry:
    """Return the entry of a row; TypeError or ValueError where somebody left no entry there."""
    number, made_at, word, changes, program, state, digest = row
    return LogEntry(
        number,
        datetime.fromisoformat(made_at),
        word,
        tuple(_change(one) for one in json.loads(changes)),
        program,
        state,
        digest,
    )


def _change(plain: Any) -> LogChange:
    what, before, after = plain
    if not all(isinstance(one, str) for one in (what, before, after)):
        raise ValueError(plain)
    return LogChange(what, before, after)
