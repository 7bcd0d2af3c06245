"""What changed from one release of a code set to another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from codebook_app.domain.changes import Chapter, NoteChange, ReleaseChanges, Retitled
from codebook_app.domain.code import TERMINATED
from codebook_app.domain.note import NoteKind
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.store.reference_db import ReferenceDb

# Within "later" and "earlier" a code names one line, unless a heading is called like it: a section
# of one category. Headings are told apart by their level.
_SAME = """
    CREATE TEMP TABLE same AS
    SELECT later.id AS later_id, min(earlier.id) AS earlier_id
    FROM main.lines AS later JOIN earlier.lines AS earlier
        ON earlier.undotted = later.undotted AND earlier.heading = later.heading
        AND (NOT later.heading OR earlier.level = later.level)
    GROUP BY later.id
"""
_BILLABLE = """
    SELECT id FROM {held}.lines AS own
    WHERE billable AND NOT EXISTS (
        SELECT 1 FROM {other}.lines AS other
        WHERE other.undotted = own.undotted AND other.billable
    ) ORDER BY id
"""
_HEADERS = """
    SELECT id FROM {held}.lines AS own
    WHERE {own_is_header} AND NOT EXISTS (
        SELECT 1 FROM {other}.lines AS other
        WHERE other.undotted = own.undotted AND {other_is_header}
    ) ORDER BY id
"""
# What is terminated is no header of other codes, and went with what it was.
_IS_HEADER = "NOT {0}.billable AND NOT {0}.heading AND {0}.level NOT LIKE '" + TERMINATED + "%'"
_RETITLED = """
    SELECT later.id, earlier.title
    FROM same JOIN main.lines AS later ON later.id = later_id
        JOIN earlier.lines AS earlier ON earlier.id = earlier_id
    WHERE earlier.title <> later.title ORDER BY later.id
"""
_NOTES = """
    SELECT later_id, own.kind, own.text
    FROM same JOIN {held}.notes AS own ON own.line_id = {held_id}
    WHERE NOT EXISTS (
        SELECT 1 FROM {other}.notes AS other
        WHERE other.line_id = {other_id} AND other.kind = own.kind AND other.text = own.text
    ) ORDER BY later_id, own.position
"""
_HEADER = {
    "own_is_header": _IS_HEADER.format("own"),
    "other_is_header": _IS_HEADER.format("other"),
}
_LATER = {"held": "main", "other": "earlier", "held_id": "later_id", "other_id": "earlier_id"}
_EARLIER = {"held": "earlier", "other": "main", "held_id": "earlier_id", "other_id": "later_id"}


def release_changes(
    before: ReferenceDb, after: ReferenceDb, before_release: Release, after_release: Release
) -> ReleaseChanges:
    """Return what changed from *before* to *after*, two releases of one code set.

    Lines are the same where their codes are, whatever their point, case and place. Reads only, on
    a connection of its own; about a second for two whole releases of ICD-10-CM.

    Raises:
        KnownError: a file cannot be read.
    """
    with _both(before, after) as connection:

        def ids(statement: str, sides: dict[str, str]) -> list[int]:
            return [own for (own,) in connection.execute(statement.format(**sides))]

        connection.execute(_SAME)
        added, deleted = ids(_BILLABLE, _LATER), ids(_BILLABLE, _EARLIER)
        headers_added, headers_deleted = (
            ids(_HEADERS, _HEADER | sides) for sides in (_LATER, _EARLIER)
        )
        retitled: list[tuple[int, str]] = connection.execute(_RETITLED).fetchall()
        came, went = (
            connection.execute(_NOTES.format(**sides)).fetchall() for sides in (_LATER, _EARLIER)
        )
    notes = _note_changes(came, went)
    later_ids = {
        *added,
        *headers_added,
        *(own for own, _ in retitled),
        *(own for own, _ in notes),
    }
    later, earlier = after.hit_rows(list(later_ids)), before.hit_rows([*deleted, *headers_deleted])
    return ReleaseChanges(
        before=before_release,
        after=after_release,
        added=tuple(later[own][0] for own in added),
        deleted=tuple(earlier[own][0] for own in deleted),
        headers_added=tuple(later[own][0] for own in headers_added),
        headers_deleted=tuple(earlier[own][0] for own in headers_deleted),
        retitled=tuple(Retitled(later[own][0], title) for own, title in retitled),
        notes_changed=tuple(
            NoteChange(later[own][0], NoteKind(kind), tuple(new), tuple(old))
            for (own, kind), (new, old) in notes.items()
        ),
        chapters=_chapters(before, after),
        chapter_of={
            line.code: path[0] if path else line.code
            for line, path in (*earlier.values(), *later.values())
        },
    )


_Texts = tuple[list[str], list[str]]


def _note_changes(
    came: list[tuple[int, str, str]], went: list[tuple[int, str, str]]
) -> dict[tuple[int, str], _Texts]:
    """Return the texts that came and went by the later line's id and their kind, in its order."""
    found: dict[tuple[int, str], _Texts] = {}
    for side, notes in enumerate((came, went)):
        for own, kind, text in notes:
            found.setdefault((own, kind), ([], []))[side].append(text)
    return dict(sorted(found.items(), key=lambda change: change[0][0]))


def _chapters(before: ReferenceDb, after: ReferenceDb) -> tuple[Chapter, ...]:
    """Return the later release's chapters, then those that only the earlier one has."""
    found: dict[str, Chapter] = {}
    for line in (*after.roots(), *before.roots()):
        found.setdefault(line.code, Chapter(line.code, line.title))
    return tuple(found.values())


@contextmanager
def _both(before: ReferenceDb, after: ReferenceDb) -> Iterator[sqlite3.Connection]:
    """Give a connection to *after* as "main" with *before* as "earlier"."""
    try:
        with closing(sqlite3.connect(after.file.uri, uri=True)) as connection:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("ATTACH DATABASE ? AS earlier", (before.file.uri,))
            yield connection
    except sqlite3.Error as fault:
        raise KnownError(
            f"{after.release} and {before.release} cannot be compared ({fault}).",
            "Run “codebook doctor”: one of the releases may be damaged.",
        ) from fault
