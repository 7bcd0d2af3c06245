"""The person's own notes among the hits of a search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from codebook_app.domain.notebook import OwnNote
from codebook_app.domain.search import Hit, HitKind, SearchAnswer
from codebook_app.search.text import placed_words, words

if TYPE_CHECKING:
    from codebook_app.services.notebook_find import NotebookFinder

MOST_NOTES = 10
_SHOWN = 160
_BEFORE = 30


def with_own_notes(
    finder: NotebookFinder, answer: SearchAnswer, code_sets: tuple[str, ...], *, as_typed: bool
) -> SearchAnswer:
    """Return *answer* with the person's notes that hold all its words among the hits.

    Where the books do not hold all words the notes come first. Else they come last, so that the
    best code stays at the top while typing, and the answer tells that they are there.
    """
    notes = note_hits(finder, answer.query, "" if as_typed else answer.read_as, code_sets)
    if not notes:
        return answer
    if answer.failed or not answer.hits:
        return replace(answer, hits=(*notes, *answer.hits))
    number = len(notes)
    told = (
        "One of your notes has these words: see the end of the list."
        if number == 1
        else f"{number} of your notes have these words: see the end of the list."
    )
    return replace(answer, hits=(*answer.hits, *notes), told=(*answer.told, told))


def note_hits(
    finder: NotebookFinder, text: str, read_as: str, code_sets: tuple[str, ...]
) -> tuple[Hit, ...]:
    """Return the notes that answer *text*, or else how it was *read_as*, as hits of kind NOTE.

    *code_sets* are those that are searched, all where there is none. A hit's title is the note's
    text in one line, its code the one the note is on, and its reason text that code's title. Asks
    no database: quick enough for every key pressed.
    """
    for asked in (text, read_as):
        found = [
            note for note in finder.notes(asked) if not code_sets or note.code_set in code_sets
        ]
        if found:
            return tuple(_hit(finder, note, asked) for note in found[:MOST_NOTES])
    return ()


def _hit(finder: NotebookFinder, note: OwnNote, asked: str) -> Hit:
    line = " ".join(note.text.split())
    marks = list(_marks(line, words(asked)))
    shown, moved = _around(line, marks[0][0] if marks else 0)
    title = finder.titles.title(note.code_set, note.code)
    return Hit(
        code_set=note.code_set,
        release="",
        kind=HitKind.NOTE,
        entry_id=0,
        code=note.code,
        title=shown,
        level="note",
        path=(),
        billable=False,
        score=0.0,
        reason="On" if title else "",
        reason_text=title,
        marks=tuple(
            (start - moved, end - moved)
            for start, end in marks
            if start >= moved and end - moved < len(shown)
        ),
    )


def _marks(line: str, asked: list[str]) -> Iterable[tuple[int, int]]:
    for word, start, end in placed_words(line):
        if any(word.startswith(one) for one in asked):
            yield start, end


def _around(line: str, first: int) -> tuple[str, int]:
    """Return so much of *line* as is shown, with its *first* mark, and by how much it moved."""
    start = 0
    if first > _SHOWN // 2:
        start = line.rfind(" ", 0, first - _BEFORE) + 1
    shown = line[start : start + _SHOWN]
    if start:
        shown = f"…{shown}"
    if start + _SHOWN < len(line):
        shown = f"{shown.rstrip()}…"
    return shown, start - 1 if start else 0
