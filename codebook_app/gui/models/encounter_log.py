"""The log of an encounter as a table: a row for each thing that was changed."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.encounter_log import Log, LogChange, LogEntry
from codebook_app.gui.models.columns import Column


@dataclass(frozen=True, slots=True)
class LogRow:
    """One thing an entry changed; *fault* says what is wrong with the entry, "" where nothing."""

    entry: LogEntry
    change: LogChange
    fault: str = ""


def log_rows(log: Log) -> tuple[LogRow, ...]:
    """Return the rows of *log*, the newest entry first, the changes of an entry in their order."""
    faults = {fault.number: fault.text for fault in log.faults}
    return tuple(
        LogRow(entry, change, faults.get(entry.number, ""))
        for entry in reversed(log.entries)
        for change in entry.changes or (LogChange(""),)
    )


def log_columns() -> tuple[Column[LogRow], ...]:
    """Return the columns: entry, local time, what was done, and to what, from what to what."""
    return (
        Column("Entry", _entry, number=True),
        Column("When", lambda row: f"{row.entry.made_at.astimezone():%Y-%m-%d %H:%M:%S}"),
        Column("Change", lambda row: row.entry.word),
        Column("What, from → to", lambda row: row.change.text),
    )


def whole_words(log: Log) -> str:
    """Return in a sentence or two whether *log* is as it was written."""
    if log.sound:
        count = "1 entry" if len(log.entries) == 1 else f"{len(log.entries):,} entries"
        return f"{count}. The log is whole: nothing in it was altered since it was written."
    first = log.faults[0].text
    more = len(log.faults) - 1
    others = f" And {more} more." if more else ""
    return f"The log is not as Codebook wrote it. {first}{others}"


def _entry(row: LogRow) -> str:
    return f"{row.entry.number} altered" if row.fault else str(row.entry.number)
