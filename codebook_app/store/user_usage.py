"""How much of the person's own work leans on a release, read without changing anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def lines_coded_with(file: Path, code_set: str, release: str) -> int:
    """Return how many lines of encounters are coded with *release*; deleted ones do not count.

    0 where there is no database yet, or none that can be read: what it holds then, ``doctor`` says.
    """
    if not file.exists():
        return 0
    uri = f"{file.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            (count,) = database.execute(
                "SELECT count(*) FROM encounter_line"
                " JOIN encounter ON encounter.id = encounter_line.encounter_id"
                " WHERE encounter.deleted_at IS NULL"
                " AND encounter_line.code_set = ? AND encounter_line.release = ?",
                (code_set, release),
            ).fetchone()
    except sqlite3.Error:
        return 0
    return int(count)
