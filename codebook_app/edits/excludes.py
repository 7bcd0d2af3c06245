"""Excludes1 notes: codes that are normally not coded together.

Official Guidelines, section I.A.12.a: the code an Excludes1 note names "should never be used at the
same time as the code above" the note, unless the two conditions are unrelated to each other. So a
pair is a warning that a reason may set aside, and never an error.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from codebook_app.domain.code import Code
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.note import CodeReference, NoteKind, SourcedNote
from codebook_app.edits.listed import CodeList, ListedCode

PERMITTING = frozenset(
    {
        NoteKind.EXCLUDES2,
        NoteKind.CODE_FIRST,
        NoteKind.USE_ADDITIONAL_CODE,
        NoteKind.CODE_ALSO,
    }
)
"""Notes that say two codes are reported together (sections I.A.12.b, I.A.13 and I.A.17)."""


_HEADINGS = frozenset({"chapter", "section"})


@dataclass(frozen=True, slots=True)
class _Conflict:
    """A note that governs *above* and names *excluded*."""

    above: ListedCode
    excluded: ListedCode
    sourced: SourcedNote
    reference: CodeReference

    @property
    def specificity(self) -> tuple[int, int, bool]:
        """How near the note stands to its code, then how exactly it names the other one."""
        reference = self.reference
        return (
            self.sourced.origin.depth,
            len(reference.first),
            reference.first == reference.last,
        )


def excludes1_pairs(codes: CodeList) -> Iterator[Finding]:
    """Yield one warning for each pair of codes that an Excludes1 note keeps apart.

    The note may stand at either code or anywhere above it, and name the other code, what is above
    that one, or a range; where several do, the one nearest to its code is named. Not reported:

    * A pair that lies under the note's own line as a whole. The note at D72 names D72.824, and at
      the section A15-A19 "tuberculosis, any type in A15": both codes are "above" such a note, it
      only says where else in the branch the condition is classified.
    * A pair that a note nearer to the code allows or asks for. The category I67 excludes stroke
      (I63.-), but its code I67.850 says "code also stroke (I63.-)"; the section T51-T65 excludes
      Z77.-, but T65.22 asks for Z77.22. The nearer note is the exception to the farther one. A
      permitting note of the same line or of one farther up allows nothing: the chapters' broad
      Excludes2 would undo most Excludes1 notes below them.

    A condition the book prints with the reference ("with fifth character 1") is the reference's
    own matter; a condition in the note's words ("due to …") cannot be read off a code, and the
    pair is reported with these words.
    """
    known = _once_each(listed for listed in codes.codes if listed.line is not None)
    in_order = sorted((listed.undotted, place) for place, listed in enumerate(known))
    found: dict[tuple[int, int], list[_Conflict]] = {}
    for place, above in enumerate(known):
        for sourced, reference in _excluded_by(above):
            for other in _covered(reference, in_order):
                if _is_apart(above, known[other], sourced.origin):
                    pair = (min(place, other), max(place, other))
                    conflict = _Conflict(above, known[other], sourced, reference)
                    found.setdefault(pair, []).append(conflict)
    for (first, second), conflicts in sorted(found.items(), key=lambda pair: pair[0]):
        # max returns the first of equals: the note of the code that stands first on the list.
        nearest = max(conflicts, key=lambda conflict: conflict.specificity)
        yield _finding(codes, known[first], known[second], nearest)


def _once_each(listed: Iterable[ListedCode]) -> tuple[ListedCode, ...]:
    # A code that stands on the list twice is a finding of its own.
    first: dict[str, ListedCode] = {}
    for one in listed:
        first.setdefault(one.written, one)
    return tuple(first.values())


def _excluded_by(above: ListedCode) -> Iterator[tuple[SourcedNote, CodeReference]]:
    for sourced in above.notes:
        if sourced.note.kind is NoteKind.EXCLUDES1:
            for reference in sourced.note.references:
                yield sourced, reference


def _covered(reference: CodeReference, in_order: Sequence[tuple[str, int]]) -> Iterator[int]:
    """Yield the places of the codes that *reference* names, out of all of them *in_order*."""
    start = bisect_left(in_order, (reference.first, 0))
    for undotted, place in in_order[start:]:
        if undotted[: len(reference.last)] > reference.last:
            return
        if reference.covers(undotted):
            yield place


def _is_apart(above: ListedCode, excluded: ListedCode, origin: Code) -> bool:
    return not _is_under(excluded, origin) and not _is_allowed(above, excluded, origin)


def _is_under(listed: ListedCode, origin: Code) -> bool:
    return listed.line is not None and origin.id <= listed.line.code.id <= origin.last_descendant_id


def _is_allowed(above: ListedCode, excluded: ListedCode, origin: Code) -> bool:
    """Whether a note nearer to *above* than *origin* says that both codes are reported."""
    return any(
        reference.covers(excluded.undotted)
        for sourced in above.notes
        if sourced.note.kind in PERMITTING and sourced.origin.depth > origin.depth
        for reference in sourced.note.references
    )


def _finding(codes: CodeList, one: ListedCode, other: ListedCode, conflict: _Conflict) -> Finding:
    origin = conflict.sourced.origin
    where = f"{origin.level} {origin.code}" if origin.level in _HEADINGS else origin.code
    if conflict.sourced.inherited:
        where += f", which governs {conflict.above.written}"
    pair = {one.written, other.written}
    return Finding(
        rule="excludes1",
        severity=Severity.WARNING,
        codes=(one.written, other.written),
        text=(
            f"{conflict.excluded.written} is normally not coded together with "
            f"{conflict.above.written}."
        ),
        source=f"Excludes1 note at {where}: “{conflict.sourced.note.text}” ({codes.release}).",
        action=(
            "Keep the one that the documentation supports, or, where the conditions are unrelated, "
            "both with a reason."
        ),
        line_ids=tuple(
            listed.line_id for listed in codes.codes if listed.written in pair and listed.line_id
        ),
        source_code=origin.code,
    )
