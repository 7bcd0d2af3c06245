"""What changed between two releases, as a JSON document and for the eye."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codebook_app.cli.documents import Document
from codebook_app.cli.rendering import text
from codebook_app.domain.changes import NoteChange, ReleaseChanges, Retitled
from codebook_app.domain.code import Code
from codebook_app.domain.release import Release

if TYPE_CHECKING:
    from rich.console import RenderableType


def changes_document(changes: ReleaseChanges) -> Document:
    """Return what ``changes`` answers; *added* and *deleted* are billable codes."""
    chapter_of = changes.chapter_of

    def line(code: Code) -> Document:
        return {
            "code": code.code,
            "title": code.title,
            "level": code.level,
            "billable": code.billable,
            "chapter": chapter_of.get(code.code, ""),
        }

    def retitled(one: Retitled) -> Document:
        return {**line(one.line), "before": one.before}

    def notes(one: NoteChange) -> Document:
        return {
            **line(one.line),
            "kind": one.kind.value,
            "added": list(one.added),
            "removed": list(one.removed),
        }

    return {
        "code_set": changes.after.code_set,
        "from": _release(changes.before),
        "to": _release(changes.after),
        "added": [line(code) for code in changes.added],
        "deleted": [line(code) for code in changes.deleted],
        "retitled": [retitled(one) for one in changes.retitled],
        "notes_changed": [notes(one) for one in changes.notes_changed],
        "headers_added": [line(code) for code in changes.headers_added],
        "headers_deleted": [line(code) for code in changes.headers_deleted],
    }


def _release(release: Release) -> Document:
    return {
        "release": release.release,
        "title": release.title,
        "effective_from": release.effective_from.isoformat(),
        "effective_to": release.effective_to.isoformat(),
    }


def changes_tables(changes: ReleaseChanges) -> tuple[RenderableType, ...]:
    """Return the changes for the eye: a sentence of counts, then each kind under its heading."""
    parts: list[RenderableType] = [
        text(f"{changes.before.title} → {changes.after.title}", "bold"),
        text(
            f"billable codes added: {len(changes.added):,}, deleted: {len(changes.deleted):,};"
            f" retitled: {len(changes.retitled):,}; notes changed: {len(changes.notes_changed):,}"
        ),
    ]
    parts += _lines("Added", changes.added, "+")
    parts += _lines("Deleted", changes.deleted, "-")
    parts += _lines("Headers added", changes.headers_added, "+")
    parts += _lines("Headers deleted", changes.headers_deleted, "-")
    if changes.retitled:
        parts += [text(""), text("Retitled", "bold")]
        for one in changes.retitled:
            parts.append(text(f"{one.line.code}  - {one.before}"))
            parts.append(text(f"{' ' * len(one.line.code)}  + {one.line.title}"))
    if changes.notes_changed:
        parts += [text(""), text("Notes changed", "bold")]
        for change in changes.notes_changed:
            parts.append(text(f"{change.line.code}  {change.kind.label}"))
            parts += [text(f"  - {note}") for note in change.removed]
            parts += [text(f"  + {note}") for note in change.added]
    return tuple(parts)


def _lines(heading: str, lines: Sequence[Code], sign: str) -> list[RenderableType]:
    if not lines:
        return []
    return [
        text(""),
        text(heading, "bold"),
        *(text(f"{sign} {line.code}  {line.title}") for line in lines),
    ]
