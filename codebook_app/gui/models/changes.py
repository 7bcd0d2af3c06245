"""What changed between two releases, as rows that can be filtered and saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from codebook_app.domain.changes import ReleaseChanges
from codebook_app.domain.code import Code
from codebook_app.gui.models.columns import Column

_BETWEEN = "   "


class ChangeKind(StrEnum):
    """What became of a line."""

    ADDED = "Added"
    DELETED = "Deleted"
    HEADER_ADDED = "Header added"
    HEADER_DELETED = "Header deleted"
    RETITLED = "Retitled"
    NOTES = "Notes"


@dataclass(frozen=True, slots=True)
class Change:
    """A changed line: its title now, and in *detail* what it was or which notes came and went."""

    kind: ChangeKind
    code: str
    title: str
    detail: str
    chapter: str
    found_in: str
    """All of it folded, to be searched."""


COLUMNS: tuple[Column[Change], ...] = (
    Column("Change", lambda change: change.kind.value),
    Column("Code", lambda change: change.code),
    Column("Title", lambda change: change.title),
    Column("Before, or the note", lambda change: change.detail),
)


def change_rows(changes: ReleaseChanges) -> tuple[Change, ...]:
    """Return a row for each change, in the order of the kinds and within one as printed."""
    return tuple(_rows(changes))


def _rows(changes: ReleaseChanges) -> Iterator[Change]:
    chapter_of = changes.chapter_of

    def row(kind: ChangeKind, line: Code, detail: str = "") -> Change:
        found_in = f"{line.code} {line.code.replace('.', '')} {line.title} {detail}".casefold()
        chapter = chapter_of.get(line.code, "")
        return Change(kind, line.code, line.title, detail, chapter, found_in)

    for kind, lines in (
        (ChangeKind.ADDED, changes.added),
        (ChangeKind.DELETED, changes.deleted),
        (ChangeKind.HEADER_ADDED, changes.headers_added),
        (ChangeKind.HEADER_DELETED, changes.headers_deleted),
    ):
        for line in lines:
            yield row(kind, line)
    for retitled in changes.retitled:
        yield row(ChangeKind.RETITLED, retitled.line, retitled.before)
    for noted in changes.notes_changed:
        told = [f"− {text}" for text in noted.removed] + [f"+ {text}" for text in noted.added]
        yield row(ChangeKind.NOTES, noted.line, f"{noted.kind.label}: " + _BETWEEN.join(told))


def change_page(change: Change) -> str:
    """Return the whole of one change as HTML."""
    lines = [f"<b>{escape(change.code)}</b>  {escape(change.title)}"]
    if change.kind is ChangeKind.RETITLED:
        lines.append(f'<span class="muted">before:</span> {escape(change.detail)}')
    elif change.detail:
        lines += [escape(part) for part in change.detail.split(_BETWEEN)]
    return f"<p>{'<br>'.join(lines)}</p>"


def filtered(
    rows: Iterable[Change], kind: ChangeKind | None, chapter: str, text: str
) -> tuple[Change, ...]:
    """Return the rows of a *kind* (None: any) in a *chapter* ("": any) that hold every word."""
    words = text.casefold().split()
    return tuple(
        row
        for row in rows
        if (kind is None or row.kind is kind)
        and (not chapter or row.chapter == chapter)
        and all(word in row.found_in for word in words)
    )


def counts_word(rows: Iterable[Change]) -> str:
    """Return how many changes of each kind there are, in words."""
    number = dict.fromkeys(ChangeKind, 0)
    for row in rows:
        number[row.kind] += 1
    named = {
        ChangeKind.ADDED: "codes added",
        ChangeKind.DELETED: "deleted",
        ChangeKind.RETITLED: "retitled",
        ChangeKind.NOTES: "with changed notes",
    }
    return " · ".join(f"{number[kind]:,} {word}" for kind, word in named.items())


def as_tsv(rows: Iterable[Change]) -> str:
    """Return *rows* as tab-separated text with a header, safe to open in a spreadsheet.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    lines = ["\t".join(column.title for column in COLUMNS)]
    lines += ["\t".join(_cell(column.text(row)) for column in COLUMNS) for row in rows]
    return "\n".join(lines)


def _cell(text: str) -> str:
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(("=", "+", "-", "@")) else flat
