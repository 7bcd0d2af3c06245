"""The notes that ask for another code: code first, use additional code, code also.

Official Guidelines, sections I.A.13 (etiology and manifestation), I.A.17 (code also), I.B.7 (code
first, use additional code): what a note of a line asks, it asks of everything below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from codebook_app.domain.code import Code
from codebook_app.domain.note import CodeReference, NoteKind, SourcedNote
from codebook_app.edits.listed import ListedCode

_CONDITION = re.compile(
    r"\b(?:if|where|when|as) (?:applicable|appropriate|known|present|desired|needed|any)\b"
    r"|\bif the\b|\bif drug-induced\b|\bany\b|\bassociated\b|\bcomplicating\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\bsuch as\b", re.IGNORECASE)
_HEADINGS = frozenset({"chapter", "section"})


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the notes of one *kind* at the line *origin* ask for.

    *text* is theirs; *references* the codes they name, none where they name a condition in words
    only. It is *conditional* where it says "if applicable" and the like, asks for what may be
    associated or complicate, or stands at a whole chapter or section; *open_ended* where the codes
    are examples ("such as") or there are none.
    """

    kind: NoteKind
    origin: Code
    text: str
    references: tuple[CodeReference, ...]
    conditional: bool
    open_ended: bool

    @property
    def where(self) -> str:
        """The line the notes stand at, in words: "E11", "chapter 1"."""
        if self.of_heading:
            return f"{self.origin.level} {self.origin.code}"
        return self.origin.code

    @property
    def of_heading(self) -> bool:
        """Whether the notes stand at a whole chapter or section."""
        return self.origin.level in _HEADINGS

    @property
    def key(self) -> tuple[NoteKind, tuple[tuple[str, str, str, str], ...], str]:
        """What two instructions share that ask for the same."""
        named = sorted(
            {(one.first, one.last, one.final_characters, one.pattern) for one in self.references}
        )
        return self.kind, tuple(named), "" if named else self.text

    def names(self, listed: ListedCode) -> bool:
        """Whether a code is among those named."""
        return any(reference.covers(listed.undotted) for reference in self.references)


def instructions(listed: ListedCode, kind: NoteKind) -> Iterator[Instruction]:
    """Yield what the notes of *kind* that govern a code ask for, the chapter's first.

    "Code first" notes of a line are one instruction, since one of the codes is enough. Of the other
    kinds a heading ("code to identify:") is one with all that stands below it, any other note one
    of its own.
    """
    governing = [one for one in listed.notes if one.note.kind is kind]
    for origin, group in groupby(governing, key=lambda one: one.origin):
        notes = list(group)
        if kind is NoteKind.CODE_FIRST:
            yield _instruction(kind, origin, notes)
            continue
        begun: list[SourcedNote] = []
        for sourced in notes:
            if (begun and not _is_heading(begun[0])) or (begun and _is_heading(sourced)):
                yield _instruction(kind, origin, begun)
                begun = []
            begun.append(sourced)
        if begun:
            yield _instruction(kind, origin, begun)


def shortened(text: str, most: int) -> str:
    """Return *text*, cut off at a word where it is longer than *most* characters."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def _is_heading(sourced: SourcedNote) -> bool:
    return sourced.note.text.rstrip().endswith(":")


def _instruction(kind: NoteKind, origin: Code, notes: Sequence[SourcedNote]) -> Instruction:
    text = _text(notes)
    references = tuple(one for sourced in notes for one in sourced.note.references)
    return Instruction(
        kind=kind,
        origin=origin,
        text=text,
        references=references,
        conditional=origin.level in _HEADINGS or _CONDITION.search(text) is not None,
        open_ended=not references or _OPEN.search(text) is not None,
    )


def _text(notes: Sequence[SourcedNote]) -> str:
    """Return the notes as one text: what follows a heading apart by semicolons."""
    texts = [one.note.text.strip().strip(",").strip() for one in notes]
    if len(texts) > 1 and texts[0].endswith(":"):
        return f"{texts[0]} {'; '.join(texts[1:])}"
    return "; ".join(texts)
