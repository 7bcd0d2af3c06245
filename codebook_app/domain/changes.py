"""What changed between two releases of a code set."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.code import Code
from codebook_app.domain.note import NoteKind
from codebook_app.domain.release import Release


@dataclass(frozen=True, slots=True)
class Retitled:
    """A line that both releases hold under titles that differ; *line* is the later release's."""

    line: Code
    before: str


@dataclass(frozen=True, slots=True)
class NoteChange:
    """The notes of a kind that came and went at one line, each in printed order."""

    line: Code
    kind: NoteKind
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A line that nothing stands above (chapter, section, letter …), to filter changes by."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """The differences from *before* to *after*, each in printed order.

    *added* and *deleted* are the billable codes only one of them holds as such; *headers_added*
    and *headers_deleted* the other lines that code a concept (categories, subcategories,
    modifiers). Notes are compared at lines that both hold. *chapters* are the later release's, then
    those only the earlier one has; *chapter_of* gives the chapter's code by a line's own code.
    """

    before: Release
    after: Release
    added: tuple[Code, ...]
    deleted: tuple[Code, ...]
    headers_added: tuple[Code, ...]
    headers_deleted: tuple[Code, ...]
    retitled: tuple[Retitled, ...]
    notes_changed: tuple[NoteChange, ...]
    chapters: tuple[Chapter, ...]
    chapter_of: dict[str, str]
