"""What edits make of a list of codes: pure, each pointer kept on the diagnosis it points at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace

from codebook_app.domain.claim import Claim, is_external_cause
from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter, EncounterLine
from codebook_app.domain.fix import (
    Fix,
    LineChange,
    MoveLine,
    RemoveLine,
    ReplaceLine,
    SetModifiers,
    SetPoa,
    SetPointers,
    SetRole,
)
from codebook_app.domain.pointers import followed, letter_of, listed, place_of
from codebook_app.errors import KnownError
from codebook_app.services.encounter_fields import WORDS, LineFields, applies, changed_line


def line_of(code: Code) -> EncounterLine:
    """Return a new line with *code* as its release prints it."""
    return EncounterLine(_new_id(), code.code_set, code.release, code.code, code.title)


def found_line(encounter: Encounter, line_id: str) -> EncounterLine:
    """Return the line of that id, or raise :class:`KnownError`."""
    for line in encounter.lines:
        if line.id == line_id:
            return line
    raise KnownError(
        f"The line is not on the list of “{encounter.label}” any more.",
        "Choose a line of the list.",
    )


def fresh(lines: Iterable[EncounterLine]) -> tuple[EncounterLine, ...]:
    """Return *lines* with ids of their own, for another list."""
    return tuple(replace(line, id=_new_id()) for line in lines)


def inserted(
    now: Encounter, lines: Sequence[EncounterLine], position: int | None = None
) -> Encounter:
    """Put new *lines* at *position* (from 0), by default at the end."""
    at = len(now.lines) if position is None else within(position, len(now.lines))
    return _with_lines(now, (*now.lines[:at], *lines, *now.lines[at:]))


def joined(now: Encounter, lines: Sequence[EncounterLine]) -> Encounter:
    """Put the lines of another list behind this one, with new ids.

    Their pointers are letters of their own list where it has diagnoses of its own, and are
    re-lettered to go on pointing at these; else they are letters of this one.
    """
    before, own = len(listed(now.lines)), bool(listed(lines))
    added = tuple(
        replace(
            line,
            pointers=tuple(letter_of(place_of(letter) + before) for letter in line.pointers),
        )
        if own
        else line
        for line in fresh(lines)
    )
    return inserted(now, added)


def without(now: Encounter, line_id: str) -> Encounter:
    """Take a line off the list."""
    return _with_lines(now, [line for line in now.lines if line.id != line_id])


def moved(now: Encounter, line_id: str, position: int) -> Encounter:
    """Move a line to *position* (from 0); a place beyond the list means its end."""
    others = [line for line in now.lines if line.id != line_id]
    others.insert(within(position, len(others)), found_line(now, line_id))
    return _with_lines(now, others)


def replaced(now: Encounter, line_id: str, code: Code) -> Encounter:
    """Put *code* in the place of a line, which keeps its id and what may be entered with it."""

    def with_code(line: EncounterLine) -> EncounterLine:
        blank = {
            field.name: field.default
            for field in fields(EncounterLine)
            if field.name in WORDS and not applies(field.name, code.code_set)
        }
        return replace(
            line,
            code_set=code.code_set,
            release=code.release,
            code=code.code,
            title=code.title,
            # A line read from a file may have had what its code set knows nothing of: it stays.
            **(blank if code.code_set != line.code_set else {}),  # type: ignore[arg-type]
        )

    return _with_lines(now, [with_code(line) if line.id == line_id else line for line in now.lines])


def with_fields(now: Encounter, given: Mapping[str, LineFields]) -> Encounter:
    """Set fields of lines by their ids; :class:`KnownError` for a line or value that can't be.

    Pointers are letters of the list as it is with the roles that are set.
    """
    for line_id in given:
        found_line(now, line_id)
    read = {line.id: changed_line(line, given[line.id]) for line in now.lines if line.id in given}
    pointers = {at: values.pop("pointers") for at, values in read.items() if "pointers" in values}
    set_once = _with_lines(now, [replace(line, **read.get(line.id, {})) for line in now.lines])
    return replace(
        set_once,
        lines=tuple(
            replace(line, pointers=pointers[line.id]) if line.id in pointers else line
            for line in set_once.lines
        ),
    )


def sequenced(now: Encounter, *, by_code: bool) -> Encounter:
    """Bring the lines into the order of a claim, and within its fields that of the codes if asked.

    The first diagnosis, then admitting ones and reasons for the visit, where making a line one of
    them puts it, then the other diagnoses with the external causes behind them, procedures,
    services, others. The first diagnosis and the first procedure, chosen as principal by the
    coder, stay first.
    """
    claim = Claim.of(now)
    first, rest = claim.diagnoses[:1], claim.diagnoses[1:]
    main, others = claim.procedures[:1], claim.procedures[1:]
    groups = (
        first,
        claim.admitting,
        claim.reasons,
        tuple(line for line in rest if not is_external_cause(line.code)),
        tuple(line for line in rest if is_external_cause(line.code)),
        main,
        others,
        claim.services,
        claim.others,
    )
    return _with_lines(
        now,
        [
            line
            for group in groups
            for line in (sorted(group, key=lambda one: one.code) if by_code else group)
        ],
    )


def fixed(now: Encounter, fix: Fix) -> Encounter:
    """Make the changes of *fix* one after the other, each on the list the one before it left."""
    for change in fix.changes:
        now = _changed(now, change)
    return now


def within(position: int, length: int) -> int:
    """Return *position* kept between 0 and *length*."""
    return max(0, min(position, length))


def _changed(now: Encounter, change: LineChange) -> Encounter:
    found_line(now, change.line_id)
    match change:
        case MoveLine(line_id, before):
            if not before:
                return moved(now, line_id, len(now.lines))
            found_line(now, before)
            others = [line.id for line in now.lines if line.id != line_id]
            # Before itself means where it is.
            return now if before == line_id else moved(now, line_id, others.index(before))
        case RemoveLine(line_id):
            return without(now, line_id)
        case ReplaceLine(line_id, code):
            return replaced(now, line_id, code)
        case SetPoa(line_id, poa):
            return with_fields(now, {line_id: {"poa": poa}})
        case SetRole(line_id, role):
            return with_fields(now, {line_id: {"role": role}})
        case SetModifiers(line_id, modifiers):
            return with_fields(now, {line_id: {"modifiers": modifiers}})
        case SetPointers(line_id, pointers):
            return with_fields(now, {line_id: {"pointers": pointers}})


def _with_lines(now: Encounter, lines: Sequence[EncounterLine]) -> Encounter:
    return replace(now, lines=followed(now.lines, lines))


def _new_id() -> str:
    return uuid.uuid4().hex[:12]
