"""The log of an encounter: what was changed, when, from what to what; chained, so edits show.

How anyone may verify an exported log, with nothing but SHA-256: the :func:`entry_text` of each
entry is JSON with its keys in order and nothing between (UTF-8); the entry's hash is that of the
hash before it (64 hexadecimal digits in small letters, nothing before the first entry), a line
feed, and this text. A chain says that no entry was altered, taken out or put in since; whoever
rewrites the whole chain is found out by anyone who has kept an earlier hash of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LogChange:
    """One thing an entry changed: *what* it is, its old and its new value, in words.

    A value is empty where there was or is none; both are where *what* says it all ("E11.22 added
    as line 2").
    """

    what: str
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """Return the change in one line ("POA of I21.09: N → Y")."""
        if not self.before and not self.after:
            return self.what
        return f"{self.what}: {self.before or '(none)'} → {self.after or '(none)'}"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change of an encounter; *number* counts from 1.

    *word* names it ("add E11.22", "undo: add E11.22"), *changes* say it in full, *program* is the
    version of Codebook that made it, *state* the SHA-256 of the encounter as it stood after it
    (:func:`codebook_app.domain.encounter_changes.state_of`), *hash* that of the chain up to here.
    """

    number: int
    made_at: datetime
    word: str
    changes: tuple[LogChange, ...]
    program: str
    state: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class LogFault:
    """Where the log is not what was written, in a sentence; *number* is the entry's."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Log:
    """The log of one encounter, oldest entry first, and what is wrong with it."""

    encounter_id: str
    label: str
    entries: tuple[LogEntry, ...]
    faults: tuple[LogFault, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the log and the encounter are as Codebook wrote them."""
        return not self.faults


def entry_text(encounter_id: str, entry: LogEntry) -> str:
    """Return the text of *entry* that its hash is made of."""
    return json.dumps(
        {
            "changes": [[one.what, one.before, one.after] for one in entry.changes],
            "encounter": encounter_id,
            "made_at": entry.made_at.isoformat(),
            "number": entry.number,
            "program": entry.program,
            "state": entry.state,
            "word": entry.word,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def chained(before: str, text: str) -> str:
    """Return the hash of an entry with *text* behind the one whose hash is *before*."""
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def log_faults(
    encounter_id: str, entries: Sequence[LogEntry], count: int, head: str, state: str
) -> tuple[LogFault, ...]:
    """Return where *entries* are not what was written, in their order.

    *count* and *head* are the number of entries and the last hash as the encounter keeps them,
    *state* the digest of the encounter as it stands.
    """
    faults: list[LogFault] = []
    before = ""
    expected = 1
    for entry in entries:
        if entry.number != expected:
            faults.append(LogFault(expected, _missing(expected, entry.number - 1)))
        elif chained(before, entry_text(encounter_id, entry)) != entry.hash:
            faults.append(
                LogFault(
                    entry.number,
                    f"Entry {entry.number} (“{entry.word}”) is not as it was written, "
                    "or the hash of the entry before it is not.",
                )
            )
        before = entry.hash
        expected = entry.number + 1
    if expected <= count:
        faults.append(LogFault(expected, _missing(expected, count)))
    elif expected - 1 > count:
        faults.append(
            LogFault(count + 1, f"Only {count} entries were written, and {expected - 1} are there.")
        )
    elif before != head:
        faults.append(
            LogFault(count, f"Entry {count} is not the one the encounter was last written with.")
        )
    elif entries and entries[-1].state != state:
        faults.append(
            LogFault(
                count,
                f"The encounter is not as entry {count} left it: it was changed outside Codebook.",
            )
        )
    return tuple(faults)


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Entry {first} is missing."
    return f"Entries {first} to {last} are missing."
