"""The log of an encounter as a file: JSON to verify, CSV for a spreadsheet, text to read.

The JSON says itself how its hashes are made: see :mod:`codebook_app.domain.encounter_log`.
"""

from __future__ import annotations

import csv
import io
import json

from codebook_app.domain.encounter_log import Log, LogEntry, entry_text
from codebook_app.exchange.written import cell

COLUMNS = ("entry", "moment (UTC)", "change", "what", "from", "to", "program", "hash")

_METHOD = (
    "The hash of an entry is the SHA-256, in small hexadecimal letters, of: the hash of the entry "
    "before it (nothing before the first), a line feed, and the text of the entry, in UTF-8. An "
    "altered, missing or added entry makes the chain not add up; one that was made anew from end "
    "to end is found out by comparing its last hash with one noted earlier."
)


def log_document(log: Log) -> dict[str, object]:
    """Return what the JSON of a log holds; *text* of an entry is what its hash is made of."""
    return {
        "encounter": log.encounter_id,
        "label": log.label,
        "sound": log.sound,
        "faults": [{"entry": fault.number, "text": fault.text} for fault in log.faults],
        "method": _METHOD,
        "entries": [
            {
                "number": entry.number,
                "made_at": entry.made_at.isoformat(),
                "word": entry.word,
                "changes": [
                    {"what": one.what, "from": one.before, "to": one.after, "text": one.text}
                    for one in entry.changes
                ],
                "program": entry.program,
                "state": entry.state,
                "text": entry_text(log.encounter_id, entry),
                "hash": entry.hash,
            }
            for entry in log.entries
        ],
    }


def log_json(log: Log) -> str:
    """Return the log as one JSON document that anyone may verify."""
    return json.dumps(log_document(log), ensure_ascii=False, indent=2) + "\n"


def log_csv(log: Log) -> str:
    """Return the log as a table, a row for each thing changed; no cell is run by a spreadsheet."""
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(COLUMNS)
    for entry in log.entries:
        for what, before, after in [(one.what, one.before, one.after) for one in entry.changes] or [
            ("", "", "")
        ]:
            rows.writerow(
                (
                    entry.number,
                    _moment(entry),
                    cell(entry.word),
                    cell(what),
                    cell(before),
                    cell(after),
                    cell(entry.program),
                    cell(entry.hash),
                )
            )
    return file.getvalue()


def log_words(log: Log) -> str:
    """Return the log to be read: each entry with its moment, and what it changed set in below."""
    lines = [f"Log of “{log.label}” ({log.encounter_id})", *verdict(log), ""]
    for entry in log.entries:
        lines.append(f"{entry.number:>4}  {_moment(entry)} UTC  {entry.word}")
        lines.extend(f"      {one.text}" for one in entry.changes)
    return "\n".join(lines) + "\n"


def verdict(log: Log) -> tuple[str, ...]:
    """Return in a line whether the log is sound, or a line for each thing that is not."""
    if log.sound:
        count = len(log.entries)
        return (f"{count} {'entry' if count == 1 else 'entries'}, sound: nothing was altered.",)
    return tuple(fault.text for fault in log.faults)


def _moment(entry: LogEntry) -> str:
    return entry.made_at.strftime("%Y-%m-%d %H:%M:%S")
