"""Which rows a page shows, in which order: pure, from a page of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.note import Note, NoteKind, SourcedNote
from codebook_app.domain.page import Page, PageLine
from codebook_app.gui.models.page_rows import GroupRow, LineRow, NoteRow, OriginRow, Row, moved
from codebook_app.gui.models.page_words import is_list, named, run_in

_BY_WEIGHT = (
    NoteKind.EXCLUDES1,
    NoteKind.CODE_FIRST,
    NoteKind.USE_ADDITIONAL_CODE,
    NoteKind.CODE_ALSO,
    NoteKind.EXCLUDES2,
    NoteKind.EXCLUSION,
    NoteKind.DEFINITION,
    NoteKind.NOTES,
    NoteKind.SEVENTH_CHARACTER_NOTE,
    NoteKind.INCLUDES,
)
"""The order in which notes decide: what forbids, what is asked for, what informs."""
_SENTENCES = (NoteKind.DEFINITION, NoteKind.NOTES, NoteKind.SEVENTH_CHARACTER_NOTE)


def page_rows(page: Page, *, inherited_open: bool) -> tuple[Row, ...]:
    """Return the rows of *page*: what governs it, its heading, and every line with its notes.

    The line that was asked for shows its seventh characters.
    """
    rows: list[Row] = []
    if page.inherited:
        rows.append(_inherited_group(page, is_open=inherited_open))
    list_page = is_list(page.heading)
    widest: dict[int, int] = {}
    for line in page.lines:
        depth = line.code.depth - page.heading.depth
        widest[depth] = max(widest.get(depth, 0), len(line.code.code))
    for line in page.lines:
        depth = line.code.depth - page.heading.depth
        characters = widest[depth]
        listed = list_page and depth > 0
        rows.append(
            LineRow(
                line,
                depth,
                characters,
                listed=listed,
                flagged=page.flagged,
                open=line.code.id == page.focus,
            )
        )
        # A list of categories is for finding one's way; their notes stand on their own pages.
        if line.notes and not listed:
            rows.extend(_own_notes(line, depth, characters, page.lines))
    return tuple(rows)


def governing_rows(page: Page, code_id: int) -> tuple[Row, ...]:
    """Return the notes that govern the line with *code_id* on *page*, the nearest first.

    A row a kind, weightiest first. What stands around the line on the page anyway is not repeated:
    the heading's own notes for the heading, the heading's for what a chapter or section lists.
    Inclusion terms are left out: they say what a line holds and do not govern what is under it.
    """
    rows: list[Row] = []
    for origin, notes in _governing(page, code_id):
        inherited = origin.id != code_id
        words = "Inherited from" if inherited else "Own notes of"
        rows.append(OriginRow(origin, words, titled=inherited))
        rows.extend(_notes(_runs_of_a_kind(notes), origin=origin if inherited else None))
    return tuple(rows)


def governing_count(page: Page, code_id: int) -> int:
    """Return how many notes :func:`governing_rows` tells of."""
    return sum(len(notes) for _, notes in _governing(page, code_id))


def _governing(page: Page, code_id: int) -> Iterator[tuple[Code, Sequence[Note]]]:
    lines = {line.code.id: line for line in page.lines}
    line = lines[code_id]
    while code_id != page.heading.id:
        if notes := [note for note in line.notes if note.kind in _BY_WEIGHT]:
            yield line.code, notes
        above = line.code.parent_id
        if line.code == page.heading or above is None or above not in lines:
            break
        line = lines[above]
        if is_list(line.code):
            return
    for origin, sourced in _by_origin(reversed(_grouped(page.inherited))):
        yield origin, [inherited.note for inherited in sourced]


def _runs_of_a_kind(notes: Sequence[Note]) -> Iterator[Note]:
    """Yield one note a kind, weightiest first, that reads as a sentence what the page lists."""
    for kind in _BY_WEIGHT:
        text, references = "", []
        between = ". " if kind in _SENTENCES else "; "
        chosen = [note for note in notes if note.kind is kind]
        for note in chosen:
            if text:
                text += " " if text.endswith((":", ".")) else between
            references += [moved(named_here, len(text)) for named_here in note.references]
            text += note.text
        if chosen:
            first = chosen[0]
            yield replace(first, text=text, references=tuple(references))


def chapter_rows(chapters: Sequence[Code]) -> tuple[Row, ...]:
    """Return a row for each chapter, to browse by."""
    widest = max((len(chapter.code) for chapter in chapters), default=0)
    return tuple(LineRow(PageLine(chapter, (), ()), 1, widest, listed=True) for chapter in chapters)


def _inherited_group(page: Page, *, is_open: bool) -> GroupRow:
    members: list[Row] = []
    summary: list[str] = []
    for origin, sourced in _by_origin(_grouped(page.inherited)):
        members.append(OriginRow(origin, "From"))
        members.extend(_notes([note.note for note in sourced], origin=origin))
        kinds = dict.fromkeys(note.note.kind.label for note in sourced)
        summary.append(f"{named(origin)}: {', '.join(kinds)}")
    return GroupRow("Notes that govern this page", "; ".join(summary), tuple(members), open=is_open)


def _grouped(notes: Iterable[SourcedNote]) -> list[list[SourcedNote]]:
    return [list(group) for _, group in groupby(notes, key=lambda note: note.origin.id)]


def _by_origin(groups: Iterable[list[SourcedNote]]) -> Iterator[tuple[Code, list[SourcedNote]]]:
    for group in groups:
        yield group[0].origin, group


def _own_notes(
    line: PageLine, depth: int, characters: int, lines: Sequence[PageLine]
) -> Iterator[Row]:
    defining = [note for note in line.notes if note.kind is NoteKind.SEVENTH_CHARACTER_NOTE]
    for row in _notes(line.notes, depth=depth, characters=characters):
        # Once for all of them, under the last.
        if defining and row.note is defining[-1]:
            yield replace(row, defined=_defined_at(line, lines))
        else:
            yield row


def _notes(
    notes: Iterable[Note], *, depth: int = 0, characters: int = 0, origin: Code | None = None
) -> Iterator[NoteRow]:
    """Yield a row a note, with the label on the first of each run of one kind."""
    above: NoteKind | None = None
    printed = tuple(notes)
    for at, note in enumerate(printed, start=1):
        label, body, cut = run_in(note)
        if note.kind is above and not (note.kind is NoteKind.USE_ADDITIONAL_CODE and cut):
            label, body, cut = "", note.text, 0
        above = note.kind
        last = at == len(printed)
        yield NoteRow(note, label, body, cut, depth, characters, origin, last)


def _defined_at(line: PageLine, lines: Sequence[PageLine]) -> tuple[SeventhCharacter, ...]:
    """Return the seventh characters that the definition at *line* gives to the lines under it."""
    found: dict[str, SeventhCharacter] = {}
    seen: tuple[SeventhCharacter, ...] = ()
    begin, end, overridden_to = line.code.id, line.code.last_descendant_id, 0
    for below in lines:
        if not begin <= below.code.id <= end or below.code.id <= overridden_to:
            continue
        if below.notes and below is not line and _defines(below):
            overridden_to = below.code.last_descendant_id
        elif below.seventh_characters and below.seventh_characters is not seen:
            seen = below.seventh_characters
            for seventh in seen:
                found.setdefault(seventh.character, seventh)
    return tuple(found[character] for character in sorted(found))


def _defines(line: PageLine) -> bool:
    return any(note.kind is NoteKind.SEVENTH_CHARACTER_NOTE for note in line.notes)
