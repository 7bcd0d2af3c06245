"""A page of the tabular in two releases of its code set, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from codebook_app.domain.code import Code
from codebook_app.domain.note import NoteKind
from codebook_app.domain.release import Release


class Mark(StrEnum):
    """What became of a line or a note, in the word that stands beside it."""

    SAME = ""
    ADDED = "added"
    DELETED = "deleted"
    RETITLED = "retitled"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text; *own* where the other release does not have it so."""

    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class TextPair:
    """A text as each release has it, empty where one has none."""

    before: tuple[Run, ...] = ()
    after: tuple[Run, ...] = ()

    @property
    def text_before(self) -> str:
        """The earlier release's text."""
        return "".join(run.text for run in self.before)

    @property
    def text_after(self) -> str:
        """The later release's text."""
        return "".join(run.text for run in self.after)

    @property
    def differs(self) -> bool:
        """Whether the texts are not the same."""
        return self.text_before != self.text_after


@dataclass(frozen=True, slots=True)
class NotePair:
    """What stands at a line besides its title: a note of a *kind*, or a fact (None).

    *label* is what it is called; *mark* is never :attr:`Mark.RETITLED`.
    """

    label: str
    text: TextPair
    mark: Mark
    kind: NoteKind | None = None


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line of the page in both releases, None where one does not hold it.

    *title* and *state* (billable or not, in words) are as each release has them. *notes* stand in
    printed order. *depth* counts from the heading, which has 0.
    """

    before: Code | None
    after: Code | None
    depth: int
    mark: Mark
    title: TextPair
    state: TextPair
    notes: tuple[NotePair, ...] = ()

    @property
    def code(self) -> str:
        """The code as printed, the later release's where both hold it."""
        line = self.after or self.before
        return line.code if line is not None else ""

    @property
    def differs(self) -> bool:
        """Whether anything of the line is another in the later release."""
        return self.mark is not Mark.SAME or any(note.mark for note in self.notes)

    @property
    def words(self) -> str:
        """What became of the line, in words: "retitled, 1 note added"; "" for nothing."""
        told = [self.mark.value] if self.mark else []
        if self.mark in {Mark.SAME, Mark.RETITLED, Mark.CHANGED}:
            for mark in (Mark.ADDED, Mark.DELETED, Mark.CHANGED):
                number = sum(note.mark is mark for note in self.notes)
                if number:
                    told.append(f"{number} {'note' if number == 1 else 'notes'} {mark.value}")
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class PageComparison:
    """A page in the release *before* and in the release *after*, lines aligned by code.

    *heading* is the page's code as printed. *inherited* are notes of the lines above that differ.
    A page that only one release holds has lines of that one alone.
    """

    heading: str
    before: Release
    after: Release
    lines: tuple[LinePair, ...]
    inherited: tuple[NotePair, ...] = ()

    @property
    def differences(self) -> tuple[int, ...]:
        """The places of the lines that differ."""
        return tuple(at for at, line in enumerate(self.lines) if line.differs)

    @property
    def summary(self) -> str:
        """What changed, counted in words; that nothing did, where that is so."""
        marks = [line.mark for line in self.lines]
        told = [
            f"{number:,} {word}"
            for number, word in (
                (marks.count(Mark.ADDED), "added"),
                (marks.count(Mark.DELETED), "deleted"),
                (marks.count(Mark.RETITLED), "retitled"),
                (marks.count(Mark.CHANGED), "changed"),
                (sum(self._only_notes(line) for line in self.lines), "with changed notes"),
                (
                    len(self.inherited),
                    f"inherited {'note' if len(self.inherited) == 1 else 'notes'} changed",
                ),
            )
            if number
        ]
        return " · ".join(told) or "Nothing differs."

    @staticmethod
    def _only_notes(line: LinePair) -> bool:
        return line.mark is Mark.SAME and line.differs
