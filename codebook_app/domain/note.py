"""The notes of a tabular list, and the codes they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from codebook_app.domain.code import Code


class NoteKind(StrEnum):
    """The kinds of note, named as the XML of ICD-10-CM and ICD-10-PCS names them."""

    INCLUDES = "includes"
    INCLUSION_TERM = "inclusionTerm"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    CODE_FIRST = "codeFirst"
    USE_ADDITIONAL_CODE = "useAdditionalCode"
    CODE_ALSO = "codeAlso"
    NOTES = "notes"
    SEVENTH_CHARACTER_NOTE = "sevenChrNote"
    VISUAL_IMPAIRMENT = "visualImpairment"
    DEFINITION = "definition"
    EXCLUSION = "exclusion"

    @property
    def label(self) -> str:
        """The words the printed codebook sets before such a note."""
        return _LABELS[self]


_LABELS = {
    NoteKind.INCLUDES: "Includes",
    NoteKind.INCLUSION_TERM: "Inclusion term",
    NoteKind.EXCLUDES1: "Excludes1",
    NoteKind.EXCLUDES2: "Excludes2",
    NoteKind.CODE_FIRST: "Code first",
    NoteKind.USE_ADDITIONAL_CODE: "Use additional code",
    NoteKind.CODE_ALSO: "Code also",
    NoteKind.NOTES: "Note",
    NoteKind.SEVENTH_CHARACTER_NOTE: "Seventh character",
    NoteKind.VISUAL_IMPAIRMENT: "Table",
    NoteKind.DEFINITION: "Definition",
    NoteKind.EXCLUSION: "Excludes",
}


@dataclass(frozen=True, slots=True)
class CodeReference:
    """A code, range or prefix that a note names: ``I10``, ``E08-E13``, ``N18.-``.

    *start* and *end* are half-open offsets into the note's text; *first* and *last* are without
    dots and equal for a single code or prefix. *final_characters*, when not empty, are the only
    values the code's fifth or sixth (its last) character may take, as in "(T36-T50 with fifth or
    sixth character 5)". *pattern*, when not empty, is a regular expression that the code without
    dot must match from its start, for the other conditions the book prints: ``.{3}52`` for
    "(E08-E13 with .52)", ``.{6}[B]`` for "(S02.- with 7th character B)".
    """

    start: int
    end: int
    first: str
    last: str
    final_characters: str = ""
    pattern: str = ""

    def covers(self, code: str) -> bool:
        """Whether *code* (without dot) is named: itself, under it, or within the range."""
        if code < self.first or code[: len(self.last)] > self.last:
            return False
        if self.final_characters and code[:6].rstrip("X")[-1] not in self.final_characters:
            return False
        return not self.pattern or re.match(self.pattern, code) is not None


@dataclass(frozen=True, slots=True)
class Note:
    """One ``note`` of a container, under the code with id *code_id*.

    *position* counts all notes of the code in printed order; *references* are the codes that the
    text names, in its order.

    The text of a :attr:`NoteKind.VISUAL_IMPAIRMENT` table has a row a line, cells by tabs.
    """

    id: int
    code_id: int
    position: int
    kind: NoteKind
    text: str
    references: tuple[CodeReference, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcedNote:
    """A note that governs a code, with the line it stands at: the code's own or an ancestor."""

    note: Note
    origin: Code
    inherited: bool
